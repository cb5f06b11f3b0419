package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class ValidateCommandTest {

  private static final String VALID =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner:
        team: sales-analytics
        contact: sales@company.com
      schema:
        type: delta
        location: s3://data-products/sales/orders/
        fields:
          - name: order_id
            type: string
            constraints:
              - not_null
      quality_checks:
        - name: no_blank_ids
          query: "SELECT COUNT(*) FROM orders WHERE order_id = ''"
          threshold: 0
      """;

  @TempDir private Path folder;

  @Test
  void passesAContractWithoutProblems() throws IOException {
    Path file = write("data_product.yaml", VALID);

    assertThat(Invocation.of("validate", file.toString()))
        .isEqualTo(new Invocation(0, "1 valid, 0 invalid, 0 warnings\n", ""));
  }

  @Test
  void printsEveryProblemWithItsPlaceAndFix() throws IOException {
    Path file =
        write(
            "data_product.yaml",
            VALID.replace("1.0.0", "1.0").replace("constraints:", "constrains:"));

    Invocation invocation = Invocation.of("validate", file.toString());

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.out()).isEqualTo("0 valid, 1 invalid, 0 warnings\n");
    assertThat(invocation.err())
        .contains("%s:2:10: invalid version '1.0'\n    fix: ".formatted(file))
        .contains("%s:13:7: unknown key 'constrains'\n    fix: ".formatted(file));
  }

  @Test
  void countsAWarningWithoutFailing() throws IOException {
    Path file =
        write(
            "data_product.yaml",
            VALID.replace("sales@company.com", "sales@company.com\n  slack: #sales-data"));

    Invocation invocation = Invocation.of("validate", file.toString());

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out()).isEqualTo("1 valid, 0 invalid, 1 warning\n");
    assertThat(invocation.err()).startsWith(file + ":7:10: warning: 'slack' has no value");
  }

  @Test
  void findsContractsBelowAFolderButNotInBuiltCopies() throws IOException {
    write("a/data_product.yaml", VALID);
    write("b/deep/data_product.yaml", VALID);
    write("b/target/classes/data_product.yaml", "");
    write("b/other.yaml", "");

    assertThat(Invocation.of("validate", folder.toString()))
        .isEqualTo(new Invocation(0, "2 valid, 0 invalid, 0 warnings\n", ""));
  }

  @Test
  void saysThatNothingWasChecked() {
    assertThat(Invocation.of("validate", folder.toString()))
        .isEqualTo(
            new Invocation(
                6,
                "0 valid, 0 invalid, 0 warnings\n",
                """
                Nothing was checked: there is no data_product.yaml below %s
                    fix: name a contract file, or a folder with contracts
                """
                    .formatted(folder)));
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path missing = folder.resolve("missing.yaml");

    assertThat(Invocation.of("validate", missing.toString()))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot find %s
                    fix: name a contract file, or a folder with contracts
                """
                    .formatted(missing)));
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Path file = write("data_product.yaml", VALID.replace("1.0.0", "1.0"));

    Invocation invocation = Invocation.of("validate", "--json", file.toString());

    assertThat(invocation.err()).isEmpty();
    assertThat(invocation.out())
        .isEqualTo(
            """
            {
              "exit_code" : 3,
              "valid" : 0,
              "invalid" : 1,
              "warnings" : 0,
              "files" : [ {
                "file" : "%1$s",
                "valid" : false,
                "diagnostics" : [ {
                  "file" : "%1$s",
                  "line" : 2,
                  "column" : 10,
                  "level" : "error",
                  "problem" : "invalid version '1.0'",
                  "fix" : "write major.minor.patch, such as 2.1.0"
                } ]
              } ]
            }
            """
                .formatted(file));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
