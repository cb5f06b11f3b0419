package io.meshwright.benchmark;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows in files, and rules that are to be checked on their way to a Delta table.
 *
 * @param files Parquet of the rows and of what their foreign key points at
 */
record Workload(SampleTable table, SampleFiles files, Extent extent, List<Rule> rules) {

  Workload {
    rules = List.copyOf(rules);
  }

  /** The first {@code number} rules of the generator, and those about keys that belong to it. */
  static Workload of(
      SampleTable table,
      SampleFiles files,
      List<ColumnProfile> profiles,
      Extent extent,
      int number) {
    List<Rule> rules =
        new ArrayList<>(new RuleGenerator(profiles, table.comparisons()).rules(number));
    if (extent != Extent.ROWS) {
      rules.add(RuleGenerator.unique(table));
    }
    if (extent == Extent.FOREIGN_KEY) {
      rules.add(RuleGenerator.references(table));
    }
    return new Workload(table, files, extent, rules);
  }

  /** How many rules are about rows and columns, and not about keys. */
  long plainRules() {
    return rules.stream().filter(rule -> !(rule.assertion() instanceof Assertion.OnKeys)).count();
  }

  Dataset<Row> read(SparkSession spark) {
    return spark.read().parquet(files.rows().toString());
  }

  Dataset<Row> readTargets(SparkSession spark) {
    return spark.read().parquet(files.targets().toString());
  }

  /** Such as {@code orders, 50 rules + unique key}. */
  @Override
  public String toString() {
    return "%s, %d rules%s"
        .formatted(table.name(), plainRules(), extent == Extent.ROWS ? "" : " " + extent);
  }
}
