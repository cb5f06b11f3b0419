package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.benchmark.Meter.Measured;
import io.meshwright.contract.Rule;
import io.meshwright.pipeline.StageFailedException;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** All ways measure the same thing, or their figures could not be compared. */
@ExtendWith(SparkExtension.class)
@EnabledIfSystemProperty(
    named = "mesh.full",
    matches = "true",
    disabledReason = "takes long; run with -Dmesh.full=true")
class WaysTest {

  private static final double SCALE = 0.001;

  private static final List<Way> HERE =
      Stream.of(Way.values()).filter(way -> way != Way.GREAT_EXPECTATIONS).toList();

  /** Made once: the rows of a sample are the same every time. */
  @TempDir private static Path samples;

  @TempDir private Path folder;

  @Test
  void comeToTheSameVerdictsAndCountsAboutOrders(SparkSession spark) throws Exception {
    Workload workload =
        faulty(
            spark,
            sample(spark, "orders", Extent.FOREIGN_KEY, 40),
            Map.of(
                "o_custkey", "if(o_orderkey = 1, null, o_custkey)",
                "o_totalprice", "if(o_orderkey in (2, 3), -5, o_totalprice)",
                "o_orderstatus", "if(o_orderkey = 4, 'it''s \\\\ X', o_orderstatus)",
                "o_clerk", "if(o_orderkey in (5, 6), 'Clerk|000000001', o_clerk)",
                "o_orderdate", "if(o_orderkey = 7, date'2024-01-14', o_orderdate)",
                "o_orderpriority", "if(o_orderkey % 5 = 0, null, o_orderpriority)"),
            "o_orderkey in (32, 33)",
            List.of("o_orderpriority_not_null"));

    Map<String, Finding> findings = assertAgreement(spark, workload);

    assertThat(findings)
        .containsEntry("o_custkey_not_null", new Finding(false, 1))
        .containsEntry("o_totalprice_min_0", new Finding(false, 2))
        .containsEntry("o_orderstatus_in_0", new Finding(false, 1))
        .containsEntry("o_clerk_pattern_0", new Finding(false, 2))
        .containsEntry("o_orderdate_max_0", new Finding(false, 1))
        .containsEntry("o_clerk_at_most_o_orderstatus", new Finding(true, 0))
        .containsEntry("o_orderpriority_completeness_0", new Finding(false, 0))
        .containsEntry("o_clerk_completeness_0", new Finding(true, 0))
        .containsEntry("key_unique", new Finding(false, 4));
    assertThat(findings.get("o_custkey_references").violations()).isPositive();
  }

  @Test
  void comeToTheSameVerdictsAndCountsAboutTheWideTable(SparkSession spark) throws Exception {
    Workload workload =
        faulty(
            spark,
            sample(spark, "wide", Extent.UNIQUE_KEY, 60),
            Map.of(
                "ss_sales_price", "if(ss_ticket_number = 1, 9999.99, ss_sales_price)",
                "i_category", "if(ss_ticket_number = 2, 'Nothing', i_category)",
                "c_salutation", "if(ss_ticket_number = 3, 'Mx.', c_salutation)"),
            "false",
            List.of());

    Map<String, Finding> findings = assertAgreement(spark, workload);

    assertThat(findings.get("ss_sales_price_at_most_ss_list_price").kept()).isFalse();
    assertThat(findings).containsEntry("key_unique", new Finding(true, 0));
    assertThat(findings.values()).filteredOn(finding -> !finding.kept()).hasSizeGreaterThan(2);
  }

  @Test
  void measuresEachWayOnRowsThatKeepTheirRules(SparkSession spark) throws Exception {
    Workload workload = sample(spark, "orders", Extent.UNIQUE_KEY, 10);

    Cell cell;
    try (Meter meter = Meter.on(spark)) {
      cell = new Matrix(lab(spark), meter, 1, (what, round, usage) -> {}).measure(workload, HERE);
    }

    assertThat(cell.ways().keySet()).containsExactlyElementsOf(HERE);
    assertThat(cell.ways().get(Way.BARE).runs())
        .singleElement()
        .satisfies(
            usage -> {
              assertThat(usage.traffic().recordsRead()).isGreaterThanOrEqualTo(1_500);
              assertThat(usage.traffic().bytesWritten()).isPositive();
              assertThat(usage.jobs()).isPositive();
              assertThat(usage.cpuSeconds()).isPositive();
            });
    assertThat(cell.ways().values())
        .allSatisfy(
            samples ->
                assertThat(samples.runs())
                    .singleElement()
                    .extracting(Usage::fallbacks)
                    .isEqualTo(List.of()));
    assertThat(jobs(cell, Way.QUERIES)).isGreaterThan(jobs(cell, Way.DEEQU));
    assertThat(spark.read().format("delta").load(tableOf(spark, workload)).count())
        .isEqualTo(1_500);
  }

  @Test
  void givesNoFigureWhereARuleIsBroken(SparkSession spark) throws Exception {
    Workload workload =
        faulty(
            spark,
            sample(spark, "orders", Extent.ROWS, 3),
            Map.of("o_orderkey", "if(o_orderkey = 1, null, o_orderkey)"),
            "false",
            List.of());

    try (Meter meter = Meter.on(spark)) {
      Matrix matrix = new Matrix(lab(spark), meter, 1, (what, round, usage) -> {});

      assertThatThrownBy(
              () -> matrix.measure(workload, List.of(Way.QUERIES, Way.GREAT_EXPECTATIONS)))
          .isInstanceOf(StageFailedException.class)
          .hasMessage(
              """
              Cannot measure: orders, 3 rules, queries found rules broken: o_orderkey_not_null by 1 rows
                  fix: delete the sample files, which may be those of an older version, and run again\
              """);
    }
  }

  @Test
  void hearsWhenSparkInterpretsAPlan(SparkSession spark) {
    try (Meter meter = Meter.on(spark)) {
      assertThat(meter.measure(() -> sum(spark)).usage().fallbacks()).isEmpty();

      spark.conf().set("spark.sql.codegen.hugeMethodLimit", 10);
      Measured<Long> interpreted = meter.measure(() -> sum(spark));

      assertThat(interpreted.result()).isEqualTo(45);
      assertThat(interpreted.usage().fallbacks())
          .isNotEmpty()
          .allSatisfy(said -> assertThat(said).startsWith("Found too long generated codes"));
    } finally {
      spark.conf().unset("spark.sql.codegen.hugeMethodLimit");
    }
  }

  private static long sum(SparkSession spark) {
    return spark.range(10).selectExpr("sum(id)").head().getLong(0);
  }

  private Map<String, Finding> assertAgreement(SparkSession spark, Workload workload)
      throws IOException {
    Map<String, Finding> expected = Way.QUERIES.prepare(lab(spark), workload).publish();
    for (Way way : List.of(Way.GATE, Way.CHECKPOINT)) {
      assertThat(way.prepare(lab(spark), workload).publish()).as(way.title()).isEqualTo(expected);
    }
    Workload withoutForeignKey =
        new Workload(
            workload.table(),
            workload.files(),
            Extent.UNIQUE_KEY,
            workload.rules().stream()
                .filter(rule -> !rule.name().endsWith("_references"))
                .toList());
    Map<String, Finding> fewer = new LinkedHashMap<>(expected);
    fewer.keySet().removeIf(rule -> rule.endsWith("_references"));
    for (Way way : List.of(Way.DEEQU, Way.PERSISTED_DEEQU)) {
      assertThat(way.prepare(lab(spark), withoutForeignKey).publish())
          .as(way.title())
          .isEqualTo(fewer);
    }
    return expected;
  }

  private Workload sample(SparkSession spark, String name, Extent extent, int rules) {
    SampleTable table = SampleTables.parse(name);
    SampleFiles files = SampleFiles.make(spark, table, SCALE, samples.resolve(name));
    List<ColumnProfile> profiles =
        Profiler.profile(spark.read().parquet(files.rows().toString()), table.columns());
    return Workload.of(table, files, profiles, extent, rules);
  }

  /**
   * The same rules on other rows: with columns replaced, with rows repeated, and without the first
   * target. A row is not to have two faults that are counted before and after it is set aside.
   */
  private Workload faulty(
      SparkSession spark,
      Workload workload,
      Map<String, String> replaced,
      String repeated,
      List<String> without)
      throws IOException {
    Path faulty = Files.createDirectories(folder.resolve("faulty"));
    Dataset<Row> rows = workload.read(spark);
    String[] columns =
        Arrays.stream(rows.columns())
            .map(
                name ->
                    "CAST(%s AS %s) AS %s"
                        .formatted(
                            replaced.getOrDefault(name, name), workload.table().typeOf(name), name))
            .toArray(String[]::new);
    Dataset<Row> changed = rows.selectExpr(columns);
    changed.union(changed.where(repeated)).write().parquet(faulty.resolve("rows").toString());
    String target = workload.table().foreignKey().target();
    workload
        .readTargets(spark)
        .where(target + " <> 1")
        .write()
        .parquet(faulty.resolve("targets").toString());
    List<Rule> rules =
        workload.rules().stream().filter(rule -> !without.contains(rule.name())).toList();
    SampleFiles files =
        new SampleFiles(
            faulty.resolve("rows"),
            faulty.resolve("targets"),
            spark.read().parquet(faulty.resolve("rows").toString()).count());
    return new Workload(workload.table(), files, workload.extent(), rules);
  }

  private String tableOf(SparkSession spark, Workload workload) throws IOException {
    return Way.BARE.prepare(lab(spark), workload).location();
  }

  private static double jobs(Cell cell, Way way) {
    return cell.ways().get(way).median(Usage::jobs);
  }

  private Lab lab(SparkSession spark) {
    return new Lab(spark, folder.resolve("lab"), Optional.empty());
  }
}
