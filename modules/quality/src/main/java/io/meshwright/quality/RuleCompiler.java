package io.meshwright.quality;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.expr;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.Statistic;
import io.meshwright.quality.InvalidRulesException.BrokenRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sorts rules by how they are measured, and analyses each alone. */
final class RuleCompiler {

  /**
   * A query that counts the rows of one table that meet a condition: no job of its own is needed.
   */
  private static final Pattern COUNT_WHERE =
      Pattern.compile(
          "\\s*SELECT\\s+COUNT\\s*\\(\\s*(?:\\*|1)\\s*\\)\\s+FROM\\s+(\\w+|`[^`]+`)\\s+WHERE\\s+(.+?)\\s*;?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern SUBQUERY = Pattern.compile("\\bSELECT\\b", Pattern.CASE_INSENSITIVE);

  private final Contract contract;
  private final TableNames tableNames;
  private final Dataset<Row> empty;

  private final List<Marks.Mark> marks = new ArrayList<>();
  private final Set<String> folded = new LinkedHashSet<>();
  private final List<RuleSet.QueryRule> queries = new ArrayList<>();
  private final List<BrokenRule> broken = new ArrayList<>();

  RuleCompiler(Contract contract, SqlSyntax sql, Dataset<Row> empty) {
    this.contract = contract;
    this.tableNames = new TableNames(contract, sql);
    this.empty = empty;
  }

  RuleSet compile(List<Rule> rules) {
    rules.forEach(this::add);
    if (!broken.isEmpty()) {
      throw new InvalidRulesException(broken);
    }

    return RuleSet.of(contract, List.of(empty.columns()), rules, new Marks(marks), folded, queries);
  }

  private void add(Rule rule) {
    rule.scope()
        .where()
        .flatMap(this::findProblem)
        .ifPresent(problem -> refuse(rule, "its where cannot be evaluated: " + problem));
    findInput(rule.assertion())
        .filter(input -> !tableNames.inputs().contains(input))
        .ifPresent(input -> refuseInput(rule, input));
    if (rule.assertion() instanceof Assertion.OnRow) {
      addMark(rule, RowPredicate.of(rule, this::typeOf), rule.severity().keepsRowsOut());
    } else if (rule.assertion() instanceof Assertion.PrimaryKey key) {
      String complete =
          key.fields().stream()
              .map(field -> SqlText.name(field) + " IS NOT NULL")
              .collect(joining(" AND "));
      addMark(rule, complete, true);
    } else if (rule.assertion() instanceof Assertion.Query query) {
      addQuery(rule, query);
    }
  }

  /** The input that a rule compares the rows with. */
  private static Optional<String> findInput(Assertion assertion) {
    RowSource source = null;
    if (assertion instanceof Assertion.References references) {
      source = references.to();
    } else if (assertion instanceof Statistic.ValueSet set) {
      source = set.of();
    } else if (assertion instanceof Statistic.RowCountMatch match) {
      source = match.with();
    }
    return source instanceof RowSource.OfInput input
        ? Optional.of(input.input())
        : Optional.empty();
  }

  private void refuseInput(Rule rule, String input) {
    broken.add(
        new BrokenRule(
            rule.name(),
            "it compares with '%s', which is no input".formatted(input),
            "name an input (%s), or another product as domain.product"
                .formatted(String.join(", ", tableNames.inputs()))));
  }

  private void addMark(Rule rule, String keeps, boolean keepsOut) {
    Optional<String> problem = findProblem(keeps);
    problem.ifPresentOrElse(
        text -> refuse(rule, "it cannot be evaluated: " + text),
        () -> marks.add(new Marks.Mark(rule, keeps, keepsOut)));
  }

  private void addQuery(Rule rule, Assertion.Query query) {
    List<String> unresolved = new ArrayList<>();
    Map<String, String> tables = tableNames.resolve(query, unresolved);
    if (!unresolved.isEmpty()) {
      broken.add(
          new BrokenRule(
              rule.name(),
              "its query reads %s, which is neither the product nor an input"
                  .formatted(quoted(unresolved)),
              "map the name under tables:, such as tables: {%s: self}, or use one of %s"
                  .formatted(unresolved.get(0), String.join(", ", tableNames.known()))));
      return;
    }
    if (tables.isEmpty()) {
      refuse(rule, "its query reads no table, so it says nothing about the rows");
      return;
    }

    Optional<String> condition = findCondition(query, tables);
    if (condition.isPresent()) {
      folded.add(rule.name());
      marks.add(new Marks.Mark(rule, "NOT coalesce((" + condition.get() + "), false)", false));
    } else {
      queries.add(new RuleSet.QueryRule(rule, tables));
    }
  }

  /**
   * The condition of a query that only counts rows of the product, if it can be told row by row.
   */
  private Optional<String> findCondition(Assertion.Query query, Map<String, String> tables) {
    Matcher matcher = COUNT_WHERE.matcher(query.sql());
    if (!matcher.matches() || SUBQUERY.matcher(matcher.group(2)).find()) {
      return Optional.empty();
    }

    String table = matcher.group(1).replace("`", "");
    String condition = matcher.group(2);
    boolean isRowByRow =
        Assertion.Query.SELF.equals(tables.get(table)) && findProblem(condition).isEmpty();
    return isRowByRow ? Optional.of(condition) : Optional.empty();
  }

  /** What Spark's analyser says against a predicate over the contract's columns; runs no job. */
  private Optional<String> findProblem(String predicate) {
    try {
      Dataset<Row> kept = empty.where(expr(predicate));
      return kept.columns().length == empty.columns().length
          ? Optional.empty()
          : Optional.of("it is not a condition on one row");
    } catch (Exception e) {
      if (e instanceof AnalysisException || e instanceof RuntimeException) {
        return Optional.of(firstLine(e));
      }
      throw e;
    }
  }

  private FieldType typeOf(String field) {
    return contract
        .schema()
        .findField(field)
        .map(Field::type)
        .orElseThrow(
            () ->
                new IllegalArgumentException("Cannot check '%s': no such field".formatted(field)));
  }

  private void refuse(Rule rule, String problem) {
    broken.add(
        new BrokenRule(
            rule.name(),
            problem,
            "correct the rule, or the fields it speaks of: %s"
                .formatted(
                    contract.schema().fields().stream().map(Field::name).collect(joining(", ")))));
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(joining(", "));
  }
}
