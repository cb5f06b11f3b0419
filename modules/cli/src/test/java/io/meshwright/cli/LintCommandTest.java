package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales, contact: sales@company.com}
      description: One row an order
      classification: internal
      inputs:
        - {name: raw, format: parquet, path: raw}
        - {name: customers, format: parquet, path: customers}
      transform: {sql: transform.sql}
      schema:
        type: delta
        location: /data/orders
        fields:
          - {name: id, type: string, description: The order, is_primary_key: true}
      sla: {completeness: {min_threshold: 99%}}
      changelog:
        - {version: 1.0.0, date: 2024-01-01, changes: [First], breaking: false}
      """;

  @TempDir private Path folder;

  @Test
  void warnsOfAnInputThatTheSqlBesideDoesNotRead() throws IOException {
    Path file = write("data_product.yaml", CONTRACT);
    write("transform.sql", "WITH recent AS (SELECT id FROM Raw) SELECT id FROM recent");

    assertThat(Invocation.of("lint", "--strict", file.toString()))
        .isEqualTo(
            new Invocation(
                5,
                """
                %1$s:6:1: info: 'classification' is not enforced yet: no access is decided by the product's classification [NOT_ENFORCED]
                    fix: keep it as an announcement, and do not rely on it
                %1$s:9:5: warning: input 'customers' is read by neither the transform nor a rule [UNUSED_INPUT]
                    fix: use it in the transform, or delete it
                0 problems, 1 warning, 1 thing to know
                """
                    .formatted(file),
                ""));
  }

  @Test
  void passesWhereThereIsOnlySomethingToKnow() throws IOException {
    Path file = write("data_product.yaml", CONTRACT);

    Invocation invocation = Invocation.of("lint", "--strict", file.toString());

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out()).endsWith("0 problems, 0 warnings, 1 thing to know\n");
  }

  @Test
  void saysFirstWhatIsInvalid() throws IOException {
    write("a/data_product.yaml", CONTRACT);
    Path invalid = write("b/data_product.yaml", CONTRACT.replace("type: string", "type: strng"));

    Invocation invocation = Invocation.of("lint", folder.toString());

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.err()).startsWith(invalid + ":15:");
    assertThat(invocation.out()).endsWith("1 problem, 0 warnings, 1 thing to know\n");
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Path file = write("data_product.yaml", CONTRACT);

    assertThat(Invocation.of("lint", "--json", file.toString()))
        .isEqualTo(
            new Invocation(
                0,
                """
                {
                  "exit_code" : 0,
                  "files" : 1,
                  "problems" : [ ],
                  "remarks" : [ {
                    "rule" : "NOT_ENFORCED",
                    "level" : "info",
                    "file" : "%s",
                    "line" : 6,
                    "column" : 1,
                    "problem" : "'classification' is not enforced yet: no access is decided by the product's classification",
                    "fix" : "keep it as an announcement, and do not rely on it"
                  } ]
                }
                """
                    .formatted(file),
                ""));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
