package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.quality.QueryPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A product that is nothing but a query over its declared inputs. The query may use {@code
 * :logical_date} (a date) and {@code :started_at} (a timestamp).
 */
record SqlProduct(String sql) implements DataProduct {

  private static final SqlSyntax SYNTAX = new SparkSqlSyntax();

  @Override
  public Dataset<Row> transform(Inputs inputs, RunContext context) {
    requireOnlyReads(inputs);
    return QueryPass.over(
        context.spark(),
        sql,
        inputs.byName(),
        Map.of("logical_date", context.logicalDate(), "started_at", context.startedAt()));
  }

  /** What is not declared has no version, no check of access and no lineage. */
  private void requireOnlyReads(Inputs inputs) {
    Set<String> declared = inputs.byName().keySet();
    List<Problem> problems = new ArrayList<>();
    Optional<String> unreadable = SYNTAX.findQueryProblem(sql);
    if (unreadable.isPresent()) {
      problems.add(
          new Problem(
              "Cannot transform: " + unreadable.get(),
              "correct the query; its inputs are %s".formatted(declared)));
    } else {
      SYNTAX.tablesOf(sql).stream()
          .filter(table -> declared.stream().noneMatch(table::equalsIgnoreCase))
          .forEach(table -> problems.add(undeclared(table, declared)));
    }
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.INVALID, problems);
    }
  }

  private static Problem undeclared(String table, Set<String> declared) {
    return new Problem(
        "Cannot transform: the query reads '%s', which is not an input".formatted(table),
        "declare it under inputs, or use one of %s".formatted(declared));
  }
}
