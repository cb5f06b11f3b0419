package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.LoadedContract;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one data product: a contract goes in, a published version comes out, and nothing in between
 * is visible to a reader.
 *
 * <pre>{@code
 * Environment environment = Environment.load(Optional.of(Path.of("conf")), "emr", Map.of());
 * Pipeline pipeline = Pipeline.of(ProductFiles.inFolder(contractFile), environment);
 * RunReport report = pipeline.run(spark, RunRequest.of(logicalDate)).orElseThrow();
 * }</pre>
 *
 * <p>A run is a value: the same contract, transform, inputs and date make the same run id, and a
 * run that was published is not done again. A run that was killed left the table as it was, and is
 * simply started again.
 */
public final class Pipeline {

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final ProductFiles files;
  private final Environment environment;
  private final LoadedContract loaded;
  private final Clock clock;
  private final RunListener listener;
  private final UnaryOperator<RowProtection> protections;

  private Pipeline(
      ProductFiles files,
      Environment environment,
      LoadedContract loaded,
      Clock clock,
      RunListener listener,
      UnaryOperator<RowProtection> protections) {
    this.files = files;
    this.environment = environment;
    this.loaded = loaded;
    this.clock = clock;
    this.listener = listener;
    this.protections = protections;
  }

  /**
   * Reads the contract of a product.
   *
   * @throws io.meshwright.contract.InvalidContractException with every problem of the file
   */
  public static Pipeline of(ProductFiles files, Environment environment) {
    LoadedContract loaded = files.readContract(new ContractReader(new SparkSqlSyntax()));
    return new Pipeline(
        files,
        environment,
        loaded,
        Clock.systemUTC(),
        RunListener.SILENT,
        UnaryOperator.identity());
  }

  /** Returns this pipeline telling {@code listener} what it does. */
  public Pipeline listening(RunListener other) {
    return new Pipeline(files, environment, loaded, clock, other, protections);
  }

  /** Returns this pipeline taking the time from {@code other}. */
  public Pipeline at(Clock other) {
    return new Pipeline(files, environment, loaded, other, listener, protections);
  }

  public LoadedContract loaded() {
    return loaded;
  }

  public Contract contract() {
    return loaded.contract();
  }

  ProductFiles files() {
    return files;
  }

  Environment environment() {
    return environment;
  }

  Clock clock() {
    return clock;
  }

  RunListener listener() {
    return listener;
  }

  /** What becomes of protected fields on their way to the table. */
  RowProtection protection() {
    return protections.apply(
        RowProtection.of(contract(), environment.keys(), environment.subjectKeys()));
  }

  /** Returns this pipeline protecting rows in another way: for tests of the proof. */
  Pipeline protecting(UnaryOperator<RowProtection> other) {
    return new Pipeline(files, environment, loaded, clock, listener, other);
  }

  /** The rows of this product that were set aside. */
  public Quarantine quarantine(SparkSession spark) {
    return new Quarantine(
        spark,
        contract(),
        QuarantineTable.pathOf(environment, contract().name()),
        new SealedRows(contract(), environment.keys()),
        new AuditTrail(spark, environment, clock),
        environment.user());
  }

  /** The folder of the published table. */
  public String location() {
    return TargetTable.pathOf(environment, contract());
  }

  /**
   * Runs the product once. Every way a run can end is a report: published, already published,
   * rejected, lost to another writer, or failed with problems that say what to do. The report is
   * also written to {@code <root>/_mesh/runs/<run id>.json} and appended to the system tables.
   *
   * @throws InvalidConfigurationException if a secret cannot be resolved
   */
  public RunReport run(SparkSession spark, RunRequest request) {
    RunRecorder recorder =
        new RunRecorder(contract(), environment, request, clock, listener, location());
    try (Observed observed = Observed.listen(spark)) {
      Run run = new Run(this, spark, request, recorder, observed);
      RunReport report = run.run();
      LOG.info(
          "{} run {} {}: {} rows published, {} quarantined, {} ms",
          report.identity().product(),
          report.identity().runId(),
          report.outcome(),
          report.rows().published(),
          report.rows().quarantined(),
          java.time.Duration.between(report.timing().startedAt(), report.timing().endedAt())
              .toMillis());
      return report;
    }
  }

  /**
   * Publishes corrected rows from quarantine: those that keep every rule of the contract join the
   * published version, the others stay with the rules they break as corrected. A run of its own,
   * whose id begins with {@code requeue-}: the same requeue again does nothing.
   *
   * @throws StageFailedException if the product, the file or the SQL does not allow it; nothing was
   *     done
   */
  public RunReport requeue(SparkSession spark, RequeueRequest request) {
    RunRecorder recorder =
        new RunRecorder(
            contract(),
            environment,
            RunRequest.of(request.logicalDate()),
            clock,
            listener,
            location());
    try (Observed observed = Observed.listen(spark)) {
      return new Requeue(this, spark, request, recorder, observed).run();
    }
  }

  /**
   * Says what a run would do: finds the inputs, analyses the transform and every rule, and prints
   * the table, without reading a row.
   *
   * @throws StageFailedException with every problem found
   */
  public Plan plan(SparkSession spark, RunRequest request) {
    RunRecorder recorder =
        new RunRecorder(contract(), environment, request, clock, RunListener.SILENT, location());
    try (Observed observed = Observed.listen(spark)) {
      return new Run(this, spark, request, recorder, observed).plan();
    }
  }
}
