package io.meshwright.pipeline;

import io.meshwright.contract.SqlSyntax;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.MultiAlias;
import org.apache.spark.sql.catalyst.analysis.Star;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.JavaConverters;

/** Reads SQL with Spark's own parser. Needs Spark's classes, but no session. */
public final class SparkSqlSyntax implements SqlSyntax {

  private static final Set<String> FOREIGN = Set.of("reflect", "java_method", "try_reflect");

  private final ParserInterface parser = CatalystSqlParser$.MODULE$;

  @Override
  public Optional<String> findPredicateProblem(String predicate) {
    try {
      Expression parsed = parser.parseExpression(predicate);
      boolean isNamed =
          parsed instanceof Alias || parsed instanceof MultiAlias || parsed instanceof Star;
      return isNamed
          ? Optional.of("it is not a condition: '%s' is read as %s".formatted(predicate, parsed))
          : findForeignCall(parsed);
    } catch (ParseException e) {
      return Optional.of(firstLine(e));
    }
  }

  @Override
  public Optional<String> findQueryProblem(String query) {
    try {
      LogicalPlan plan = parse(query);
      return onlyReads(plan)
          ? findForeignCall(plan)
          : Optional.of("it is not a query: only SELECT is allowed");
    } catch (ParseException e) {
      return Optional.of(firstLine(e));
    }
  }

  @Override
  public Set<String> tablesOf(String query) {
    try {
      Set<String> tables = new LinkedHashSet<>();
      collect(parse(query), Set.of(), tables);
      return tables;
    } catch (ParseException e) {
      throw new IllegalArgumentException("Cannot read query: " + firstLine(e), e);
    }
  }

  /** Says whether two conditions are the same but for blanks: Delta keeps them in its own way. */
  static boolean isSame(String condition, String other) {
    if (condition.equals(other)) {
      return true;
    }
    try {
      ParserInterface parser = CatalystSqlParser$.MODULE$;
      return parser.parseExpression(condition).equals(parser.parseExpression(other));
    } catch (ParseException e) {
      return false;
    }
  }

  private LogicalPlan parse(String query) throws ParseException {
    return parser.parsePlan(query.replaceFirst("[;\\s]+$", ""));
  }

  /** A statement may stand below a WITH, or several in a row below FROM. */
  private static boolean onlyReads(LogicalPlan plan) {
    return !(plan instanceof Command)
        && !(plan instanceof ParsedStatement)
        && JavaConverters.seqAsJavaList(plan.children()).stream()
            .allMatch(SparkSqlSyntax::onlyReads)
        && (!(plan instanceof UnresolvedWith with) || onlyReads(with.child()));
  }

  private static Optional<String> findForeignCall(LogicalPlan plan) {
    if (plan instanceof ScriptTransformation) {
      return Optional.of("it starts a program with TRANSFORM ... USING");
    }
    Stream<Optional<String>> ownQueries =
        plan instanceof UnresolvedWith with
            ? JavaConverters.seqAsJavaList(with.cteRelations()).stream()
                .map(relation -> findForeignCall(relation._2()))
            : Stream.empty();
    return Stream.of(
            JavaConverters.seqAsJavaList(plan.expressions()).stream()
                .map(SparkSqlSyntax::findForeignCall),
            ownQueries,
            JavaConverters.seqAsJavaList(plan.children()).stream()
                .map(SparkSqlSyntax::findForeignCall))
        .flatMap(found -> found)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A call that leaves SQL: what it reaches, nobody has promised. */
  private static Optional<String> findForeignCall(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      String name = function.nameParts().last().toLowerCase(Locale.ROOT);
      if (FOREIGN.contains(name)) {
        return Optional.of("it calls a method of the JVM with %s(...)".formatted(name));
      }
    }
    if (expression instanceof SubqueryExpression subquery) {
      Optional<String> found = findForeignCall(subquery.plan());
      if (found.isPresent()) {
        return found;
      }
    }
    return JavaConverters.seqAsJavaList(expression.children()).stream()
        .map(SparkSqlSyntax::findForeignCall)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** A common table expression hides a table of its name from what follows it. */
  private static void collect(LogicalPlan plan, Set<String> hidden, Set<String> tables) {
    Set<String> names = new LinkedHashSet<>(hidden);
    if (plan instanceof UnresolvedWith with) {
      JavaConverters.seqAsJavaList(with.cteRelations())
          .forEach(
              relation -> {
                SubqueryAlias alias = relation._2();
                collect(alias, names, tables);
                names.add(relation._1().toLowerCase(Locale.ROOT));
              });
      collect(with.child(), names, tables);
      return;
    }
    if (plan instanceof UnresolvedRelation relation) {
      List<String> parts = JavaConverters.seqAsJavaList(relation.multipartIdentifier());
      if (parts.size() > 1 || !names.contains(parts.get(0).toLowerCase(Locale.ROOT))) {
        tables.add(String.join(".", parts));
      }
    }
    JavaConverters.seqAsJavaList(plan.expressions())
        .forEach(expression -> collect(expression, names, tables));
    JavaConverters.seqAsJavaList(plan.children()).forEach(child -> collect(child, names, tables));
  }

  private static void collect(Expression expression, Set<String> hidden, Set<String> tables) {
    if (expression instanceof SubqueryExpression subquery) {
      collect(subquery.plan(), hidden, tables);
    }
    JavaConverters.seqAsJavaList(expression.children())
        .forEach(child -> collect(child, hidden, tables));
  }

  private static String firstLine(ParseException e) {
    String message = String.valueOf(e.getMessage()).strip();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
  }
}
