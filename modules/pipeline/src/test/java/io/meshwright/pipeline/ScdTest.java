package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.quality.RuleResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose rows are changed one by one: merge by key, and scd2, which keeps what was. */
class ScdTest {

  @TempDir Path folder;

  private Workspace workspace;

  @Test
  void keepsWhatWas() {
    workspace = customers("scd2, keys: [customer_id], effective_at: changed_at");
    feed("('1', 'gold', '2024-01-01'), ('2', 'gold', '2024-01-01')");
    RunReport first = workspace.run("customers");
    feed(
        "('1', 'silver', '2024-02-01'), ('2', 'gold', '2024-02-01'),"
            + " ('3', 'gold', '2024-02-01')");
    RunReport second = workspace.run("customers");
    feed("('1', 'bronze', '2024-03-01'), ('3', 'lead', '2024-01-15')");
    RunReport third = workspace.run("customers");

    assertThat(List.of(first, second, third))
        .extracting(RunReport::outcome)
        .containsOnly(Outcome.PUBLISHED);
    assertThat(history())
        .containsExactly(
            "1 gold 2024-01-01 2024-02-01 false",
            "1 silver 2024-02-01 2024-03-01 false",
            "1 bronze 2024-03-01 null true",
            "2 gold 2024-01-01 null true",
            "3 gold 2024-02-01 null true");
  }

  @Test
  void takesTheSameFeedAgainForNothingNew() {
    workspace = customers("scd2, keys: [customer_id], effective_at: changed_at");
    feed("('1', 'gold', '2024-01-01'), ('2', NULL, '2024-01-01')");
    workspace.run("customers");
    List<String> before = history();

    RunReport same = workspace.later(60).run("customers");
    RunReport sameUnderAnotherName =
        workspace.later(60).run("customers", RunRequest.of(Workspace.DAY.plusDays(1)));

    assertThat(same.outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
    assertThat(sameUnderAnotherName.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(history()).isEqualTo(before);
  }

  @Test
  void keepsHistoryAsItIsWhenAFeedIsRejected() {
    workspace = customers("scd2, keys: [customer_id], effective_at: changed_at");
    feed("('1', 'gold', '2024-01-01')");
    workspace.run("customers");
    List<String> before = workspace.tableFiles("customers");

    feed("('1', 'platinum', '2024-02-01'), ('2', 'gold', '2024-02-01')");
    RunReport unknownSegment = workspace.run("customers");
    feed("('1', 'gold', '2024-02-01'), ('1', 'silver', '2024-03-01')");
    RunReport keyTwice = workspace.run("customers");

    assertThat(blocking(unknownSegment)).containsExactly("segment_in");
    assertThat(blocking(keyTwice)).containsExactly("merge_key");
    assertThat(workspace.tableFiles("customers")).isEqualTo(before);
  }

  @Test
  void refusesAKeyTwiceInOneMerge() {
    workspace = customers("merge, keys: [customer_id]");
    feed("('1', 'gold', '2024-01-01')");
    workspace.run("customers");
    List<String> before = workspace.tableFiles("customers");
    feed("('1', 'silver', '2024-02-01'), ('1', 'gold', '2024-02-01')");

    RunReport report = workspace.run("customers");

    assertThat(blocking(report)).containsExactly("merge_key");
    assertThat(workspace.tableFiles("customers")).isEqualTo(before);
  }

  @Test
  void callsTheMergeKeyByTheContractsNameForIt() {
    workspace = customers("merge, keys: [customer_id]");
    workspace.write(
        "products/customers/data_product.yaml",
        contract("merge, keys: [customer_id]")
            .replace(
                "{name: customer_id, type: string}",
                "{name: customer_id, type: string, is_primary_key: true}"));
    feed("('1', 'silver', '2024-02-01'), ('1', 'gold', '2024-02-01')");

    RunReport report = workspace.run("customers");

    assertThat(blocking(report)).containsExactly("primary_key");
  }

  @Test
  void mergesTheSameRowsTwiceWithoutADifference() {
    workspace = customers("merge, keys: [customer_id]");
    feed("('1', 'gold', '2024-01-01'), ('2', 'gold', '2024-01-01')");
    workspace.run("customers");
    feed("('2', 'silver', '2024-02-01'), ('3', 'gold', '2024-02-01')");
    workspace.run("customers");
    List<String> before = workspace.rows("customers");

    RunReport again =
        workspace.later(60).run("customers", RunRequest.of(Workspace.DAY.plusDays(1)));

    assertThat(again.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(workspace.rows("customers")).isEqualTo(before).hasSize(3);
  }

  /** The rules that kept a run from publishing. */
  private static List<String> blocking(RunReport report) {
    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    return report.rules().stream()
        .filter(RuleResult::blocks)
        .map(result -> result.rule().name())
        .toList();
  }

  /** The next feed: values of customer_id, segment and changed_at. */
  private void feed(String values) {
    workspace
        .later(60)
        .input(
            "customers",
            "SELECT customer_id, segment, CAST(changed_at AS TIMESTAMP) AS changed_at FROM VALUES "
                + values
                + " AS v(customer_id, segment, changed_at)");
  }

  private List<String> history() {
    return workspace
        .published("customers")
        .orderBy("customer_id", "valid_from")
        .selectExpr(
            "concat_ws(' ', customer_id, segment, date(valid_from),"
                + " coalesce(string(date(valid_to)), 'null'), is_current)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private Workspace customers(String write) {
    return new Workspace(folder, "gate")
        .write("products/customers/transform.sql", "SELECT * FROM customers")
        .write("products/customers/data_product.yaml", contract(write));
  }

  private static String contract(String write) {
    String history =
        """
            - {name: valid_from, type: timestamp}
            - {name: valid_to, type: timestamp}
            - {name: is_current, type: boolean}
        """;
    return """
        name: customers
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/customers/
          fields:
            - {name: customer_id, type: string}
            - name: segment
              type: string
              constraints:
                - in: [lead, bronze, silver, gold]
            - {name: changed_at, type: timestamp}
        %sinputs:
          - {name: customers, format: parquet, path: s3://lake/raw/customers}
        transform: {sql: transform.sql}
        write: {mode: %s}
        """
        .formatted(write.startsWith("scd2") ? history : "", write);
  }
}
