package io.meshwright.benchmark;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One query for each rule that counts what breaks it, as tests of SQL frameworks do. */
final class QueryChecks {

  private static final String ROWS = "benchmark_rows";
  private static final String TARGETS = "benchmark_targets";

  private QueryChecks() {}

  /** Runs the queries one after the other. */
  static Map<String, Finding> check(Workload workload, Dataset<Row> rows) {
    SparkSession spark = rows.sparkSession();
    rows.createOrReplaceTempView(ROWS);
    workload.readTargets(spark).createOrReplaceTempView(TARGETS);
    RuleSql sql = new RuleSql(workload.table());
    long size = workload.files().rowCount();
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (Rule rule : workload.rules()) {
      long broken = spark.sql(sql.violations(rule, ROWS, TARGETS)).head().getLong(0);
      findings.put(rule.name(), finding(rule, broken, size));
    }
    return findings;
  }

  private static Finding finding(Rule rule, long broken, long rows) {
    if (rule.assertion() instanceof Assertion.Completeness completeness) {
      BigDecimal least = completeness.min().multiply(BigDecimal.valueOf(rows));
      return new Finding(BigDecimal.valueOf(rows - broken).compareTo(least) >= 0, 0);
    }

    return new Finding(broken == 0, broken);
  }
}
