package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.quality.Method;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Asks the promises about all rows together of what is published, as it would be with some rows
 * more: of the whole table where a run replaces the table, of each slice that gets a row where it
 * replaces a slice.
 *
 * <p>Where a run adds or merges rows, these promises are about what one run brings, of which the
 * table keeps no trace, and they are not asked. Neither is freshness: more rows make no table
 * older.
 */
final class DeliveryCheck {

  private final Contract contract;
  private final List<Rule> rules;
  private final List<Rule> left;

  DeliveryCheck(Contract contract, List<Rule> promised) {
    this.contract = contract;
    List<Rule> whole = promised.stream().filter(rule -> !Triage.judges(rule)).toList();
    this.rules = whole.stream().filter(this::isAsked).toList();
    this.left = whole.stream().filter(rule -> !isAsked(rule)).toList();
  }

  /** A note that names the promises that are not asked. */
  Optional<String> notAsked() {
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Not asked, since a few rows say nothing about it: "
                + left.stream().map(Rule::name).collect(joining(", ")));
  }

  /**
   * Judges; scans what is published, as often as there are rules that need it.
   *
   * @param published the published rows, in the types of the contract; asked only if needed
   * @param validation how a set of rules is measured
   * @return the first decision that stops the rows, else that of the first slice; empty if nothing
   *     is asked
   */
  Optional<Validation.Decision> decide(
      Supplier<Dataset<Row>> published,
      Dataset<Row> rows,
      Function<RuleSet, Validation> validation) {
    Optional<Validation.Decision> first = Optional.empty();
    if (rules.isEmpty()) {
      return first;
    }

    for (Column slice : slices(rows)) {
      Dataset<Row> whole = published.get().where(slice).unionByName(rows.where(slice));
      RuleSet compiled = MeasuredRules.compile(contract, rules, whole);
      Validation measured = validation.apply(compiled);
      Dataset<Row> marked = compiled.mark(whole);
      Validation.Decision decision =
          measured.decide(
              measured.count(marked), Method.RESCAN, RowProtection.Published.of(whole), marked);
      if (!decision.publishes()) {
        return Optional.of(decision);
      }

      first = first.or(() -> Optional.of(decision));
    }
    return first;
  }

  private boolean isAsked(Rule rule) {
    Production.Mode mode = contract.production().write().mode();
    boolean replaces = mode == Production.Mode.FULL || mode == Production.Mode.SLICE;
    return replaces && !(rule.assertion() instanceof Assertion.Freshness);
  }

  private List<Column> slices(Dataset<Row> rows) {
    if (contract.production().write().mode() == Production.Mode.FULL) {
      return List.of(lit(true));
    }

    List<String> partitions = contract.schema().partitionedBy();
    List<Column> slices = new ArrayList<>();
    Column[] columns =
        partitions.stream().map(name -> col(SqlText.name(name))).toArray(Column[]::new);
    for (Row values : rows.select(columns).distinct().sort(columns).collectAsList()) {
      Column slice = lit(true);
      for (int i = 0; i < columns.length; i++) {
        slice = slice.and(columns[i].eqNullSafe(lit(values.get(i))));
      }
      slices.add(slice);
    }
    return slices;
  }
}
