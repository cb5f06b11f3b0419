package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcInputTest {

  private static final String PASSWORD = "correct-horse-battery";

  private static EmbeddedPostgres postgres;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeAll
  static void start() throws IOException, SQLException {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD + "'");
      statement.execute(
          "CREATE TABLE orders AS SELECT id AS order_id, CAST(id * 1.5 AS NUMERIC(12,2)) AS amount"
              + " FROM generate_series(1::bigint, 3) AS id");
      statement.execute("GRANT SELECT ON orders TO reader");
      statement.execute("CREATE TABLE salaries (amount NUMERIC(12,2))");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, "gate");
    workspace.write("password", PASSWORD + "\n");
    workspace.write("products/orders/transform.sql", "SELECT * FROM orders");
  }

  @Test
  void publishesATableAndKeepsThePassword() {
    contract("orders", "file:" + folder.resolve("password"));

    RunReport report = workspace.run("orders");
    SourceReader reader = reader();
    Dataset<Row> rows = reader.open(reader.find(Workspace.DAY).get(0)).rows();

    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.inputs())
        .containsExactly(
            new RunReport.InputVersion("orders", "jdbc", "orders", "2024-01-14")
                .withColumns(
                    List.of(
                        new RunReport.InputColumn("order_id", "bigint"),
                        new RunReport.InputColumn("amount", "decimal(12,2)"))));
    assertThat(workspace.rows("orders"))
        .containsExactly(
            "{\"order_id\":1,\"amount\":1.50}",
            "{\"order_id\":2,\"amount\":3.00}",
            "{\"order_id\":3,\"amount\":4.50}");
    assertThat(RunReportJson.write(report)).doesNotContain(PASSWORD);
    assertThat(rows.queryExecution().toString()).contains("JDBCRelation").doesNotContain(PASSWORD);
  }

  @Test
  void saysWhatTheDatabaseRefuses() {
    contract("nowhere", "file:" + folder.resolve("password"));
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot read input 'orders': ERROR: relation "nowhere" does not exist
                fix: check the source, and format, path and options of the input in the contract""")
        .satisfies(JdbcInputTest::keepsThePassword);

    contract("salaries", "file:" + folder.resolve("password"));
    assertThatThrownBy(this::open)
        .hasMessageStartingWith(
            "Cannot read input 'orders': ERROR: permission denied for table salaries\n")
        .satisfies(JdbcInputTest::keepsThePassword);
  }

  @Test
  void namesASecretThatIsNotThere() {
    contract("orders", "env:NO_SUCH_DATABASE_PASSWORD");

    RunReport report = workspace.run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(report.problems())
        .containsExactly(
            new Problem(
                "Cannot resolve secret 'env:NO_SUCH_DATABASE_PASSWORD': it is not there",
                "export NO_SUCH_DATABASE_PASSWORD before the run"));
  }

  private static void keepsThePassword(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      assertThat(at.toString()).doesNotContain(PASSWORD);
    }
  }

  private Dataset<Row> open() {
    SourceReader reader = reader();
    return reader.open(reader.find(Workspace.DAY).get(0)).rows();
  }

  private SourceReader reader() {
    Environment environment = workspace.environment();
    return new SourceReader(
        workspace.spark(),
        environment,
        workspace.pipeline("orders").contract(),
        new PublishedProducts(workspace.spark(), environment));
  }

  private void contract(String table, String password) {
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/orders
          fields:
            - {name: order_id, type: long, is_primary_key: true}
            - {name: amount, type: "decimal(12,2)"}
        inputs:
          - name: orders
            jdbc:
              url: jdbc:postgresql://localhost:%d/postgres
              table: %s
              user: reader
              password: "%s"
            schema: {order_id: long, amount: "decimal(12,2)"}
        transform: {sql: transform.sql}
        """
            .formatted(postgres.getPort(), table, password));
  }
}
