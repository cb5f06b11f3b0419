package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.governance.MeasuredRun;
import io.meshwright.quality.MetricSet;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SqlText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings corrected rows from quarantine into the published table: a run whose input is quarantine.
 *
 * <p>Its id is a hash of the rows, their correction and the contract. Rows that are about to be
 * published are noted as such in quarantine, published in one commit that names the requeue, and
 * only then taken out: killed anywhere, the same requeue again ends the same.
 */
final class Requeue {

  private static final Logger LOG = LoggerFactory.getLogger(Requeue.class);

  /** As many rows go into one file of a table without partitions. */
  private static final long ROWS_OF_A_FILE = 1_000_000;

  private final Contract contract;
  private final String location;
  private final Environment environment;
  private final SparkSession spark;
  private final RequeueRequest request;
  private final RunListener listener;
  private final RunRecorder recorder;
  private final Observed observed;
  private final QuarantinedRows quarantine;
  private final RunRecords records;
  private final Clock clock;
  private final RunEnd end;
  private final ContractArchive contracts;
  private final Supplier<Governance> policyFiles;
  private final List<String> notes = new ArrayList<>();

  private TargetTable.History history = new TargetTable.History(List.of());
  private RequeueRows.Selected selected = RequeueRows.Selected.NONE;
  private RowProtection protection;
  private Dataset<Row> corrected;
  private Governance governance;
  private RunPolicies policies;
  private RequeueSurroundings beside;

  /** Ids of equal rows may change places once they are noted, so another attempt does not. */
  private boolean isNoted;

  Requeue(
      Pipeline pipeline,
      SparkSession spark,
      RequeueRequest request,
      RunRecorder recorder,
      Observed observed) {
    this.contract = pipeline.contract();
    this.location = pipeline.location();
    this.environment = pipeline.environment();
    this.spark = spark;
    this.request = request;
    this.listener = pipeline.listener();
    this.recorder = recorder;
    this.observed = observed;
    this.protection = pipeline.protection();
    this.quarantine =
        new QuarantinedRows(spark, QuarantineTable.pathOf(environment, contract.name()));
    this.records = new RunRecords(spark, environment);
    this.clock = pipeline.clock();
    this.contracts = new ContractArchive(spark, environment);
    this.end = new RunEnd(spark, environment, clock, contract);
    this.policyFiles = () -> Governance.of(environment, pipeline.files(), contract, clock);
  }

  /**
   * Requeues. A request that makes no sense is no run: nothing is recorded of it.
   *
   * @throws StageFailedException if the product, the file or the SQL does not allow it
   */
  RunReport run() {
    requirePossible();
    history = table(Map.of()).history();
    governance = policyFiles.get().following(() -> history, contracts);
    policies = new RunPolicies(governance, recorder);
    recorder.versionBefore(history.latest());
    try {
      policies.requireContract();
    } catch (StageFailedException e) {
      recorder.name(RunRecords.REQUEUE + recorder.runId());
      return end.record(recorder.failed(e, Optional::empty));
    }

    RequeueRows rows =
        new RequeueRows(contract, request, new SealedRows(contract, environment.keys()));
    recorder.stage(StageName.EXTRACT, () -> select(rows));
    Optional<TargetTable.Commit> before = history.findRun(recorder.runId());
    if (before.isPresent()) {
      return finish(before.get());
    }
    if (selected.count() == 0) {
      return nothing();
    }

    recorder.stage(StageName.TRANSFORM, () -> correct(rows));
    try {
      return end.record(publish());
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      return end.record(recorder.failed(e, Optional::empty));
    }
  }

  private void requirePossible() {
    List<Problem> problems = new ArrayList<>();
    if (contract.production().write().mode() == Production.Mode.SCD2) {
      problems.add(
          new Problem(
              "Cannot requeue rows of %s: it keeps history (scd2), in which a row set aside days ago"
                      .formatted(contract.name())
                  + " may lie before the current one and would be left out",
              "correct the source, and run the product again"));
    }
    if (contract.schema().findField(QuarantinedRows.ID).isPresent()) {
      problems.add(
          new Problem(
              "Cannot requeue rows of %s: it has a field '%s', which is what quarantine calls the id"
                  .formatted(contract.name(), QuarantinedRows.ID),
              "correct the source, and run the product again"));
    }
    if (!table(Map.of()).exists()) {
      problems.add(
          new Problem(
              "Cannot requeue rows of %s: it is not published yet".formatted(contract.name()),
              "run it first: a requeue adds rows to what is published"));
    }
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.INVALID, problems);
    }
  }

  private String select(RequeueRows rows) {
    if (quarantine.isMissing()) {
      return "no rows of quarantine";
    }

    selected = rows.select(quarantine);
    if (takeOutPublished()) {
      selected = rows.select(quarantine);
    }
    recorder.name(
        selected.count() == 0
            ? rows.nameOfFile(quarantine).orElse(selected.name())
            : selected.name());
    recorder.inputs(List.of(input()));
    return (selected.count() == 1 ? "1 row" : selected.count() + " rows") + " of quarantine";
  }

  /** Takes out what other requeues published and were killed before they could. */
  private boolean takeOutPublished() {
    List<String> published =
        quarantine.requeues().stream()
            .filter(requeue -> !requeue.equals(selected.name()))
            .filter(requeue -> history.findRun(requeue).isPresent())
            .toList();
    published.forEach(quarantine::remove);
    return !published.isEmpty();
  }

  private RunReport.InputVersion input() {
    return new RunReport.InputVersion(
        "quarantine",
        "quarantine",
        QuarantineTable.pathOf(environment, contract.name()),
        recorder.runId().substring(RunRecords.REQUEUE.length()));
  }

  private RunReport nothing() {
    if (request.correction() instanceof Correction.Edits edits) {
      throw new StageFailedException(
          ExitCode.UNMEASURED,
          List.of(
              new Problem(
                  "No row of %s is in the quarantine of %s"
                      .formatted(edits.file(), contract.name()),
                  "export them again: they were requeued or purged, or are of a run that ended"
                      + " otherwise than --outcome says")));
    }

    notes.add("No row of quarantine is meant: nothing was done");
    return recorder.notPublished(
        Optional.of(
            new Validation.Decision(
                Outcome.KEPT, RunReport.Rows.NONE, List.of(), List.of(), List.of())),
        notes);
  }

  /** The requeue was published before, and perhaps killed before it could say so. */
  private RunReport finish(TargetTable.Commit commit) {
    quarantine.remove(recorder.runId());
    RunReport report = recorder.alreadyPublished(commit.version());
    TargetTable target = table(Map.of());
    if (history.latest().equals(Optional.of(commit.version())) && !target.isStamped()) {
      target.tryToStamp();
    }
    return records.exists(recorder.runId()) ? report : end.record(report);
  }

  /** Corrects; what goes wrong with a value is told without the value, which may be personal. */
  private String correct(RequeueRows rows) {
    try {
      corrected = rows.correct(selected);
      protection = protection.sampling(corrected);
    } catch (StageFailedException e) {
      throw e;
    } catch (Exception e) { // SparkException is checked, and Scala does not declare it.
      throw new StageFailedException(
          SparkFailures.exitCode(e),
          List.of(
              new Problem(
                  "Cannot correct the rows: an expression fails on a value"
                      + SparkFailures.errorClass(e).map(" (%s)"::formatted).orElse(""),
                  "make it decide what happens to such values: try_cast, nullif, case when")));
    }
    rows.missing(selected).ifPresent(notes::add);
    Production.Mode mode = contract.production().write().mode();
    if (mode == Production.Mode.FULL || mode == Production.Mode.SLICE) {
      notes.add(
          "The next run replaces the %s: correct the source too, or it sets the same rows aside"
              .formatted(mode == Production.Mode.FULL ? "table" : "slice"));
    }
    return rows.describe();
  }

  private RunReport publish() {
    RunContext context = context();
    beside =
        new RequeueSurroundings(
            context,
            contract,
            protection,
            table(Map.of()),
            ReadAudit.ofRun(context, clock, governance, "requeue", contract));
    List<Rule> promised = MeasuredRules.of(contract, corrected);
    RuleSet rules =
        MeasuredRules.compile(
            contract,
            promised.stream().filter(Triage::judges).map(Requeue::ofEachRow).toList(),
            corrected.drop(QuarantinedRows.ID));
    DeliveryCheck delivery = new DeliveryCheck(contract, promised);
    delivery.notAsked().ifPresent(notes::add);
    TargetTable target = table(rules.tableConstraints());
    boolean stamped = target.requireMatchesContract();
    TableWriter writer = TableWriter.joining(context, contract, target, recorder.identity());
    Publisher publisher = Publisher.of(environment);
    recorder.publisher(publisher.name());
    contracts.keep(contract);

    recorder.begin(StageName.VALIDATE);
    Triage triage =
        Triage.of(
            corrected,
            rules,
            new Passes(spark, rules, beside.of(writer, corrected)),
            context.runId());
    Dataset<Row> passed = layOut(triage);
    Optional<Validation.Decision> whole =
        triage.isNothingLeft()
            ? Optional.empty()
            : delivery.decide(
                () -> protection.reveal(target.read()),
                passed,
                compiled ->
                    validation(
                        context,
                        compiled,
                        MetricSet.none(contract, compiled, passed),
                        writer,
                        passed));
    boolean stops = whole.filter(decision -> !decision.publishes()).isPresent();
    if (triage.isNothingLeft() || stops) {
      quarantine.note(context.runId(), selected.runIds(), triage.broken());
      return recorder.notPublished(Optional.of(rejected(triage, whole)), notes);
    }

    Optional<Validation.Decision> decision =
        PublishAttempts.publish(
            publisher,
            context.runId(),
            () ->
                new Publication(
                    context,
                    passed,
                    rules,
                    validation(context, rules, metrics(rules, passed), writer, passed)
                        .judgedBy(judge(triage, whole)),
                    writer,
                    protection,
                    recorder.committing()));
    if (decision.filter(made -> !made.publishes()).isPresent()) {
      return recorder.notPublished(decision, notes);
    }
    Optional<TargetTable.Commit> commit = target.history().findRun(context.runId());
    if (commit.isEmpty()) {
      return recorder.notPublished(Optional.empty(), notes);
    }
    if (decision.isEmpty() || !writer.wrote(commit.get())) {
      // The same requeue was started twice at once; the one that won takes the rows out.
      return recorder.alreadyPublished(commit.get().version());
    }

    listener.committed();
    if (!stamped) {
      target.tryToStamp();
    }
    return takeOut(
        recorder.published(published(triage, decision.get(), whole), commit.get(), notes));
  }

  /**
   * Holds the rows to the policies, with what was found about the whole table; if they pass, notes
   * in quarantine that they are about to be published.
   */
  private Validation.Judge judge(Triage triage, Optional<Validation.Decision> whole) {
    return (results, measured, transformed, clean) -> {
      List<RuleResult> all =
          Stream.concat(
                  results.stream(), whole.stream().flatMap(decision -> decision.results().stream()))
              .toList();
      List<Problem> denials = policies.denials(all, measured, transformed, clean);
      if (denials.isEmpty() && !isNoted) {
        quarantine.note(recorder.runId(), selected.runIds(), triage.found());
        isNoted = true;
      }
      return denials;
    };
  }

  /** What policies may ask of the rows; without policies, nobody asks. */
  private MetricSet metrics(RuleSet rules, Dataset<Row> rows) {
    return governance.isThere()
        ? RunWatch.metrics(
            contract, MetricName.find(MeasuredRun.COMPLETENESS).orElseThrow(), rules, rows)
        : MetricSet.none(contract, rules, rows);
  }

  /** The rows are published by now, whatever happens here. */
  private RunReport takeOut(RunReport report) {
    try {
      quarantine.remove(recorder.runId());
      return report;
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      LOG.error("Requeue {} cannot take its rows out of quarantine", recorder.runId(), e);
      return report.withProblem(
          ExitCode.UNEXPECTED,
          new Problem(
              "The rows were published, but are still in quarantine: " + SparkFailures.firstLine(e),
              "requeue them again: what is published is not done twice"));
    }
  }

  private static Validation.Decision published(
      Triage triage, Validation.Decision decision, Optional<Validation.Decision> whole) {
    return new Validation.Decision(
        Outcome.PUBLISHED,
        new RunReport.Rows(triage.all(), triage.all() - triage.heldBack(), triage.heldBack()),
        results(triage, decision.results(), whole),
        List.of(),
        List.of());
  }

  private static Validation.Decision rejected(Triage triage, Optional<Validation.Decision> whole) {
    return new Validation.Decision(
        whole.map(Validation.Decision::outcome).orElse(Outcome.REJECTED),
        new RunReport.Rows(triage.all(), 0, triage.all()),
        results(triage, List.of(), whole),
        List.of(),
        List.of());
  }

  private static List<RuleResult> results(
      Triage triage, List<RuleResult> published, Optional<Validation.Decision> whole) {
    return Stream.concat(
            triage.results(published).stream(),
            whole.stream().flatMap(decision -> decision.results().stream()))
        .toList();
  }

  /**
   * A rule as a requeue asks it: of each row, without tolerance, and of whatever rows there are.
   */
  private static Rule ofEachRow(Rule rule) {
    return new Rule(
        rule.name(),
        rule.assertion(),
        rule.severity(),
        Amount.none(),
        new Rule.Scope(rule.scope().where(), true),
        rule.tags());
  }

  private Dataset<Row> layOut(Triage triage) {
    Column[] partitions =
        contract.schema().partitionedBy().stream()
            .map(name -> col(SqlText.name(name)))
            .toArray(Column[]::new);
    return partitions.length > 0
        ? triage.passed().repartition(partitions)
        : triage.passed().coalesce(1 + (int) (triage.all() / ROWS_OF_A_FILE));
  }

  private RunContext context() {
    return new RunContext(
        spark,
        recorder.runId(),
        request.logicalDate(),
        recorder.startedAt(),
        environment,
        new Inputs(Map.of()));
  }

  private TargetTable table(Map<String, String> constraints) {
    return new TargetTable(spark, contract, location, constraints);
  }

  private Validation validation(
      RunContext context, RuleSet rules, MetricSet metrics, TableWriter writer, Dataset<Row> rows) {
    return new Validation(
        context,
        rules,
        metrics,
        Production.OnEmpty.CLEAR,
        List.of(),
        QuarantineTable.ofRowsSetAside(contract, context),
        beside.of(writer, rows),
        observed);
  }
}
