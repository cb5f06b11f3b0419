package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not known is neither kept nor broken: it is told as not evaluated. */
class NotEvaluatedTest {

  private static final RuleId DECLARED = new RuleId("pii_handling", "pii_declared", Scope.GLOBAL);
  private static final RuleId BREAKING =
      new RuleId("breaking_changes", "breaking_changes", Scope.GLOBAL);

  @Test
  void asksForPersonalOriginsOnlyWhereATransformWasLookedAt() {
    Evaluation contract = evaluate(Products.sales());
    Evaluation run = evaluate(Products.sales().withOrigins(List.of()));

    assertThat(contract.rules()).doesNotContain(DECLARED);
    assertThat(contract.notEvaluated())
        .containsExactly(
            new NotEvaluated(DECLARED, "the lineage of the transform is known to runs only"));
    assertThat(contract.isDenied()).isFalse();
    assertThat(run.rules()).contains(DECLARED).hasSize(contract.rules().size() + 1);
    assertThat(run.notEvaluated()).isEmpty();
  }

  @Test
  void judgesNoChangeFromAContractThatIsLost() {
    Subject known = Products.sales().withOrigins(List.of());

    Evaluation lost = evaluate(known.withPrevious(new Previous.Lost("there is no file")));

    assertThat(lost.rules()).doesNotContain(BREAKING);
    assertThat(lost.notEvaluated())
        .hasToString("[breaking_changes/breaking_changes (there is no file)]");
    assertThat(evaluate(known.withPrevious(new Previous.Published(known.contract()))).rules())
        .contains(BREAKING);
    assertThat(evaluate(known).notEvaluated()).as("nothing was published").isEmpty();
  }

  private static Evaluation evaluate(Subject subject) {
    return Products.evaluate(SeedPolicyTest.POLICIES, subject, Stage.CONTRACT);
  }
}
