package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.quality.RuleResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever arrives: nothing wrong is published, nothing is lost, and the message has the fix. */
class BadDataTest {

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, "gate");
  }

  @Test
  void rejectsUnreadableRecordsAndKeepsThemAsTheyAre() throws IOException {
    workspace.write("lake/raw/orders/a.csv", "id,amount,note\n1,10.00,x\n2,1O.00,y\n3,3.00\n");
    workspace.write("lake/raw/lines/a.json", "{\"id\": 1}\n{\"id\": 2,\n");
    Files.createDirectories(workspace.path("lake/raw/notes"));
    Files.write(
        workspace.path("lake/raw/notes/a.csv"),
        "id,text\n1,Zoë\n2,fine\n".getBytes(StandardCharsets.ISO_8859_1));
    product(
        "SELECT id FROM orders UNION ALL SELECT id FROM lines UNION ALL SELECT id FROM notes",
        "- {name: id, type: integer}",
        """
        - name: orders
          format: csv
          path: s3://lake/raw/orders
          options: {header: true}
          schema: {id: integer, amount: "decimal(12,2)", note: string}
        - {name: lines, format: json, path: s3://lake/raw/lines, schema: {id: integer}}
        - name: notes
          format: csv
          path: s3://lake/raw/notes
          options: {header: true}
          schema: {id: integer, text: string}
        """);

    RunReport report = workspace.run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.rules())
        .filteredOn(RuleResult::blocks)
        .extracting(result -> result.rule().name() + ": " + result.actual())
        .containsExactly(
            "orders_readable: 2 records cannot be read",
            "lines_readable: 1 records cannot be read",
            "notes_readable: 1 records cannot be read");
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(3, 0, 4));
    assertThat(workspace.tableFiles("orders")).isEmpty();
    assertThat(
            workspace
                .quarantined("orders")
                .selectExpr("concat_ws(' | ', violations[0].rule, violations[0].value)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "orders_readable | 2,1O.00,y",
            "orders_readable | 3,3.00",
            "lines_readable | {\"id\": 2,",
            "notes_readable | {\"id\":1,\"text\":\"Zo\uFFFD\"}");
  }

  @Test
  void rejectsACorruptAvroFileByNameAndLeavesTheTable() throws IOException {
    product(
        "SELECT id, text FROM orders",
        """
        - {name: id, type: long}
        - {name: text, type: string}
        """,
        "- {name: orders, format: avro, path: s3://lake/raw/orders}");
    avro("a", 100);
    avro("b", 4000);
    avro("c", 100);
    workspace.run("orders");
    List<String> before = log();
    String file = corrupt("b", 0.9);

    RunReport report = workspace.later(60).run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).problem())
        .startsWith("Cannot read input file '" + file + "': ");
    assertThat(report.problems().get(0).fix())
        .isEqualTo(
            "have the file delivered again as agreed, or correct the schema and options of the"
                + " input in the contract; nothing was published");
    assertThat(log()).isEqualTo(before);
    assertThat(workspace.published("orders").count()).isEqualTo(4200);
  }

  @Test
  void rejectsAnAmountThatDoesNotFit() {
    workspace.input(
        "orders", "SELECT id, CAST(id * 12345678901 AS DECIMAL(14,2)) AS amount FROM range(1, 3)");
    product(
        "SELECT id, CAST(amount AS DECIMAL(12,2)) AS amount FROM orders",
        """
        - {name: id, type: long}
        - {name: amount, type: "decimal(12,2)"}
        """,
        "- {name: orders, format: parquet, path: s3://lake/raw/orders}");
    RunReport report;
    workspace.spark().conf().set("spark.sql.ansi.enabled", true);
    try {
      report = workspace.run("orders");
    } finally {
      workspace.spark().conf().unset("spark.sql.ansi.enabled");
    }

    assertThat(report.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).toString())
        .startsWith("A value does not fit: [NUMERIC_VALUE_OUT_OF_RANGE] 12345678901.00 cannot be")
        .endsWith(
            "fix: make the transform decide what happens to such values (try_cast, coalesce, a"
                + " where), or correct the source; nothing was published");
    assertThat(workspace.tableFiles("orders")).isEmpty();
  }

  @Test
  void publishesColumnsWhateverTheirNames() {
    workspace.input(
        "orders",
        "SELECT id AS `order.id`, id * 10L AS `net ``amount```, 'x' AS `a, (b)` FROM range(1, 4)");
    product(
        "SELECT * FROM orders",
        """
        - name: order.id
          type: long
          constraints: [not_null, unique]
        - name: net `amount`
          type: long
          constraints: [{min: 20}]
        - name: a, (b)
          type: string
          constraints: [{in: [x]}, {max_length: 5}]
        """,
        "- {name: orders, format: parquet, path: s3://lake/raw/orders}");

    RunReport rejected = workspace.run("orders");
    workspace.input(
        "orders",
        "SELECT id AS `order.id`, id * 20L AS `net ``amount```, 'x' AS `a, (b)` FROM range(1, 3)");
    RunReport published = workspace.later(60).run("orders");

    assertThat(rejected.problems()).isEmpty();
    assertThat(rejected.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(rejected.rows()).isEqualTo(new RunReport.Rows(3, 0, 1));
    assertThat(published.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(workspace.rows("orders"))
        .containsExactly(
            "{\"order.id\":1,\"net `amount`\":20,\"a, (b)\":\"x\"}",
            "{\"order.id\":2,\"net `amount`\":40,\"a, (b)\":\"x\"}");
  }

  @Test
  void quarantinesUnreadableRecordsEvenIfNoOtherIsLeft() {
    workspace.write("lake/raw/orders/a.csv", "id\nx\ny\n");
    product(
        "SELECT id FROM orders",
        "- {name: id, type: integer}",
        """
        - name: orders
          format: csv
          path: s3://lake/raw/orders
          options: {header: true}
          schema: {id: integer}
        """,
        "keep");

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(0, 0, 2));
  }

  @Test
  void refusesAQueryThatReadsWhatIsNotDeclared() {
    workspace.input("orders", "SELECT 1 AS id");
    product(
        "SELECT o.id FROM Orders o JOIN crm.customers USING (id) JOIN delta.`/lake/secret` USING (id)",
        "- {name: id, type: integer}",
        "- {name: orders, format: parquet, path: s3://lake/raw/orders}");

    assertThatThrownBy(
            () ->
                workspace.pipeline("orders").plan(workspace.spark(), RunRequest.of(Workspace.DAY)))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot transform: the query reads 'crm.customers', which is not an input
                fix: declare it under inputs, or use one of [orders]
            Cannot transform: the query reads 'delta./lake/secret', which is not an input
                fix: declare it under inputs, or use one of [orders]""");

    workspace.write("products/orders/transform.sql", "DROP TABLE orders");
    assertThatThrownBy(
            () ->
                workspace.pipeline("orders").plan(workspace.spark(), RunRequest.of(Workspace.DAY)))
        .hasMessage(
            """
            Cannot transform: it is not a query: only SELECT is allowed
                fix: correct the query; its inputs are [orders]""");
  }

  /**
   * The table's commits: a write that fails half way may leave data files, but none it refers to.
   */
  private List<String> log() {
    return workspace.tableFiles("orders").stream()
        .filter(file -> file.startsWith("_delta_log"))
        .toList();
  }

  private void avro(String name, int rows) {
    workspace
        .spark()
        .range(rows)
        .selectExpr("id", "sha2(CAST(id AS STRING), 256) AS text")
        .coalesce(1)
        .write()
        .format("avro")
        .option("compression", "uncompressed")
        .save(workspace.path("lake/raw/orders/part=" + name).toString());
  }

  /** Overwrites some bytes of a file, this far into it, and returns its name for Hadoop. */
  private String corrupt(String name, double where) {
    try (Stream<Path> files = Files.list(workspace.path("lake/raw/orders/part=" + name))) {
      Path file = files.filter(path -> path.toString().endsWith(".avro")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      int start = (int) (bytes.length * where);
      java.util.Arrays.fill(bytes, start, start + 200, (byte) 0xff);
      Files.write(file, bytes);
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      return "file:" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void product(String query, String fields, String inputs) {
    product(query, fields, inputs, "fail");
  }

  private void product(String query, String fields, String inputs, String onEmpty) {
    workspace.write("products/orders/transform.sql", query);
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
        %s
        transform: {sql: transform.sql}
        write: {mode: full, on_empty: %s}
        inputs:
        %s
        """
            .formatted(fields.indent(4).stripTrailing(), onEmpty, inputs.indent(2)));
  }
}
