package io.meshwright.contract.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractLintTest {

  private static final String GOOD =
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
        partitioned_by: [day]
        fields:
          - {name: id, type: string, description: The order, is_primary_key: true}
          - {name: day, type: date, description: Its day, constraints: [not_null]}
      sla: {completeness: {min_threshold: 99%}}
      changelog:
        - {version: 1.0.0, date: 2024-01-01, changes: [First], breaking: false}
      """;

  /** Tables are the words behind FROM, which is all that these tests need of SQL. */
  private static final SqlSyntax SQL =
      new SqlSyntax() {
        @Override
        public Optional<String> findPredicateProblem(String predicate) {
          return Optional.empty();
        }

        @Override
        public Optional<String> findQueryProblem(String query) {
          return Optional.empty();
        }

        @Override
        public Set<String> tablesOf(String query) {
          return Set.of(query.substring(query.indexOf("FROM ") + 5).split(", "));
        }
      };

  @TempDir private Path folder;

  @Test
  void findsNothingButAnUnkeptKeyInAGoodContract() throws IOException {
    assertThat(remarks(GOOD))
        .containsExactly(
            """
            data_product.yaml:6:1: info: 'classification' is not enforced yet: no access is decided \
            by the product's classification [NOT_ENFORCED]
                fix: keep it as an announcement, and do not rely on it\
            """);
  }

  @Test
  void tellsWhatAPoorContractLacks() throws IOException {
    String poor =
        """
        name: orders
        version: 1.0.0
        domain: sales
        owner: {team: sales}
        schema:
          type: delta
          location: /data/orders
          fields:
            - name: OrderId
              type: string
        """;

    assertThat(remarks(poor))
        .containsExactly(
            """
            data_product.yaml:1:1: warning: the product has no description \
            [PRODUCT_WITHOUT_DESCRIPTION]
                fix: add description: what a row is and what it is good for\
            """,
            """
            data_product.yaml:1:1: warning: no service level is promised [NO_SERVICE_LEVEL]
                fix: add sla with freshness, completeness or availability\
            """,
            """
            data_product.yaml:1:1: info: the product has no classification [NO_CLASSIFICATION]
                fix: add classification: public, internal, confidential or restricted\
            """,
            """
            data_product.yaml:2:1: info: the contract has no changelog [NO_CHANGELOG]
                fix: add changelog with what version 1.0.0 brings\
            """,
            """
            data_product.yaml:4:1: warning: nobody can be reached about the product \
            [OWNER_WITHOUT_CONTACT]
                fix: add contact or slack to owner\
            """,
            """
            data_product.yaml:8:3: warning: no field is marked as the primary key [NO_PRIMARY_KEY]
                fix: add is_primary_key: true to the fields that identify a row\
            """,
            """
            data_product.yaml:8:3: warning: nothing is promised about the rows [NO_RULES]
                fix: add constraints to fields, or quality_checks\
            """,
            """
            data_product.yaml:9:7: warning: field 'OrderId' has no description \
            [FIELD_WITHOUT_DESCRIPTION]
                fix: add description: what a value means, and its unit\
            """,
            """
            data_product.yaml:9:7: info: field 'OrderId' is not in snake_case \
            [FIELD_NAME_NOT_SNAKE_CASE]
                fix: rename it, such as order_id, with the next major version\
            """);
  }

  @Test
  void tellsOfAnInputThatNeitherTheTransformNorARuleReads() throws IOException {
    assertThat(remarks(GOOD, "SELECT * FROM RAW"))
        .contains(
            """
            data_product.yaml:9:5: warning: input 'customers' is read by neither the transform nor \
            a rule [UNUSED_INPUT]
                fix: use it in the transform, or delete it\
            """);
    assertThat(rules(GOOD, "SELECT * FROM raw, customers")).doesNotContain(LintRule.UNUSED_INPUT);
    String referred =
        GOOD.replace(
            "Its day, constraints: [", "Its day, constraints: [references: customers.id, ");
    assertThat(rules(referred, "SELECT * FROM raw")).doesNotContain(LintRule.UNUSED_INPUT);
  }

  @Test
  void tellsOfPartitionsOfManyValues() throws IOException {
    assertThat(
            remarks(
                GOOD.replace("[day]", "[day, id]")
                    .replace(
                        "constraints: [not_null]}",
                        "constraints: [not_null]}\n    - {name: at, type: timestamp, description: When}")))
        .contains(
            """
            data_product.yaml:14:25: warning: partition column 'id' probably has very many values: \
            it is the primary key [PARTITION_OF_MANY_VALUES]
                fix: partition by a field of few values, such as a date, or by none\
            """);
    assertThat(rules(GOOD.replace("type: date", "type: timestamp"), "FROM raw, customers"))
        .contains(LintRule.PARTITION_OF_MANY_VALUES);
  }

  @Test
  void tellsOfProseForAName() throws IOException {
    String prose = GOOD.replace("[not_null]", "[{not_null: true, name: Day must be there!}]");

    assertThat(remarks(prose))
        .contains(
            """
            data_product.yaml:17:84: info: the rule's name 'Day must be there!' is long or has \
            other characters than letters, digits, _, . and - [PROSE_AS_RULE_NAME]
                fix: name it like a variable, such as no_negative_amounts\
            """);
  }

  @Test
  void tellsOfAVersionThatTheChangelogDoesNotKnow() throws IOException {
    assertThat(remarks(GOOD.replaceFirst("1\\.0\\.0", "1.1.0")))
        .contains(
            """
            data_product.yaml:19:1: warning: the changelog does not tell of version 1.1.0 \
            [VERSION_NOT_IN_CHANGELOG]
                fix: add an entry; mesh diff OLD NEW suggests one\
            """);
  }

  @Test
  void tellsOfPersonalDataWithoutProtection() throws IOException {
    String personal =
        GOOD.replace("Its day,", "Its day, is_pii: true,")
            .replace("classification: internal", "classification: public");

    assertThat(rules(personal, "FROM raw, customers"))
        .containsExactlyInAnyOrder(
            LintRule.PERSONAL_DATA_NOT_CLASSIFIED,
            LintRule.PERSONAL_DATA_WITHOUT_CATEGORY,
            LintRule.NOT_ENFORCED);
  }

  @Test
  void passesOnWhatTheReaderWarnsOf() throws IOException {
    assertThat(rules(GOOD + "deprecation:\n", "FROM raw, customers"))
        .contains(LintRule.PROBABLY_NOT_MEANT);
  }

  @Test
  void tellsOfAListOnce() throws IOException {
    String open = GOOD + "access: {write: [{domain: sales}, {role: clerk}]}\n";

    assertThat(remarks(open).stream().filter(text -> text.contains("access.")))
        .containsExactly(
            """
            data_product.yaml:21:10: info: 'access.write' is not enforced yet: it lets a domain \
            read; who may publish is not checked [NOT_ENFORCED]
                fix: keep it as an announcement, and do not rely on it\
            """);
  }

  private List<LintRule> rules(String yaml, String transform) throws IOException {
    return lint(yaml, Optional.of(transform)).stream().map(Remark::rule).toList();
  }

  private List<String> remarks(String yaml) throws IOException {
    return texts(lint(yaml, Optional.empty()));
  }

  private List<String> remarks(String yaml, String transform) throws IOException {
    return texts(lint(yaml, Optional.of(transform)));
  }

  private List<String> texts(List<Remark> remarks) {
    return remarks.stream()
        .map(remark -> remark.toString().replace(folder + "/", ""))
        .collect(Collectors.toList());
  }

  private List<Remark> lint(String yaml, Optional<String> transform) throws IOException {
    Path file = Files.writeString(folder.resolve("data_product.yaml"), yaml);
    return ContractLint.of(
        new ContractReader(SQL).read(file), ContractOutline.read(file), SQL, transform);
  }
}
