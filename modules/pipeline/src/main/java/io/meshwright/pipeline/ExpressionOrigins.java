package io.meshwright.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BitLength;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Exists;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNaN;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.OctetLength;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.Predicate;
import org.apache.spark.sql.catalyst.expressions.RankLike;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.HyperLogLogPlusPlus;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/**
 * What an expression of Spark's analysed plan is made from. Whatever is not listed here hands on
 * the values of its arguments, hashes and user-defined functions included: a hash of an address can
 * be looked up by whoever has addresses.
 *
 * <pre>
 * count, count distinct, approx_count_distinct          how many        indirect
 * is null, is not null, isnan                           is there one    indirect
 * comparison, like, in, exists                          yes or no       indirect
 * length, octet_length, bit_length, size                how long        indirect
 * rank, dense_rank, percent_rank                        which place     indirect
 * condition of if and case, filter of an aggregate,
 *   partition and order of a window                     which of them   indirect
 * and, or, not, = over booleans                         the booleans    direct
 * all others: min, max, sum, avg, first, collect_list,
 *   lag, concat, substring, cast, sha2, UDFs, explode   the values      direct
 * </pre>
 */
final class ExpressionOrigins {

  private static final Set<Class<?>> ANSWERS =
      Set.of(
          Count.class,
          HyperLogLogPlusPlus.class,
          IsNull.class,
          IsNotNull.class,
          IsNaN.class,
          Length.class,
          OctetLength.class,
          BitLength.class,
          Size.class);

  private final BiFunction<LogicalPlan, Map<Long, Origin>, List<Origin>> plans;

  /**
   * @param plans tells where the columns of a subquery come from, given what it may refer to
   */
  ExpressionOrigins(BiFunction<LogicalPlan, Map<Long, Origin>, List<Origin>> plans) {
    this.plans = plans;
  }

  /** Where the value of {@code expression} comes from, given that of every attribute. */
  Origin of(Expression expression, Map<Long, Origin> scope) {
    if (expression instanceof Attribute attribute) {
      return scope.getOrDefault(attribute.exprId().id(), Origin.UNKNOWN);
    }
    if (expression instanceof OuterReference outer) {
      return of((Expression) outer.e(), scope);
    }
    if (expression instanceof Alias alias) {
      return of(alias.child(), scope).named(alias.name());
    }
    if (expression instanceof GetStructField field) {
      return of(field.child(), scope).field(field.extractFieldName());
    }
    if (expression instanceof CreateNamedStruct struct) {
      return struct(struct, scope);
    }
    if (expression instanceof SubqueryExpression subquery) {
      Origin rows = subquery(subquery, scope);
      return subquery instanceof Exists ? rows.indirectly() : rows;
    }
    if (ANSWERS.contains(expression.getClass()) || expression instanceof RankLike) {
      return all(children(expression), scope).indirectly();
    }

    return chosen(expression, scope);
  }

  /** An expression some of whose arguments only choose among the others. */
  private Origin chosen(Expression expression, Map<Long, Origin> scope) {
    if (expression instanceof If choice) {
      return of(choice.predicate(), scope)
          .indirectly()
          .with(of(choice.trueValue(), scope))
          .with(of(choice.falseValue(), scope));
    }
    if (expression instanceof CaseWhen choice) {
      List<Origin> origins = new ArrayList<>();
      for (var branch : JavaConverters.seqAsJavaList(choice.branches())) {
        origins.add(of(branch._1(), scope).indirectly());
        origins.add(of(branch._2(), scope));
      }
      choice.elseValue().foreach(value -> origins.add(of(value, scope)));
      return Origin.of(origins);
    }
    if (expression instanceof AggregateExpression aggregate) {
      List<Origin> origins = new ArrayList<>(List.of(of(aggregate.aggregateFunction(), scope)));
      aggregate.filter().foreach(filter -> origins.add(of(filter, scope).indirectly()));
      return Origin.of(origins);
    }
    if (expression instanceof WindowExpression window) {
      return of(window.windowFunction(), scope)
          .with(all(children(window.windowSpec()), scope).indirectly());
    }
    if (expression instanceof Predicate) {
      return Origin.of(
          children(expression).stream().map(operand -> judged(operand, scope)).toList());
    }

    return all(children(expression), scope);
  }

  /** A boolean keeps its value through and, or, not and =; of anything else, yes or no is left. */
  private Origin judged(Expression operand, Map<Long, Origin> scope) {
    Origin origin = of(operand, scope);
    return operand.dataType().equals(DataTypes.BooleanType) ? origin : origin.indirectly();
  }

  private Origin struct(CreateNamedStruct struct, Map<Long, Origin> scope) {
    List<String> names =
        JavaConverters.seqAsJavaList(struct.names()).stream().map(String::valueOf).toList();
    List<Expression> values = JavaConverters.seqAsJavaList(struct.valExprs());
    Map<String, Origin> parts = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      parts.put(names.get(i), of(values.get(i), scope));
    }
    return Origin.struct(parts);
  }

  private Origin subquery(SubqueryExpression subquery, Map<Long, Origin> scope) {
    return Origin.of(plans.apply(subquery.plan(), scope));
  }

  private Origin all(List<Expression> expressions, Map<Long, Origin> scope) {
    return Origin.of(expressions.stream().map(expression -> of(expression, scope)).toList());
  }

  private static List<Expression> children(Expression expression) {
    return JavaConverters.seqAsJavaList(expression.children());
  }
}
