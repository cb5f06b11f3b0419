package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.contract.RuleSelection;
import io.meshwright.contract.Severity;
import io.meshwright.quality.InvalidRulesException;
import io.meshwright.quality.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rules that rows are held to: those of the contract, and what its write mode adds. */
final class MeasuredRules {

  private static final String MERGE_KEY = "merge_key";

  private MeasuredRules() {}

  /** The contract's rules about columns that are given, and what the write mode adds. */
  static List<Rule> of(Contract contract, Dataset<Row> rows) {
    List<String> given = Arrays.asList(rows.columns());
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : contract.rules()) {
      if (given.containsAll(rule.assertion().fields())) {
        rules.add(rule);
      }
    }
    Production.Write write = contract.production().write();
    boolean merges = write.mode() == Production.Mode.MERGE || write.mode() == Production.Mode.SCD2;
    boolean promised =
        rules.stream()
            .anyMatch(
                rule ->
                    rule.assertion() instanceof Assertion.PrimaryKey key
                        && key.fields().equals(write.keys()));
    if (merges && !promised) {
      // Two source rows for one target row: MERGE would have to choose, and refuses.
      rules.add(Rule.of(MERGE_KEY, new Assertion.PrimaryKey(write.keys()), Severity.CRITICAL));
    }
    return rules;
  }

  /**
   * Those of {@code rules} that are selected, and the key of a merge in any case.
   *
   * @throws StageFailedException with {@link ExitCode#UNMEASURED} if none is, or with {@link
   *     ExitCode#INVALID} if the selection names what no rule is called
   */
  static List<Rule> selected(Contract contract, RuleSelection selection, List<Rule> rules) {
    List<String> unknown = selection.unknownIn(contract);
    if (!unknown.isEmpty()) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "Cannot select %s: the contract has none".formatted(String.join(", ", unknown)),
                  "use rules among %s"
                      .formatted(
                          contract.rules().stream().map(Rule::name).collect(joining(", "))))));
    }
    if (rules.stream().noneMatch(selection::selects)) {
      throw new StageFailedException(
          ExitCode.UNMEASURED,
          List.of(
              new Problem(
                  "No rule is selected by %s, so nothing would be checked".formatted(selection),
                  "select less narrowly")));
    }

    return rules.stream()
        .filter(rule -> selection.selects(rule) || rule.name().equals(MERGE_KEY))
        .toList();
  }

  /**
   * @throws StageFailedException with {@link ExitCode#INVALID} that names every rule that does not
   *     fit {@code rows}
   */
  static RuleSet compile(Contract contract, List<Rule> rules, Dataset<Row> rows) {
    try {
      return RuleSet.compile(contract, rules, new SparkSqlSyntax(), rows);
    } catch (InvalidRulesException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          e.rules().stream()
              .map(
                  rule ->
                      new Problem(
                          "rule '%s': %s".formatted(rule.rule(), rule.problem()), rule.fix()))
              .toList());
    }
  }
}
