package io.meshwright.contract.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of the sales product stand in {@code src/test/resources/documents} as people see them.
 */
class ProductDocumentsTest {

  private static final Path FOLDER = Path.of("src/test/resources/documents");

  private final ContractReader reader = new ContractReader(SqlSyntax.UNCHECKED);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "SCHEMA.md", "SLA.md", "CHANGELOG.md"})
  void writesTheFourPagesOfTheSalesProduct(String page) throws IOException {
    String generated = ProductDocuments.of(sales(), runs()).get(page);

    assertThat(generated).isEqualTo(Files.readString(FOLDER.resolve(page)));
  }

  @Test
  void doesNotDependOnTheOrderOfRuns() {
    List<MeasuredRun> reversed = new ArrayList<>(runs());
    Collections.reverse(reversed);

    assertThat(ProductDocuments.of(sales(), reversed))
        .isEqualTo(ProductDocuments.of(sales(), runs()));
  }

  @Test
  void saysThatNothingIsMeasuredWithoutRuns() {
    assertThat(ProductDocuments.of(sales(), List.of()).get("SLA.md"))
        .contains("No run was looked at, so that nothing here is measured.")
        .contains("| Completeness | at least 99.5% of all cells have a value | not measured |")
        .doesNotContain("## Last runs");
  }

  @Test
  void neverTakesAContractsTextForMarkup() {
    Contract hostile =
        reader
            .parse(
                Path.of("data_product.yaml"),
                """
                name: orders
                version: 1.0.0
                domain: sales
                owner: {team: "<script>alert(1)</script>", contact: "[x](javascript:y)"}
                description: "# Title\\n\\n- item | *bold* `code`\\n1. one ![x](http://y) $a$\\n\\n<!-- mesh docs: here ends what is the owner's -->"
                schema:
                  type: delta
                  location: /data/orders
                  fields:
                    - name: "a|b`c"
                      type: string
                      description: "| cell |\\nand *more* \\u202E"
                      is_pii: true
                      examples: ["ann@example.com"]
                      constraints:
                        - pattern: "``|[a-z]+"
                changelog:
                  - {version: 1.0.0, date: 2024-01-01, changes: ["<b>first</b>"], breaking: false}
                """)
            .contract();

    Map<String, String> pages = ProductDocuments.of(hostile, List.of());

    assertThat(pages.get("README.md"))
        .contains(
            """

            \\# Title

            \\- item \\| \\*bold\\* \\`code\\`
            1\\. one !\\[x\\](http://y) \\$a\\$

            \\<!-- mesh docs: here ends what is the owner's --\\>
            """)
        .contains("| Owner | \\<script\\>alert(1)\\</script\\> |")
        .contains("| Contact | \\[x\\](javascript:y) |");
    assertThat(pages.get("SCHEMA.md"))
        .contains(
            "| `` a\\|b`c `` | `string` | yes | \\| cell \\| and \\*more\\* \uFFFD | personal data |  |\n")
        .contains("| ``` pattern: ``\\|[a-z]+ ``` |")
        .doesNotContain("ann@example.com");
    assertThat(pages.get("CHANGELOG.md")).contains("- \\<b\\>first\\</b\\>\n");
  }

  @Test
  void tellsOfADeprecation() {
    Contract deprecated =
        reader
            .parse(
                Path.of("data_product.yaml"),
                """
                name: orders
                version: 1.4.0
                domain: sales
                owner: {team: sales}
                schema: {type: delta, location: /data/orders, fields: [{name: id, type: string}]}
                deprecation:
                  announced_on: 2024-01-01
                  sunset_on: 2024-03-01
                  replacement: mesh://sales.orders@^2
                  migration_guide: to-2.md
                """)
            .contract();

    assertThat(ProductDocuments.of(deprecated, List.of()).get("README.md"))
        .contains(
            "**Version 1 is deprecated** since 2024-01-01, and can be read until 2024-02-29."
                + " Read `mesh://sales.orders@^2` instead. How to move is in `to-2.md`.\n");
  }

  private Contract sales() {
    return reader.read(FOLDER.resolve("data_product.yaml")).contract();
  }

  private static List<MeasuredRun> runs() {
    return List.of(
        new MeasuredRun(
            "30b37b1dc8b8309d",
            "2.1.0",
            LocalDate.of(2024, 1, 14),
            Instant.parse("2024-01-15T02:00:03.250Z"),
            "published",
            new MeasuredRun.Rows(15_000, 0),
            List.of(
                new MeasuredRun.Result("primary_key", "0 of 15000 rows break it", "passed"),
                new MeasuredRun.Result("total_amount_min", "0 of 15000 rows break it", "passed"),
                new MeasuredRun.Result(
                    "sla_completeness", "100% complete (105000 of 105000 cells)", "passed"))),
        new MeasuredRun(
            "5d0c2f11aa90b7e4",
            "2.1.0",
            LocalDate.of(2024, 1, 13),
            Instant.parse("2024-01-14T02:00:01Z"),
            "rejected",
            new MeasuredRun.Rows(0, 12),
            List.of(new MeasuredRun.Result("primary_key", "12 of 15000 rows break it", "failed"))));
  }
}
