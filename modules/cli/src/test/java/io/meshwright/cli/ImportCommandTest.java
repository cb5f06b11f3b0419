package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class ImportCommandTest {

  private static final String DOCUMENT =
      """
      apiVersion: v3.1.0 # kept, like every comment
      kind: DataContract
      id: orders
      version: 1.0.0
      domain: sales
      tenant: north
      team: {name: sales}
      servers: [{server: prod, type: s3, location: s3://lake/sales, format: delta}]
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: string, primaryKey: true}
          quality:
            - {name: negative, type: sql, query: "SELECT count(*) FROM {object} WHERE id < 0", mustBe: 0}
            - {name: broken, type: sql, query: "SELEC count(*)", mustBe: 0}
        - name: lines
          properties:
            - {name: id, logicalType: integer, physicalType: bigint}
      """;

  @TempDir private Path folder;

  @Test
  void makesContractsThatAreValid() throws IOException {
    Path file = write(DOCUMENT);
    Path out = folder.resolve("out");

    Invocation invocation = Invocation.of("import", file.toString(), "-o", out.toString());

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .isEqualTo(
            """
            sales.orders 1.0.0: %1$s/orders/data_product.yaml
            sales.lines 1.0.0: %1$s/lines/data_product.yaml
            2 contracts, 1 warning, 3 notices
            """
                .formatted(out));
    assertThat(invocation.err())
        .contains(file + ":6:1: notice: 'tenant' has no counterpart in a contract")
        .contains(file + ":15:9: warning: the rule is not enforced: ")
        .contains("decide inputs and transform before the first run");
    assertThat(out.resolve("origin.odcs.yaml")).hasContent(DOCUMENT);
    assertThat(Invocation.of("validate", out.toString()))
        .isEqualTo(new Invocation(0, "2 valid, 0 invalid, 0 warnings\n", ""));
  }

  @Test
  void overwritesNothing() throws IOException {
    Path file = write(DOCUMENT);
    Path out = folder.resolve("out");
    Invocation.of("import", file.toString(), "-o", out.toString());

    assertThat(Invocation.of("import", file.toString(), "-o", out.toString()))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot import %s: %s exists
                    fix: name another folder with -o, or move that file away
                """
                    .formatted(file, out.resolve("orders/data_product.yaml"))));
  }

  @Test
  void refusesADocumentThatIsWrong() throws IOException {
    Path file = write(DOCUMENT.replace("kind: DataContract", "kind: DataProduct"));

    Invocation invocation = Invocation.of("import", file.toString(), "-o", folder.toString());

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.err())
        .contains(file + ":2:7: the document is a 'DataProduct', not a DataContract");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Path file = write(DOCUMENT);
    Path out = folder.resolve("out");

    Invocation invocation =
        Invocation.of("import", file.toString(), "--json", "-o", out.toString());

    JsonNode json = Json.read(invocation.out());
    assertThat(invocation.err()).isEmpty();
    assertThat(json.get("contracts").get(1).get("product").asText()).isEqualTo("sales.lines");
    assertThat(json.get("origin").asText()).isEqualTo(out.resolve("origin.odcs.yaml").toString());
    assertThat(json.get("diagnostics")).hasSize(4);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("sales.odcs.yaml"), text);
  }
}
