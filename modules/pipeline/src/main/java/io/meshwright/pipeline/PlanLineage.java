package io.meshwright.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.JavaConverters;

/**
 * Which input columns each published column is made from, read off Spark's analysed plan: a column
 * is made from what the expression that names it refers to, and so on down to the inputs. Columns
 * that only filter, join or group are not told.
 */
final class PlanLineage {

  private final Map<Long, Set<Long>> madeFrom = new HashMap<>();
  private final Map<Long, String> inputColumns = new HashMap<>();

  private PlanLineage() {}

  /** One entry a column of {@code rows}, in order; sources are sorted {@code input.column}. */
  static List<RunReport.ColumnLineage> of(Dataset<Row> rows, Inputs inputs) {
    PlanLineage lineage = new PlanLineage();
    inputs.byName().forEach(lineage::addInput);
    LogicalPlan plan = rows.queryExecution().analyzed();
    lineage.add(plan);
    List<RunReport.ColumnLineage> columns = new ArrayList<>();
    for (Attribute column : JavaConverters.seqAsJavaList(plan.output())) {
      columns.add(
          new RunReport.ColumnLineage(
              column.name(), List.copyOf(lineage.sources(column.exprId().id()))));
    }
    return columns;
  }

  private void addInput(String name, Dataset<Row> rows) {
    for (Attribute column :
        JavaConverters.seqAsJavaList(rows.queryExecution().analyzed().output())) {
      inputColumns.put(column.exprId().id(), name + "." + column.name());
    }
  }

  private void add(LogicalPlan plan) {
    for (Expression expression : JavaConverters.seqAsJavaList(plan.expressions())) {
      add(expression);
    }
    if (plan instanceof Union union) {
      List<Attribute> output = JavaConverters.seqAsJavaList(union.output());
      for (LogicalPlan child : JavaConverters.seqAsJavaList(union.children())) {
        List<Attribute> given = JavaConverters.seqAsJavaList(child.output());
        for (int i = 0; i < output.size(); i++) {
          link(output.get(i).exprId().id(), given.get(i).exprId().id());
        }
      }
    }
    for (LogicalPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      add(child);
    }
    for (Object child : JavaConverters.seqAsJavaList(plan.innerChildren())) {
      if (child instanceof LogicalPlan inner) {
        add(inner);
      }
    }
  }

  private void add(Expression expression) {
    if (expression instanceof Alias alias) {
      for (Attribute reference : JavaConverters.seqAsJavaList(alias.child().references().toSeq())) {
        link(alias.exprId().id(), reference.exprId().id());
      }
    }
    if (expression instanceof SubqueryExpression subquery) {
      add(subquery.plan());
    }
    for (Expression child : JavaConverters.seqAsJavaList(expression.children())) {
      add(child);
    }
  }

  private void link(long column, long source) {
    if (column != source) {
      madeFrom.computeIfAbsent(column, id -> new LinkedHashSet<>()).add(source);
    }
  }

  private Set<String> sources(long column) {
    Set<String> sources = new TreeSet<>();
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(Arrays.asList(column));
    while (!open.isEmpty()) {
      long id = open.pop();
      if (inputColumns.containsKey(id)) {
        sources.add(inputColumns.get(id));
      } else if (seen.add(id)) {
        open.addAll(madeFrom.getOrDefault(id, Set.of()));
      }
    }
    return sources;
  }
}
