package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class ExportCommandTest {

  private static final String ORDERS =
      """
      name: orders
      version: 1.2.0
      domain: sales
      owner: {team: sales}
      description: "What's sold"
      schema:
        type: delta
        location: s3://data-products/sales/orders/
        partitioned_by: [day]
        fields:
          - {name: id, type: long, is_primary_key: true, description: "a\\\\b"}
          - {name: the day, type: date, nullable: false}
          - {name: day, type: date, generated: "CAST(`the day` AS DATE)"}
          - {name: amount, type: "decimal(12,2)", constraints: [{min: 0}]}
          - {name: at, type: timestamp_ntz}
          - {name: places, type: "array<struct<city:string,codes:map<integer,binary>>>"}
      """;

  @TempDir private Path folder;

  @Test
  void writesADefinitionThatSparkReads() throws IOException, ParseException {
    Path file = write("orders", ORDERS);

    Invocation invocation = Invocation.of("export", file.toString(), "--to", "ddl");

    assertThat(invocation.out())
        .isEqualTo(
            """
            CREATE TABLE `sales`.`orders` (
              `id` long NOT NULL COMMENT 'a\\\\b',
              `the day` date NOT NULL,
              `day` date GENERATED ALWAYS AS (CAST(`the day` AS DATE)),
              `amount` decimal(12,2),
              `at` timestamp_ntz,
              `places` array<struct<city:string,codes:map<integer,binary>>>)
            USING delta
            PARTITIONED BY (`day`)
            LOCATION 's3://data-products/sales/orders/'
            COMMENT 'What\\'s sold';
            """);
    LogicalPlan plan =
        new SparkSqlParser().parsePlan(invocation.out().strip().replaceFirst(";$", ""));
    assertThat(plan.getClass().getSimpleName()).isEqualTo("CreateTable");
    assertThat(invocation.err())
        .contains("a table's definition says NOT NULL, and no other of the 3 rules");
  }

  @Test
  void writesASchemaThatAvroReads() throws IOException {
    Path file = write("orders", ORDERS);
    Path avro = folder.resolve("schemas/orders.avsc");

    Invocation invocation =
        Invocation.of("export", file.toString(), "--to", "avro", "-o", avro.toString());

    Schema schema = new Schema.Parser().parse(avro.toFile());
    assertThat(invocation.out()).isEqualTo("avro: %s\n".formatted(avro));
    assertThat(schema.getFullName()).isEqualTo("sales.orders");
    assertThat(schema.getField("id").schema().getType()).isEqualTo(Schema.Type.LONG);
    assertThat(schema.getField("amount").schema().getTypes().get(1).getLogicalType().getName())
        .isEqualTo("decimal");
    assertThat(schema.getField("at").schema().getTypes().get(1).getLogicalType().getName())
        .isEqualTo("local-timestamp-micros");
    assertThat(invocation.err())
        .contains("'the day' is no name in Avro; it is written as the_day")
        .contains("a map of Avro has texts as keys");
  }

  @Test
  void writesChangesBackIntoTheDocumentTheyCameFrom() throws IOException {
    Path document = folder.resolve("sales.odcs.yaml");
    Invocation.of(
        "export", write("orders", ORDERS).toString(), "--to", "odcs", "-o", document.toString());
    Files.writeString(document, Files.readString(document) + "tenant: north\n");
    Path imported = folder.resolve("imported");
    Invocation.of("import", document.toString(), "-o", imported.toString());
    Path contract = imported.resolve("orders/data_product.yaml");
    Files.writeString(contract, Files.readString(contract).replace("min: 0", "min: 7"));

    Invocation invocation = Invocation.of("export", contract.toString(), "--to", "odcs");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .isEqualTo(Files.readString(document).replace("minimum: 0", "minimum: 7"));
    assertThat(Invocation.of("export", contract.toString(), "--to", "odcs", "--new").out())
        .doesNotContain("tenant");
  }

  @Test
  void writesSeveralContractsAsOneDocument() throws IOException {
    Path orders = write("orders", ORDERS);
    Path lines = write("lines", ORDERS.replace("name: orders", "name: lines"));

    Invocation invocation =
        Invocation.of(
            "export", orders.toString(), lines.toString(), "--to", "odcs", "--odcs-version", "3.2");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .startsWith("apiVersion: v3.2.0\n")
        .contains("  - name: orders\n")
        .contains("  - name: lines\n");
  }

  @Test
  void refusesSeveralContractsInOneSchema() throws IOException {
    Path orders = write("orders", ORDERS);

    assertThat(Invocation.of("export", orders.toString(), orders.toString(), "--to", "json-schema"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot write 2 contracts as one json-schema
                    fix: export them one by one
                """));
  }

  @Test
  void refusesALanguageItDoesNotWrite() throws IOException {
    Invocation invocation =
        Invocation.of("export", write("orders", ORDERS).toString(), "--to", "protobuf");

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.err()).contains("'protobuf'").contains("json-schema");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Invocation invocation =
        Invocation.of("export", write("orders", ORDERS).toString(), "--to", "ddl", "--json");

    assertThat(invocation.err()).isEmpty();
    assertThat(Json.read(invocation.out()).get("text").asText()).startsWith("CREATE TABLE");
    assertThat(Json.read(invocation.out()).get("diagnostics")).hasSize(1);
  }

  private Path write(String product, String text) throws IOException {
    Path file = folder.resolve(product).resolve("data_product.yaml");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
