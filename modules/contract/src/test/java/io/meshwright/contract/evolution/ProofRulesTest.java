package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.meshwright.contract.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofRulesTest {

  private static final String[] OLD = {
    "- {name: status, type: string, constraints: [{in: [a, b, c]}]}",
    "- {name: note, type: string}",
  };

  @Test
  void namesTheRulesThatDecideEachQuestion() {
    ContractDiff diff =
        diff(
            Example.fields(
                "- {name: status, type: string, constraints: [{in: [a, b]}]}",
                "- {name: note, type: string, is_primary_key: true, constraints: [{max_length: 9}]}",
                "- {name: at, type: date, constraints: [not_null, {min: 2020-01-01}]}"),
            "sla: {completeness: {min_threshold: 99%}, quality_checks: [{name: few, row_count:"
                + " {max: 9}}]}");

    assertThat(diff.toProve())
        .extracting(
            change ->
                change.rule() + " " + diff.rulesToProve(change).stream().map(Rule::name).toList())
        .contains(
            "ENUM_VALUE_REMOVED [status_in]",
            "LIMIT_ADDED [note_max_length]",
            "FIELD_ADDED_REQUIRED [at_not_null]",
            "QUALITY_ADDED [few]")
        .noneMatch(question -> question.endsWith("[]"));
  }

  @Test
  void turnsEachQuestionIntoAVerdictOrLeavesItOpen() {
    ContractDiff diff =
        diff(
            Example.fields(
                "- {name: status, type: string, constraints: [{in: [a, b]}, not_null]}",
                "- {name: note, type: string, constraints: [unique]}"));

    ContractDiff decided =
        diff.withProof(
            change -> change.rule() == ChangeRule.ENUM_VALUE_REMOVED,
            change -> change.rule() == ChangeRule.REQUIRED_ADDED);

    assertThat(decided.changes())
        .extracting(Change::rule, Change::verdict)
        .containsExactly(
            tuple(ChangeRule.REQUIRED_ADDED, Verdict.MAJOR),
            tuple(ChangeRule.UNIQUE_ADDED, Verdict.PROVE),
            tuple(ChangeRule.ENUM_VALUE_REMOVED, Verdict.MINOR));
    assertThat(decided.toProve())
        .extracting(Change::rule)
        .isEqualTo(List.of(ChangeRule.UNIQUE_ADDED));
  }

  private static ContractDiff diff(Example young, String... top) {
    return ContractDiff.between(
        Example.fields(OLD).contract(), young.withVersion("1.1.0").withTop(top).contract());
  }
}
