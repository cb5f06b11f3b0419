package io.meshwright.quality;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.DivModLike;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.types.NumericType;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A SQL aggregate such as {@code sum(amount) / count(*)}, taken of the rows to be published only,
 * beside rows that stay out.
 *
 * <p>What each aggregate looks at becomes null on rows that stay out, which aggregates pass over;
 * {@code observe} takes no filter. A division by zero gives no number instead of an end to the
 * write.
 */
final class PublishedAggregate {

  private static final List<String> TAKE_NULLS_FOR_VALUES =
      List.of("first", "first_value", "any_value", "last", "last_value");

  private final Dataset<Row> marked;
  private final Expression kept;

  /**
   * @param marked any rows with the columns and marks of a run; no job runs on them
   */
  PublishedAggregate(Dataset<Row> marked, Column kept) {
    this.marked = marked;
    this.kept = kept.expr();
  }

  /**
   * The column to observe, a double.
   *
   * @throws IllegalArgumentException with what is wrong, in a few words, if Spark cannot take this
   *     of all rows in passing
   */
  Column of(String sql) {
    Expression resolved;
    try {
      resolved = resolve(sql);
      Column column = new Column(rewrite(resolved)).cast("double");
      marked.observe("mesh-metric", column.as("metric"));
      return column;
    } catch (Exception e) { // Analysis errors are checked, and Scala does not declare them.
      if (e instanceof AnalysisException || e instanceof RuntimeException) {
        throw new IllegalArgumentException(firstLine(e), e);
      }
      throw e;
    }
  }

  private Expression resolve(String sql) {
    Dataset<Row> aggregated = marked.agg(expr(sql).as("metric"));
    Aggregate plan = (Aggregate) aggregated.queryExecution().analyzed();
    if (!(aggregated.schema().fields()[0].dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          "it gives a %s, where a number is expected"
              .formatted(aggregated.schema().fields()[0].dataType().simpleString()));
    }

    return children((Expression) plan.aggregateExpressions().head()).get(0);
  }

  private Expression rewrite(Expression expression) {
    if (expression instanceof AggregateExpression aggregate) {
      if (aggregate.isDistinct()) {
        throw new IllegalArgumentException(
            "DISTINCT cannot be counted in passing; use approx_count_distinct(FIELD)");
      }
      if (aggregate.filter().isDefined()) {
        throw new IllegalArgumentException(
            "FILTER cannot be taken in passing; use a condition, such as sum(if(paid, amount, 0))");
      }
    }
    if (expression instanceof AggregateFunction function) {
      return ofPublished(function);
    }
    if (expression instanceof Attribute attribute) {
      return UnresolvedAttribute.quoted(attribute.name());
    }

    List<Expression> children = children(expression).stream().map(this::rewrite).toList();
    if (expression instanceof DivModLike) {
      Expression isZero = new EqualTo(children.get(1), lit(0).expr());
      Expression nothing = Literal.create(null, children(expression).get(1).dataType());
      return withChildren(
          expression, List.of(children.get(0), new If(isZero, nothing, children.get(1))));
    }

    return withChildren(expression, children);
  }

  private Expression ofPublished(AggregateFunction function) {
    if (TAKE_NULLS_FOR_VALUES.contains(function.prettyName())) {
      throw new IllegalArgumentException(
          "%s depends on the order of rows, which have none".formatted(function.prettyName()));
    }

    List<Expression> arguments = children(function);
    boolean onlyConstants = arguments.stream().allMatch(Expression::foldable);
    List<Expression> published = new ArrayList<>();
    for (Expression argument : arguments) {
      if (argument instanceof AggregateFunction inner) {
        published.add(ofPublished(inner));
      } else if (argument.foldable() && !(onlyConstants && published.isEmpty())) {
        published.add(argument);
      } else {
        published.add(new If(kept, rewrite(argument), Literal.create(null, argument.dataType())));
      }
    }
    return withChildren(function, published);
  }

  private static List<Expression> children(Expression expression) {
    return JavaConverters.seqAsJavaList(expression.children());
  }

  private static Expression withChildren(Expression expression, List<Expression> children) {
    Seq<Expression> seq = JavaConverters.asScalaBuffer(children).toSeq();
    return children.isEmpty() ? expression : expression.withNewChildren(seq.toIndexedSeq());
  }

  private static String firstLine(Exception e) {
    String message = Optional.ofNullable(e.getMessage()).orElse(e.toString()).strip();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
  }
}
