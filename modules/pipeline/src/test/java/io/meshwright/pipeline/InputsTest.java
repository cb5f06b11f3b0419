package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.meshwright.contract.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, "gate");
    workspace.write("products/orders/transform.sql", "SELECT * FROM orders");
  }

  @Test
  void readsEveryFormatUnderTheNamesOfTheContract() {
    Dataset<Row> rows = workspace.spark().sql("SELECT 7L AS `Order Id`, 'café' AS note");
    for (String format : List.of("avro", "orc", "parquet", "delta", "json")) {
      String name = List.of("avro", "delta").contains(format) ? "order_id" : "Order Id";
      rows.toDF(name, "note").write().format(format).save(raw(format));
    }
    workspace.write("lake/raw/csv/1.csv", "Order Id;note\n7;café\n");
    workspace.write("lake/raw/csv/2.csv", "Order Id;note\n8;the\n");
    inputs(
        """
        - {name: a, format: avro, path: s3://lake/raw/avro}
        - {name: o, format: orc, path: s3://lake/raw/orc, columns: {order_id: Order Id}}
        - {name: p, format: parquet, path: s3://lake/raw/parquet, columns: {order_id: Order Id}}
        - {name: d, format: delta, path: s3://lake/raw/delta}
        - name: j
          format: json
          path: s3://lake/raw/json
          schema: {Order Id: long, note: string}
          columns: {order_id: Order Id}
        - name: c
          format: csv
          path: s3://lake/raw/csv/1*
          options: {header: true, sep: ";", mode: DROPMALFORMED}
          schema: {Order Id: long, note: string}
          columns: {order_id: Order Id}
        """);

    SourceReader reader = reader();
    List<SourceReader.Source> sources = reader.find(Workspace.DAY);

    assertThat(sources)
        .extracting(source -> source.report().kind())
        .containsExactly("avro", "orc", "parquet", "delta", "json", "csv");
    assertThat(sources.get(3).version()).isEqualTo("0");
    assertThat(sources)
        .allSatisfy(
            source ->
                assertThat(reader.open(source).rows().toJSON().collectAsList())
                    .containsExactly("{\"order_id\":7,\"note\":\"café\"}"));
  }

  @Test
  void namesEverySourceThatIsNotThere() {
    workspace.write("lake/raw/somewhere/a.parquet", "");
    inputs(
        """
        - {name: orders, format: parquet, path: s3://lake/raw/orders}
        - {name: customers, format: delta, path: s3://lake/raw/somewhere}
        - {name: days, format: avro, path: s3://lake/raw/days/*.avro}
        """);

    assertThatThrownBy(() -> reader().find(Workspace.DAY))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot read input 'orders': there is no file at '%1$s/orders'
                fix: check that the source has arrived, the path 's3://lake/raw/orders' in the \
            contract, and mesh.storage, which maps it
            Cannot read input 'customers': there is no Delta table at '%1$s/somewhere'
                fix: check that the source has arrived, the path 's3://lake/raw/somewhere' in the \
            contract, and mesh.storage, which maps it
            Cannot read input 'days': there is no file at '%1$s/days/*.avro'
                fix: check that the source has arrived, the path 's3://lake/raw/days/*.avro' in \
            the contract, and mesh.storage, which maps it"""
                .formatted(folder.resolve("lake/raw")));
  }

  @Test
  void refusesFilesWithoutTheDeclaredColumns() {
    workspace.input("orders", "SELECT 1 AS order_id, '12.50' AS amount, 'x' AS Status");
    inputs(
        """
        - name: orders
          format: parquet
          path: s3://lake/raw/orders
          schema: {order_id: integer, amount: "decimal(12,2)", status: string, Status: string}
          columns: {state: Status, day: order_id}
        """);
    SourceReader reader = reader();
    SourceReader.Source source = reader.find(Workspace.DAY).get(0);

    assertThatThrownBy(() -> reader.open(source))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REJECTED))
        .hasMessage(
            """
            input 'orders' has 'amount' as string, the contract says decimal(12,2)
                fix: correct the schema of the input, and the transform if it relies on the type
            input 'orders' has no column 'status'
                fix: it has order_id, amount, Status""");
  }

  @Test
  void findsEveryUnreadableRecordWhateverTheTransformReads() throws IOException, TimeoutException {
    workspace.write(
        "lake/raw/orders/a.csv",
        """
        order_id,amount,at,note
        1,10.00,2024-01-14,fine
        2,1O.00,2024-01-14,a letter in a number
        3,10.00
        4,10.00,2024-01-14,one,too many
        5,10.00,14 January,no date
        6,12345678901.00,2024-01-14,too large
        7,,,
        """);
    Files.write(
        workspace.path("lake/raw/orders/b.csv"),
        "order_id,amount,at,note\n8,10.00,2024-01-14,Zoë\n".getBytes(StandardCharsets.ISO_8859_1));
    csv("orders", "{order_id: integer, amount: \"decimal(12,2)\", at: date, note: string}");

    SourceReader.Opened orders = open();
    List<String> read;
    long unreadable;
    try (Observed observed = Observed.listen(workspace.spark())) {
      read =
          orders.rows().select("order_id").as(Encoders.INT()).collectAsList().stream()
              .map(String::valueOf)
              .sorted()
              .toList();
      workspace.spark().sparkContext().listenerBus().waitUntilEmpty();
      unreadable = orders.text().orElseThrow().countUnreadable(observed);
    }

    assertThat(read).containsExactly("1", "7");
    assertThat(unreadable).isEqualTo(6);
    assertThat(records(orders))
        .containsExactlyInAnyOrder(
            "2,1O.00,2024-01-14,a letter in a number",
            "3,10.00",
            "4,10.00,2024-01-14,one,too many",
            "5,10.00,14 January,no date",
            "6,12345678901.00,2024-01-14,too large",
            "{\"order_id\":8,\"amount\":10.00,\"at\":\"2024-01-14\",\"note\":\"Zo\uFFFD\"}");
  }

  @Test
  void countsUnreadableRecordsOfAnInputThatNobodyReads() {
    workspace.write("lake/raw/orders/a.csv", "order_id,amount\n1,2\n2,x\n3,4\n");
    csv("orders", "{order_id: integer, amount: integer}");

    try (Observed observed = Observed.listen(workspace.spark())) {
      assertThat(open().text().orElseThrow().countUnreadable(observed)).isEqualTo(1);
    }
  }

  @Test
  void findsUnreadableJsonRecords() throws IOException {
    workspace.write(
        "lake/raw/orders/a.json",
        """
        {"order_id": 1, "lines": [{"sku": "a", "price": 1}], "unknown": true}
        {"order_id": "one", "lines": []}
        {"order_id": 3, "lines": [
        {"order_id": 4, "lines": [{"sku": "a", "price": "dear"}]}
        """);
    Files.write(
        workspace.path("lake/raw/orders/b.json"),
        "{\"order_id\": 5, \"lines\": [{\"sku\": \"Zoë\", \"price\": 1}]}\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    inputs(
        """
        - name: orders
          format: json
          path: s3://lake/raw/orders
          schema: {order_id: integer, lines: "array<struct<sku:string,price:integer>>"}
        """);

    SourceReader.Opened orders = open();

    assertThat(orders.rows().selectExpr("order_id").toJSON().collectAsList())
        .containsExactly("{\"order_id\":1}");
    assertThat(records(orders)).hasSize(4);
    assertThat(records(orders))
        .contains(
            "{\"order_id\": \"one\", \"lines\": []}",
            "{\"order_id\": 3, \"lines\": [",
            "{\"order_id\": 4, \"lines\": [{\"sku\": \"a\", \"price\": \"dear\"}]}");
  }

  @Test
  void refusesARenamedOrMovedHeader() {
    csv("orders", "{order_id: integer, gross: integer, net: integer}");
    String file = workspace.path("lake/raw/orders/a.csv").toUri().toString();
    String fix =
        "have the file delivered again as agreed, or correct the schema and options of the input"
            + " in the contract; nothing was published";

    assertThat(failure("order_id,net,gross\n1,2,3\n"))
        .isEqualTo(
            new Problem(
                "Cannot read input file '%s': its header is 'order_id, net, gross', the contract"
                        .formatted(file)
                    + " says 'order_id, gross, net'",
                fix));
    assertThat(failure("order_id,gross,netto\n1,2,3\n").problem())
        .isEqualTo(
            "Cannot read input file '%s': its header is 'order_id, gross, netto', the contract"
                    .formatted(file)
                + " says 'order_id, gross, net'");
    assertThat(failure("order_id,gross\n1,2\n").problem())
        .isEqualTo(
            "Cannot read input file '%s': its header has 2 columns, the contract says 3"
                .formatted(file));
  }

  /** What is said of a job over a CSV file, of which it reads one column. */
  private Problem failure(String text) {
    workspace.write("lake/raw/orders/a.csv", text);
    Dataset<Row> rows = open().rows().select("order_id");
    Throwable failure = catchThrowable(rows::collectAsList);
    assertThat(SparkFailures.exitCode(failure)).isEqualTo(ExitCode.REJECTED);
    return SparkFailures.explain(failure, Optional::empty);
  }

  private static List<String> records(SourceReader.Opened input) {
    return input.text().orElseThrow().unreadable().collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private String raw(String name) {
    return workspace.path("lake/raw/" + name).toString();
  }

  private void csv(String name, String schema) {
    inputs(
        """
        - name: %1$s
          format: csv
          path: s3://lake/raw/%1$s
          options: {header: true}
          schema: %2$s
        """
            .formatted(name, schema));
  }

  private void inputs(String inputs) {
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
            - {name: order_id, type: integer}
        transform: {sql: transform.sql}
        inputs:
        """
            + inputs.indent(2));
  }

  private SourceReader.Opened open() {
    SourceReader reader = reader();
    return reader.open(reader.find(Workspace.DAY).get(0));
  }

  private SourceReader reader() {
    Environment environment = workspace.environment();
    return new SourceReader(
        workspace.spark(),
        environment,
        workspace.pipeline("orders").contract(),
        new PublishedProducts(workspace.spark(), environment));
  }
}
