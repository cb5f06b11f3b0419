package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.RuleSelection;
import io.meshwright.contract.Severity;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that measure some of a contract's rules. */
class SelectionTest {

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace = Orders.workspace(folder, "gate", "full");
    workspace.input("orders", Orders.rows(1, 3, "2024-01-14", 10));
  }

  @Test
  void measuresWhatIsSelectedAndSaysWhatWasLeftOut() {
    RunReport some = workspace.run("orders", select(new RuleSelection(Set.of(), Set.of(), ERRORS)));
    RunReport all = workspace.later(1).run("orders");

    assertThat(some.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(some.rules())
        .extracting(result -> result.rule().name())
        .containsExactly("primary_key", "amount_min");
    assertThat(some.notes())
        .containsExactly(
            "Only severity error: 1 rule was not measured (as_many_as_orders), and no alert was"
                + " judged");
    assertThat(all.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(all.rules()).hasSize(3);
    assertThat(all.notes()).isEmpty();
  }

  @Test
  void checksSomethingAtLeast() {
    RunReport none =
        workspace.run(
            "orders",
            select(new RuleSelection(Set.of("amount_min"), Set.of(), Set.of(Severity.INFO))));
    RunReport unknown =
        workspace.run(
            "orders", select(new RuleSelection(Set.of("amount"), Set.of("gdpr"), Set.of())));

    assertThat(none.exitCode()).isEqualTo(ExitCode.UNMEASURED);
    assertThat(none.problems())
        .extracting(Problem::problem)
        .containsExactly(
            "No rule is selected by rules amount_min; severity info, so nothing would be checked");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(unknown.problems())
        .extracting(Problem::problem)
        .containsExactly("Cannot select rule 'amount', tag 'gdpr': the contract has none");
    assertThat(workspace.tableFiles("orders")).isEmpty();
  }

  private static final Set<Severity> ERRORS = Set.of(Severity.ERROR);

  private static RunRequest select(RuleSelection selection) {
    return RunRequest.of(Workspace.DAY).selecting(selection);
  }
}
