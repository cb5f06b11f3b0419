package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.quality.Expectation;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.RuleVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tells row by row which of some rows may be published, and which rules the others break. Where a
 * run rejects all its rows for a key that two of them share, only those two are held back here.
 */
final class Triage {

  private static final String ID = QuarantinedRows.ID;
  private static final String VIOLATIONS = "violations";

  private final RuleSet rules;
  private final Dataset<Row> rows;
  private final Dataset<Row> held;
  private final long all;
  private final long heldBack;

  private Triage(RuleSet rules, Dataset<Row> rows, Dataset<Row> held) {
    this.rules = rules;
    this.rows = rows;
    this.held = held;
    this.all = rows.count();
    this.heldBack = held.count();
  }

  /**
   * Judges rows: a job for the row rules, and one for each rule about keys.
   *
   * @param rows the contract's columns and {@code mesh_id}, checkpointed
   */
  static Triage of(Dataset<Row> rows, RuleSet rules, Passes passes, String runId) {
    Dataset<Row> marked = rules.mark(rows);
    Dataset<Row> held =
        rules.keptOut(marked).select(col(ID), rules.violations(runId).as(VIOLATIONS));
    Dataset<Row> candidates = rules.keep(marked);
    for (Rule rule : rules.passRules()) {
      if (rule.severity().keepsRowsOut()) {
        for (Dataset<Row> offenders : passes.offenders(rule, candidates)) {
          held =
              held.unionByName(
                  offenders.select(col(ID), array(rules.violation(rule, runId)).as(VIOLATIONS)));
        }
      }
    }
    return new Triage(
        rules,
        rows,
        held.groupBy(ID)
            .agg(array_distinct(flatten(collect_list(VIOLATIONS))).as(VIOLATIONS))
            .localCheckpoint(true));
  }

  /** Rows that were judged. */
  long all() {
    return all;
  }

  /** Rows that break a rule. */
  long heldBack() {
    return heldBack;
  }

  boolean isNothingLeft() {
    return heldBack == all;
  }

  /** Rows that keep every rule, with the contract's columns alone. */
  Dataset<Row> passed() {
    return rows.join(held.select(ID), new String[] {ID}, "left_anti").drop(ID);
  }

  /** For each row that is held back its id and the rules it breaks. */
  Dataset<Row> broken() {
    return held;
  }

  /** For each row its id and the rules it breaks; null where it keeps them all. */
  Dataset<Row> found() {
    return rows.select(ID).join(held, new String[] {ID}, "left_outer");
  }

  /**
   * One result for each rule that holds rows back.
   *
   * @param published what was found about the rows that are published, by rule; empty where none
   *     are
   */
  List<RuleResult> results(List<RuleResult> published) {
    Map<String, Long> violations = new LinkedHashMap<>();
    if (heldBack > 0) {
      held.select(explode(col(VIOLATIONS)).as("violation"))
          .groupBy(col("violation.rule"))
          .agg(count(lit(1)))
          .collectAsList()
          .forEach(row -> violations.put(row.getString(0), row.getLong(1)));
    }
    Map<String, RuleResult> results = new LinkedHashMap<>();
    for (Rule rule : rules.rules()) {
      if (rule.severity().keepsRowsOut()) {
        results.put(rule.name(), result(rule, violations.getOrDefault(rule.name(), 0L)));
      }
    }
    for (RuleResult result : published) {
      if (!violations.containsKey(result.rule().name())) {
        results.put(result.rule().name(), result);
      }
    }
    return List.copyOf(results.values());
  }

  private RuleResult result(Rule rule, long violations) {
    RuleVerdict broken = heldBack < all ? RuleVerdict.TOLERATED : RuleVerdict.FAILED;
    return new RuleResult(
        rule,
        violations == 0 ? RuleVerdict.PASSED : broken,
        rules.plannedMethod(rule),
        Expectation.of(rule),
        "%d of %d rows break it".formatted(violations, all),
        all,
        violations);
  }

  /** Whether a rule tells rows apart one by one; the others are promises about a whole delivery. */
  static boolean judges(Rule rule) {
    return rule.assertion() instanceof Assertion.OnRow
        || rule.assertion() instanceof Assertion.UniqueKey
        || rule.assertion() instanceof Assertion.References;
  }
}
