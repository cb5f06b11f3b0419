package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.Export;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A contract that was imported and then changed goes back into its document. */
class OdcsUpdateTest {

  private static final Path FOLDER = Path.of("src/test/resources/odcs");

  /** A change that a team makes to the text of a contract; not every one fits every contract. */
  private record Edit(String name, UnaryOperator<String> change) {}

  private static final List<Edit> EDITS =
      List.of(
          new Edit(
              "described",
              yaml -> yaml.replaceFirst("(?m)^description: .*$", "description: Other words")),
          new Edit(
              "next version", yaml -> yaml.replaceFirst("(?m)^version: .*$", "version: 7.0.0")),
          new Edit("other owner", yaml -> yaml.replaceFirst("(?m)^  team: .*$", "  team: other")),
          new Edit(
              "other place",
              yaml -> yaml.replaceFirst("(?m)^  location: .*$", "  location: s3://elsewhere/x/")),
          new Edit(
              "less age", yaml -> yaml.replaceFirst("max_age_hours: .*", "max_age_hours: 3.5")),
          new Edit(
              "longer", yaml -> yaml.replaceFirst("retention_days: .*", "retention_days: 4000")),
          new Edit("no grants", yaml -> yaml.replaceFirst("(?m)^access:\\n(  .*\\n)+", "")),
          new Edit(
              "another grant",
              yaml -> yaml.replaceFirst("(?m)^  read:$", "  read:\n    - domain: audit")),
          new Edit(
              "new first field",
              yaml ->
                  yaml.replaceFirst(
                      "(?m)^  fields:$",
                      "  fields:\n    - {name: first, type: date, nullable: false}")),
          new Edit(
              "partitioned",
              yaml ->
                  yaml.replaceFirst("(?m)^  partitioned_by:\\n(    .*\\n)+", "")
                      .replaceFirst(
                          "(?m)^  fields:$",
                          "  partitioned_by: [p, q]\n  fields:\n    - {name: q, type: date}\n"
                              + "    - {name: p, type: date}")),
          new Edit("retyped", yaml -> yaml.replaceFirst("type: string", "type: varchar(40)")),
          new Edit("no nulls allowed", yaml -> yaml.replace("        - not_null\n", "")),
          new Edit(
              "unconstrained",
              yaml -> yaml.replaceAll("(?m)^      constraints:\\n(        .*\\n)+", "")),
          new Edit(
              "only warned",
              yaml ->
                  yaml.replace(
                      "        - not_null\n", "        - {not_null: true, severity: warning}\n")),
          new Edit(
              "other choice",
              yaml -> yaml.replaceFirst("(?m)^(        - in:\\n)", "$1            - \"7\"\n")),
          new Edit(
              "unchecked", yaml -> yaml.replaceFirst("(?m)^  quality_checks:\\n(    .*\\n)+", "")),
          new Edit(
              "other count",
              yaml ->
                  yaml.replaceFirst(
                      "(?m)^      row_count:\\n        min: .*$",
                      "      row_count:\n        min: 77")),
          new Edit("other query", yaml -> yaml.replaceFirst("query: .*", "query: SELECT 0")),
          new Edit(
              "transformed",
              yaml ->
                  yaml.contains("transform:")
                      ? yaml
                      : yaml + "transform: {class: com.example.Orders}\n"));

  static Stream<Path> examples() throws java.io.IOException {
    return OdcsExamplesTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void takesEveryChangeOfEachContract(Path file) {
    OdcsDocument document = read(file);

    for (Contract contract : document.contracts()) {
      for (Edit edit : EDITS) {
        String yaml = edit.change().apply(ContractWriter.write(contract));
        if (yaml.equals(ContractWriter.write(contract))) {
          continue;
        }
        Contract after = contract(yaml);

        Export export = OdcsWriter.update(document, List.of(source(yaml)));

        assertThat(read(file, export.text()))
            .as("%s of %s", edit.name(), contract.name())
            .contains(after)
            .hasSameSizeAs(document.contracts());
        assertThat(export.notices())
            .filteredOn(notice -> notice.level() != Diagnostic.Level.NOTICE)
            .as("%s of %s", edit.name(), contract.name())
            .isEmpty();
      }
    }
  }

  @Test
  void changesNoOtherLine() {
    OdcsDocument document = read(FOLDER.resolve("quality_3.1.odcs.yaml"));
    String yaml =
        ContractWriter.write(document.contracts().get(0))
            .replace("        max: 120000", "        max: 5432");

    String updated = OdcsWriter.update(document, List.of(source(yaml))).text();

    List<String> before = document.print().lines().toList();
    assertThat(updated.lines().filter(line -> !before.contains(line)))
        .containsExactly("          - 5432", "        name: rowCount");
  }

  @Test
  void leavesAProductAsItIsThatIsNotGiven() {
    Path file = FOLDER.resolve("relationships_3.1.odcs.yaml");
    OdcsDocument document = read(file);
    String yaml =
        ContractWriter.write(document.contracts().get(1))
            .replace("max_age_hours: 1.5", "max_age_hours: 2");

    List<Contract> read = read(file, OdcsWriter.update(document, List.of(source(yaml))).text());

    assertThat(read).containsExactly(document.contracts().get(0), contract(yaml));
  }

  @Test
  void refusesAProductThatTheDocumentDoesNotHave() {
    OdcsDocument document = read(FOLDER.resolve("quality_3.1.odcs.yaml"));
    String yaml =
        ContractWriter.write(document.contracts().get(0))
            .replace("name: payments", "name: refunds");

    assertThatThrownBy(() -> OdcsWriter.update(document, List.of(source(yaml))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot write refunds into src/test/resources/odcs/quality_3.1.odcs.yaml: it has no"
                + " such object");
  }

  private static OdcsDocument read(Path file) {
    return new OdcsReader(SqlSyntax.UNCHECKED).read(file);
  }

  private static List<Contract> read(Path file, String text) {
    return new OdcsReader(SqlSyntax.UNCHECKED).parse(file, text).contracts();
  }

  private static ContractSource source(String yaml) {
    return ContractSource.of(contract(yaml), Path.of("data_product.yaml"), yaml);
  }

  private static Contract contract(String yaml) {
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(Path.of("data_product.yaml"), yaml)
        .contract();
  }
}
