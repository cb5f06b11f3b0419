package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Field;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.sparktesting.SparkExtension;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mesh import} makes of a source runs as it is. */
@ExtendWith(SparkExtension.class)
class SourceImportTest {

  private static final String PASSWORD = "correct-horse-battery";

  private static final String ROWS =
      """
      SELECT id AS order_id, CAST(id * 1.5 AS decimal(12,2)) AS amount,
             timestamp_micros(id * 86400000001) AS ordered_at, array('a', NULL) AS tags,
             IF(id % 2 = 0, NULL, 'x') AS `odd name`, date_add(DATE'2024-01-01', int(id)) AS day
      FROM range(4)
      """;

  @TempDir Path folder;

  private SparkSession spark;

  @BeforeEach
  void setUp() {
    spark = SparkExtension.session();
  }

  @Test
  void runsWhatADeltaTableBecomes() {
    String table = path("lake/orders");
    spark.sql(
        """
        CREATE TABLE delta.`%s` (
          order_id BIGINT NOT NULL COMMENT 'Unique at the shop.', amount DECIMAL(12,2),
          ordered_at TIMESTAMP, tags ARRAY<STRING>, `odd name` STRING, day DATE NOT NULL
        ) USING DELTA PARTITIONED BY (day) TBLPROPERTIES ('delta.columnMapping.mode' = 'name')
        """
            .formatted(table));
    spark.sql(ROWS).write().format("delta").mode("append").save(table);

    importAndRun("delta", table);

    Contract contract = contract();
    assertThat(contract.schema().partitionedBy()).containsExactly("day");
    assertThat(contract.schema().fields())
        .extracting(field -> field.name() + " " + field.type() + " " + field.isNullable())
        .containsExactly(
            "order_id long false",
            "amount decimal(12,2) true",
            "ordered_at timestamp true",
            "tags array<string> true",
            "odd name string true",
            "day date false");
    assertThat(contract.schema().fields().get(0).description()).hasValue("Unique at the shop.");
  }

  @Test
  void runsWhatAFolderOfParquetFilesBecomes() {
    spark.sql(ROWS).write().partitionBy("day").parquet(path("raw"));

    importAndRun("parquet", path("raw"));

    assertThat(contract().schema().partitionedBy()).containsExactly("day");
    assertThat(contract().schema().fields())
        .extracting(Field::name)
        .containsExactly("order_id", "amount", "ordered_at", "tags", "odd name", "day");
  }

  @Test
  void runsWhatAnAvroFileBecomes() throws IOException {
    spark
        .sql(ROWS.replace("`odd name`", "odd_name"))
        .coalesce(1)
        .write()
        .format("avro")
        .save(path("raw"));
    Path file;
    try (var files = Files.list(Path.of(path("raw")))) {
      file = files.filter(any -> any.toString().endsWith(".avro")).findFirst().orElseThrow();
    }

    importAndRun("avro", file.toString());

    assertThat(contract().schema().partitionedBy()).isEmpty();
    assertThat(contract().schema().fields())
        .extracting(field -> field.name() + " " + field.type())
        .containsExactly(
            "order_id long",
            "amount decimal(12,2)",
            "ordered_at timestamp",
            "tags array<string>",
            "odd_name string",
            "day date");
  }

  @Test
  void runsWhatATableOfADatabaseBecomes() throws IOException, SQLException {
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD + "'");
        statement.execute("CREATE SCHEMA sales");
        statement.execute(
            "CREATE TABLE sales.order_lines (line INT, order_id BIGINT, amount NUMERIC(12,2) NOT"
                + " NULL, note VARCHAR(20), id UUID, PRIMARY KEY (order_id, line))");
        statement.execute("CREATE TABLE sales.orderxlines (amount INT)");
        statement.execute("COMMENT ON COLUMN sales.order_lines.note IS 'What the buyer says.'");
        statement.execute(
            "INSERT INTO sales.order_lines VALUES (1, 1, 1.5, NULL, NULL), (2, 1, 2, 'x', NULL)");
        statement.execute("GRANT USAGE ON SCHEMA sales TO reader");
        statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA sales TO reader");
      }

      importAndRun(
          "jdbc",
          "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.getPort()),
          "--table",
          "sales.order_lines",
          "--user",
          "reader",
          "--password",
          "file:" + folder.resolve("password"));
    }

    assertThat(contract().name()).hasToString("shop.order_lines");
    assertThat(contract().schema().primaryKey()).containsExactly("line", "order_id");
    assertThat(contract().schema().fields())
        .extracting(field -> field.name() + " " + field.type() + " " + field.isNullable())
        .containsExactly(
            "line integer false",
            "order_id long false",
            "amount decimal(12,2) false",
            "note string true",
            "id string true");
    assertThat(contract().schema().fields().get(3).description()).hasValue("What the buyer says.");
    assertThat(folder.resolve("p/data_product.yaml"))
        .content()
        .contains("password: \"file:" + folder.resolve("password"))
        .doesNotContain(PASSWORD);
  }

  @Test
  void takesNoPasswordAndNoOptionThatDoesNotFit() {
    String url = "jdbc:postgresql://db/shop";

    assertThat(refused(url, "--from", "jdbc"))
        .isEqualTo(
            """
            Cannot import from a database without a table
                fix: add --table, such as sales.orders
            """);
    assertThat(refused(url, "--from", "jdbc", "--table", "orders", "--password", PASSWORD))
        .isEqualTo(
            """
            Invalid secret reference: expected env:NAME or file:PATH, not the secret itself
                fix: see mesh import --help
            """);
    assertThat(refused(url + "?password=" + PASSWORD, "--from", "jdbc", "--table", "orders"))
        .startsWith("Cannot import as sandbox.orders: ")
        .doesNotContain(PASSWORD);
    assertThat(refused("raw", "--from", "avro", "--table", "orders"))
        .isEqualTo(
            """
            --table, --user and --password are for databases, not for avro
                fix: leave them out, or add --from jdbc
            """);
  }

  @Test
  void writesNothingWhereThereIsNoSource() {
    Invocation made = mesh(List.of("import", path("none"), "--from", "delta", "-o", path("p")));

    assertThat(made.exitCode()).isEqualTo(3);
    assertThat(made.err())
        .contains("Cannot read input 'none': there is no Delta table at '" + path("none") + "'");
    assertThat(folder.resolve("p")).doesNotExist();
  }

  private String refused(String... arguments) {
    List<String> all = new ArrayList<>(List.of("import"));
    all.addAll(List.of(arguments));
    Invocation invocation = Invocation.of(all.toArray(String[]::new));
    assertThat(invocation.exitCode()).isEqualTo(2);
    return invocation.err();
  }

  private void importAndRun(String kind, String source, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("import", source, "--from", kind, "--domain", "shop"));
    arguments.addAll(List.of("-o", path("p")));
    arguments.addAll(List.of(more));
    Invocation made = mesh(arguments);
    Invocation run = mesh(List.of("run", path("p"), "--date", "2024-01-14"));

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("published as version 1");
  }

  private static Contract read(Path file) {
    return new ContractReader(SqlSyntax.UNCHECKED).read(file).contract();
  }

  private Contract contract() {
    return read(folder.resolve("p/data_product.yaml"));
  }

  private Invocation mesh(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--conf", "../../conf", "--set", "mesh.root=" + path("mesh")));
    return Invocation.of(all.toArray(String[]::new));
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }
}
