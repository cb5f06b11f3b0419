package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractWriterTest {

  private static final Path SOME_FILE = Path.of("data_product.yaml");

  private final ContractReader reader = new ContractReader(SqlSyntax.UNCHECKED);

  @ParameterizedTest
  @ValueSource(strings = {"seed", "full"})
  void printsWhatReadsBackAsEqual(String example) {
    Contract contract = read(example);

    String yaml = ContractWriter.write(contract);

    LoadedContract again = reader.parse(SOME_FILE, yaml);
    assertThat(again.warnings()).isEmpty();
    assertThat(again.contract()).isEqualTo(contract);
    assertThat(ContractWriter.write(again.contract())).isEqualTo(yaml);
  }

  /** A comment that ended early would be read as YAML, and a bidirectional mark would lie. */
  @Test
  void printsNotesAsCommentsThatChangeNothing() {
    Contract contract = read("seed");
    ContractWriter.Notes notes =
        new ContractWriter.Notes(
            Map.of("order_id", "first line\nname: second\u2028line \u202E"),
            Map.of("order_id_unique", "15000 rows differ", "referential_integrity", "a query"));

    String yaml = ContractWriter.write(contract, notes);

    assertThat(reader.parse(SOME_FILE, yaml).contract()).isEqualTo(contract);
    assertThat(yaml)
        .contains(
            """
                # first line
                # name: second line \s
                - name: order_id
                  type: string
                  description: Unique order identifier
                  constraints:
                    # 15000 rows differ
                    - unique
                    - not_null
            """)
        .contains("    # a query\n    - name: referential_integrity\n");
  }

  @Test
  void printsTheSeedInCanonicalOrder() {
    assertThat(ContractWriter.write(read("seed")))
        .startsWith(
            """
            name: sales_orders_analytical
            version: 2.1.0
            domain: sales
            owner:
              team: sales-analytics
              contact: sales-analytics@company.com
            description: "Analytical view of sales orders with customer and product enrichments.\\nUpdated daily at 2 AM UTC with full refresh.\\n"
            schema:
              type: parquet
              location: "s3://data-products/sales/orders/"
              partitioned_by:
                - order_date
              fields:
                - name: order_id
                  type: string
                  description: Unique order identifier
                  constraints:
                    - unique
                    - not_null
            """)
        .contains(
            """
              availability: "99.9%"
              freshness:
                max_age_hours: 24
                update_schedule: "0 2 * * *"
              completeness:
                min_threshold: "99.5%"
            """);
  }

  @Test
  void hashesTheCanonicalText() {
    Contract contract = read("seed");

    assertThat(ContractWriter.hash(contract))
        .matches("[0-9a-f]{64}")
        .isEqualTo(ContractWriter.hash(read("seed")))
        .isNotEqualTo(ContractWriter.hash(read("full")));
  }

  @Test
  void quotesWhatYamlWouldTakeForSomethingElse() {
    assertThat(
            YamlEmitter.print(
                Map.of(
                    "texts",
                    List.of(
                        "plain text",
                        "yes",
                        "null",
                        "1e3",
                        "2.1.0",
                        "a: b",
                        "#x",
                        " x",
                        "",
                        "say \"hi\"\n",
                        "\u0000\u2028\ud83d\ude00",
                        "\u00e9"))))
        .isEqualTo(
            """
            texts:
              - plain text
              - "yes"
              - "null"
              - "1e3"
              - 2.1.0
              - "a: b"
              - "#x"
              - " x"
              - ""
              - "say \\"hi\\"\\n"
              - "\\u0000\\u2028\ud83d\ude00"
              - "\u00e9"
            """);
  }

  @Test
  void refusesAQualityCheckAmongConstraints() {
    Field field = read("seed").schema().fields().get(0);
    Rule rule =
        Rule.of(
            "enough",
            new Assertion.RowCount(java.util.Optional.of(1L), java.util.Optional.empty()),
            Severity.ERROR);

    assertThatThrownBy(() -> RuleWriter.constraint(field, rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write 'row_count' as a constraint: it is a quality check");
  }

  private Contract read(String example) {
    return reader.read(Path.of("src/test/resources", example, "data_product.yaml")).contract();
  }
}
