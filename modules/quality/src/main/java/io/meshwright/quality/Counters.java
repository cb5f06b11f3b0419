package io.meshwright.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Statistic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What is counted while rows pass, and where in the observed row each count stands. Rules that need
 * the same count share it.
 */
final class Counters {

  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /** A completeness metric in the observed row: Deequ's, or two counters of our own. */
  private interface Fraction {
    double of(Row counted);
  }

  private final List<String> fields;
  private final Marks marks;
  private final List<Column> columns = new ArrayList<>();
  private final int size;
  private final int keptOut;
  private final int flagged;
  private final Map<String, Integer> rowsInScope = new LinkedHashMap<>();
  private final Map<String, Integer> cellsInScope = new LinkedHashMap<>();
  private final Map<String, Integer> newest = new LinkedHashMap<>();
  private final Map<String, Fraction> completeness = new LinkedHashMap<>();
  private final Map<String, AggregateCounter> aggregates = new LinkedHashMap<>();

  Counters(List<Rule> rules, List<String> fields, Marks marks) {
    this.fields = fields;
    this.marks = marks;
    size = add(DeequCounter.size().columns().get(0));
    keptOut = add(count_if(marks.keptOut()));
    flagged = add(count_if(marks.flagged()));
    rules.forEach(this::addFor);
  }

  List<Column> columns() {
    return List.copyOf(columns);
  }

  long transformed(Row counted) {
    return counted.getLong(size);
  }

  long keptOut(Row counted) {
    return counted.getLong(keptOut);
  }

  long flagged(Row counted) {
    return counted.getLong(flagged);
  }

  long published(Row counted) {
    return transformed(counted) - keptOut(counted);
  }

  /** Rows a rule looks at: of all rows, or of those to be published; see {@link #scope}. */
  long rows(Rule rule, Row counted) {
    if (rule.scope().where().isPresent()) {
      return counted.getLong(rowsInScope.get(scope(rule)));
    }

    return looksAtAll(rule) ? transformed(counted) : published(counted);
  }

  /** How many cells of the rows that a rule looks at have a value. */
  long filledCells(Rule rule, Row counted) {
    int at = cellsInScope.get(scope(rule));
    return counted.isNullAt(at) ? 0 : counted.getLong(at);
  }

  long cells(Rule rule, Row counted) {
    return rows(rule, counted) * fields.size();
  }

  /** The fraction of rows that a rule looks at in which its field has a value. */
  double completeness(Rule rule, Row counted) {
    return completeness.get(rule.name()).of(counted);
  }

  /** The fraction of all published cells that have a value, if a rule asks for it. */
  Optional<Double> completeness(Row counted) {
    long cells = published(counted) * fields.size();
    return Optional.ofNullable(cellsInScope.get(marks.keptSql()))
        .filter(at -> cells > 0)
        .map(at -> (double) (counted.isNullAt(at) ? 0 : counted.getLong(at)) / cells);
  }

  Optional<Instant> newest(Rule rule, Row counted) {
    int at = newest.get(rule.name());
    return counted.isNullAt(at)
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(counted.getLong(at)));
  }

  AggregateCounter.Found aggregate(Rule rule, Row counted) {
    return aggregates.get(rule.name()).find(counted);
  }

  private void addFor(Rule rule) {
    String scope = scope(rule);
    if (rule.scope().where().isPresent() && !(rule.assertion() instanceof Assertion.OnKeys)) {
      rowsInScope.computeIfAbsent(scope, sql -> add(count_if(expr(sql))));
    }
    if (rule.assertion() instanceof Assertion.Freshness freshness) {
      newest.put(
          rule.name(),
          add(
              max(
                  when(
                      expr(scope),
                      expr(
                          "unix_seconds(CAST(%s AS TIMESTAMP))"
                              .formatted(SqlText.name(freshness.field())))))));
    }
    if (rule.assertion() instanceof Assertion.Completeness promise) {
      if (promise.field().isPresent()) {
        completeness.put(rule.name(), fraction(rule, promise.field().get()));
      } else {
        cellsInScope.computeIfAbsent(scope, sql -> add(sum(when(expr(sql), filledCells()))));
      }
    }
    if (rule.assertion() instanceof Statistic.Aggregate aggregate) {
      aggregates.put(rule.name(), AggregateCounter.of(aggregate, expr(scope), this::add));
    }
  }

  /** Deequ's analyzer reads names as SQL and refuses dots, so other names are counted natively. */
  private Fraction fraction(Rule rule, String field) {
    if (PLAIN_NAME.matcher(field).matches()) {
      DeequCounter counter = DeequCounter.completeness(field, scope(rule));
      int offset = columns.size();
      counter.columns().forEach(this::add);
      return counted -> counter.metric(counted, offset);
    }

    int filled = add(count_if(expr(scope(rule)).and(col(SqlText.name(field)).isNotNull())));
    return counted ->
        rows(rule, counted) == 0
            ? Double.NaN
            : (double) counted.getLong(filled) / rows(rule, counted);
  }

  private Column filledCells() {
    return fields.stream()
        .map(name -> when(col(SqlText.name(name)).isNotNull(), 1L).otherwise(0L))
        .reduce(Column::plus)
        .orElse(lit(0L));
  }

  /**
   * A rule about one row or a key that keeps rows out looks at all rows. Every other rule looks at
   * what is to be published.
   */
  private static boolean looksAtAll(Rule rule) {
    return rule.severity().keepsRowsOut() && !(rule.assertion() instanceof Assertion.OnTable);
  }

  /** SQL, true for the rows that a rule looks at. */
  private String scope(Rule rule) {
    Optional<String> selected =
        rule.scope().where().map(where -> "coalesce((" + where + "), false)");
    if (looksAtAll(rule)) {
      return selected.orElse("true");
    }

    return marks.keptSql() + selected.map(where -> " AND " + where).orElse("");
  }

  private int add(Column counter) {
    columns.add(counter.as("c" + columns.size()));
    return columns.size() - 1;
  }
}
