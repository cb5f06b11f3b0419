package io.meshwright.pipeline;

import io.meshwright.governance.ColumnLineage;
import io.meshwright.governance.ColumnLineage.InputColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.AppendColumns;
import org.apache.spark.sql.catalyst.plans.logical.AppendColumnsWithObject;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Reads off Spark's analysed plan what each column is made from: a column is made from what the
 * expression that names it refers to, and so on down to the inputs. Columns that only filter, join
 * or group rows are not told. What passes through typed operations, RDDs and checkpoints does not
 * show, and neither does what is read beside the inputs.
 */
final class PlanLineage {

  /** Nodes without rows of anybody: what the transform itself wrote down. */
  private static final Set<Class<?>> CONSTANTS =
      Set.of(LocalRelation.class, OneRowRelation.class, Range.class);

  /** Nodes that make columns in code: their expressions refer to an object and not to columns. */
  private static final Set<Class<?>> CODE =
      Set.of(SerializeFromObject.class, AppendColumns.class, AppendColumnsWithObject.class);

  private final Map<String, LogicalPlan> inputs = new HashMap<>();
  private final Map<Long, Origin> furtherInputs = new HashMap<>();
  private final Map<Long, List<Origin>> ctes = new HashMap<>();
  private final ExpressionOrigins expressions = new ExpressionOrigins(this::origins);

  private PlanLineage() {}

  /**
   * Tells for each column of {@code rows} what it is made from.
   *
   * @param declared the inputs of the contract
   * @param extracted what the transform was given, which may be more, or the same prepared
   */
  static ColumnLineage of(Dataset<Row> rows, Inputs declared, Inputs extracted) {
    PlanLineage lineage = new PlanLineage();
    declared.byName().forEach((name, input) -> lineage.inputs.put(name, analyzed(input)));
    extracted.byName().forEach(lineage::addFurtherInput);
    LogicalPlan plan = analyzed(rows);
    List<Origin> origins = lineage.origins(plan, Map.of());
    List<ColumnLineage.Derived> columns = new ArrayList<>();
    List<Attribute> output = list(plan.output());
    for (int i = 0; i < output.size(); i++) {
      columns.add(origins.get(i).derived(output.get(i).name()));
    }
    return new ColumnLineage(columns);
  }

  /** The lineage as a report tells it. */
  static List<RunReport.ColumnLineage> report(ColumnLineage lineage) {
    return lineage.columns().stream()
        .map(
            column ->
                new RunReport.ColumnLineage(
                    column.name(),
                    column.sources().stream().map(source -> source.from().toString()).toList()))
        .toList();
  }

  private static LogicalPlan analyzed(Dataset<Row> rows) {
    return rows.queryExecution().analyzed();
  }

  private void addFurtherInput(String name, Dataset<Row> rows) {
    for (LogicalPlan leaf : list(analyzed(rows).collectLeaves())) {
      for (Attribute column : list(leaf.output())) {
        furtherInputs.putIfAbsent(
            column.exprId().id(), Origin.of(new InputColumn(name, column.name())));
      }
    }
  }

  /** Where the columns of {@code plan} come from, given what it may refer to outside of itself. */
  private List<Origin> origins(LogicalPlan plan, Map<Long, Origin> outside) {
    Optional<List<Origin>> input = asInput(plan);
    if (input.isPresent()) {
      return input.get();
    }
    List<List<Origin>> given = new ArrayList<>();
    for (LogicalPlan child : list(plan.children())) {
      given.add(origins(child, outside));
      if (child instanceof CTERelationDef cte) {
        ctes.put(cte.id(), given.get(given.size() - 1));
      }
    }
    if (plan instanceof Union) {
      return sideBySide(given);
    }
    if (plan instanceof CTERelationRef reference) {
      return ctes.getOrDefault(
          reference.cteId(), list(plan.output()).stream().map(column -> Origin.UNKNOWN).toList());
    }

    return resolve(plan, scope(plan, given, outside));
  }

  /** What the expressions of {@code plan} may refer to. */
  private Map<Long, Origin> scope(
      LogicalPlan plan, List<List<Origin>> given, Map<Long, Origin> outside) {
    Map<Long, Origin> scope = new HashMap<>(outside);
    List<LogicalPlan> children = list(plan.children());
    for (int i = 0; i < children.size(); i++) {
      put(scope, list(children.get(i).output()), given.get(i));
    }
    if (plan instanceof LateralJoin join) {
      LogicalPlan right = join.right().plan();
      put(scope, list(right.output()), origins(right, scope));
    }
    return scope;
  }

  private List<Origin> resolve(LogicalPlan plan, Map<Long, Origin> scope) {
    Map<Long, Origin> made = new HashMap<>();
    if (plan instanceof Generate generate) {
      Origin values = expressions.of((Expression) generate.generator(), scope);
      list(generate.generatorOutput())
          .forEach(column -> made.put(column.exprId().id(), values.named(column.name())));
    } else if (plan instanceof Expand expand) {
      put(
          made,
          list(expand.output()),
          sideBySide(
              list(expand.projections()).stream()
                  .map(row -> list(row).stream().map(cell -> expressions.of(cell, scope)).toList())
                  .toList()));
    } else if (!CODE.contains(plan.getClass())) {
      for (Expression expression : list(plan.expressions())) {
        if (expression instanceof Alias alias) {
          made.put(alias.exprId().id(), expressions.of(alias, scope));
        }
      }
    }

    Origin other = CONSTANTS.contains(plan.getClass()) ? Origin.NONE : Origin.UNKNOWN;
    return list(plan.output()).stream()
        .map(Attribute::exprId)
        .map(
            id ->
                made.getOrDefault(
                    id.id(),
                    scope.getOrDefault(id.id(), furtherInputs.getOrDefault(id.id(), other))))
        .toList();
  }

  /**
   * The columns of an input, if {@code plan} is one. Where an input is read twice, Spark gives its
   * columns other ids, so that the plans are compared but for those.
   */
  private Optional<List<Origin>> asInput(LogicalPlan plan) {
    List<List<Origin>> found = new ArrayList<>();
    inputs.forEach(
        (name, input) -> {
          boolean isLike =
              plan.getClass().equals(input.getClass())
                  && plan.output().size() == input.output().size();
          if (plan == input || (isLike && plan.sameResult(input))) {
            found.add(
                list(input.output()).stream()
                    .map(column -> Origin.of(new InputColumn(name, column.name())))
                    .toList());
          }
        });
    return found.isEmpty() ? Optional.empty() : Optional.of(sideBySide(found));
  }

  /** Columns that come from either of several rows, by their places. */
  private static List<Origin> sideBySide(List<List<Origin>> rows) {
    List<Origin> columns = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      int column = i;
      columns.add(Origin.of(rows.stream().map(row -> row.get(column)).toList()));
    }
    return columns;
  }

  private static void put(Map<Long, Origin> scope, List<Attribute> columns, List<Origin> origins) {
    for (int i = 0; i < columns.size(); i++) {
      scope.put(columns.get(i).exprId().id(), origins.get(i));
    }
  }

  private static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }
}
