package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.Evaluation;
import io.meshwright.protection.ProtectionException;
import io.meshwright.quality.MetricValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a run says about itself while it happens, and makes the report at its end. */
final class RunRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  private final Contract contract;
  private final Environment environment;
  private final RunRequest request;
  private final Clock clock;
  private final RunListener listener;
  private final String location;
  private final Instant startedAt;
  private final String contractHash;

  private final List<RunReport.Stage> stages = new ArrayList<>();
  private List<RunReport.InputVersion> inputs = List.of();
  private List<RunReport.ColumnLineage> lineage = List.of();
  private InputDrift drift = InputDrift.UNKNOWN;
  private String runId;
  private Optional<Evaluation> policies = Optional.empty();
  private String publisher = "";
  private Optional<Long> versionBefore = Optional.empty();
  private Optional<Long> versionAfter = Optional.empty();
  private Optional<StageName> current = Optional.empty();
  private Instant stageStartedAt;

  RunRecorder(
      Contract contract,
      Environment environment,
      RunRequest request,
      Clock clock,
      RunListener listener,
      String location) {
    this.contract = contract;
    this.environment = environment;
    this.request = request;
    this.clock = clock;
    this.listener = listener;
    this.location = location;
    this.startedAt = clock.instant();
    this.stageStartedAt = startedAt;
    this.contractHash = ContractWriter.hash(contract);
    this.runId = nameOf("", List.of());
  }

  /** Runs a stage and keeps how long it took; the stage returns what came of it in a few words. */
  void stage(StageName name, Supplier<String> stage) {
    begin(name);
    finish(stage.get());
  }

  void begin(StageName name) {
    current = Optional.of(name);
    stageStartedAt = clock.instant();
    listener.stageStarted(name);
  }

  /** Passes on to the run's listener, and turns Validate into Publish when the verdict is in. */
  RunListener committing() {
    return new RunListener() {
      @Override
      public void committing() {
        if (current.equals(Optional.of(StageName.VALIDATE))) {
          finish("every promise that must hold does");
          begin(StageName.PUBLISH);
        }
        listener.committing();
      }
    };
  }

  void inputs(List<RunReport.InputVersion> found) {
    inputs = found;
  }

  /** The inputs again, with the columns they turned out to have. */
  List<RunReport.InputVersion> inputs() {
    return inputs;
  }

  void drift(InputDrift found) {
    drift = found;
  }

  /** Names the run by everything that makes it what it is, unless it was given a name. */
  void identify(String transformFingerprint) {
    runId = nameOf(transformFingerprint, inputs);
  }

  /** Names a run that is not known by its inputs. */
  void name(String id) {
    runId = id;
  }

  void lineage(List<RunReport.ColumnLineage> columns) {
    lineage = columns;
  }

  /** What the policies said last. */
  void policies(Evaluation found) {
    policies = Optional.of(found);
  }

  void publisher(String name) {
    publisher = name;
  }

  void versionBefore(Optional<Long> version) {
    versionBefore = version;
  }

  String runId() {
    return runId;
  }

  Instant startedAt() {
    return startedAt;
  }

  RunReport.Identity identity() {
    return new RunReport.Identity(
        runId,
        request.attempt(),
        contract.name(),
        contract.version(),
        contractHash,
        request.logicalDate(),
        environment.name());
  }

  RunReport published(Validation.Decision decision, TargetTable.Commit commit, List<String> notes) {
    versionAfter = Optional.of(commit.version());
    finish("version " + commit.version());
    return report(
        Outcome.PUBLISHED,
        ExitCode.DONE,
        Optional.of(decision),
        commit.files(),
        commit.bytes(),
        notes,
        List.of());
  }

  /** The run made no version: by its verdict, or because Delta skipped it for another. */
  RunReport notPublished(Optional<Validation.Decision> decision, List<String> notes) {
    Outcome outcome =
        decision
            .filter(made -> !made.publishes())
            .map(Validation.Decision::outcome)
            .orElse(Outcome.CONFLICT);
    finish(outcome.toString());
    List<String> all = new ArrayList<>(notes);
    decision.ifPresent(made -> all.addAll(made.notes()));
    List<Problem> problems =
        outcome == Outcome.CONFLICT
            ? List.of(
                new Problem(
                    "Another run of %s committed first".formatted(contract.name()),
                    "nothing of this run is visible; start it again if its rows are still wanted"))
            : decision.map(Validation.Decision::denials).orElse(List.of());
    return report(outcome, outcome.exitCode(), decision, 0, 0, all, problems);
  }

  RunReport alreadyPublished(long version) {
    finish("nothing to do");
    versionAfter = Optional.of(version);
    String unversioned =
        inputs.stream()
            .filter(input -> input.kind().equals("jdbc"))
            .map(RunReport.InputVersion::name)
            .collect(joining(", "));
    List<String> notes = new ArrayList<>();
    notes.add("This run was published as version %d before: nothing was done".formatted(version));
    if (!unversioned.isEmpty()) {
      notes.add(
          "A database has no version, so %s counts as unchanged within a day: use --attempt 2 to read it again"
              .formatted(unversioned));
    }
    return report(
        Outcome.ALREADY_PUBLISHED, ExitCode.DONE, Optional.empty(), 0, 0, notes, List.of());
  }

  private RunReport failed(ExitCode exitCode, List<Problem> problems) {
    finish("failed");
    Outcome outcome =
        switch (exitCode) {
          case REJECTED -> Outcome.REJECTED;
          case DENIED -> Outcome.DENIED;
          default -> Outcome.FAILED;
        };
    return report(outcome, exitCode, Optional.empty(), 0, 0, List.of(), problems);
  }

  /**
   * @param unreadable finds the input file that cannot be read, asked only if Spark did not name it
   */
  RunReport failed(Exception failure, Supplier<Optional<String>> unreadable) {
    if (failure instanceof StageFailedException stage) {
      return failed(stage.exitCode(), stage.problems());
    }
    if (failure instanceof InvalidConfigurationException configuration) {
      return failed(ExitCode.INVALID, configuration.problems());
    }

    if (failure instanceof ProtectionException protection) {
      return failed(
          protection.exitCode(), List.of(new Problem(protection.problem(), protection.fix())));
    }

    LOG.error("Run {} of {} failed", runId, contract.name(), failure);
    return failed(
        SparkFailures.exitCode(failure), List.of(SparkFailures.explain(failure, unreadable)));
  }

  private void finish(String summary) {
    if (current.isPresent()) {
      Duration took = Duration.between(stageStartedAt, clock.instant());
      stages.add(new RunReport.Stage(current.get(), took, summary));
      listener.stageFinished(current.get(), took, summary);
      current = Optional.empty();
    }
  }

  private RunReport report(
      Outcome outcome,
      ExitCode exitCode,
      Optional<Validation.Decision> decision,
      long files,
      long bytes,
      List<String> notes,
      List<Problem> problems) {
    List<MetricValue> metrics =
        decision.stream().flatMap(made -> made.metrics().stream()).collect(toList());
    if (decision.isPresent()) {
      drift.metric(contract).ifPresent(metrics::add);
    }
    List<String> all = new ArrayList<>(drift.notes());
    all.addAll(notes);
    unmeasured(metrics).ifPresent(all::add);
    policies.flatMap(Governance::remarks).ifPresent(all::add);
    policies.flatMap(Governance::notEvaluated).ifPresent(all::add);
    return new RunReport(
        identity(),
        outcome,
        exitCode,
        new RunReport.Timing(startedAt, clock.instant(), stages),
        inputs,
        decision.map(Validation.Decision::rows).orElse(RunReport.Rows.NONE),
        decision.map(Validation.Decision::results).orElse(List.of()),
        List.of(),
        metrics.stream().filter(MetricValue::isMeasured).map(RunRecorder::measured).toList(),
        List.of(),
        new RunReport.Table(
            location,
            QuarantineTable.pathOf(environment, contract.name()),
            publisher,
            contract.production().write().mode(),
            versionBefore,
            versionAfter,
            files,
            bytes),
        lineage,
        all,
        problems,
        policies);
  }

  private static RunReport.Measured measured(MetricValue metric) {
    return new RunReport.Measured(
        metric.name(), metric.column(), metric.value(), metric.distribution());
  }

  /** A metric that was asked for and gave no number is told, with its reason. */
  private static Optional<String> unmeasured(List<MetricValue> metrics) {
    List<String> missing =
        metrics.stream()
            .filter(metric -> !metric.isMeasured())
            .map(metric -> "%s (%s)".formatted(metric.label(), metric.missing().orElseThrow()))
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("Not measured: " + String.join(", ", missing));
  }

  private String nameOf(String transformFingerprint, List<RunReport.InputVersion> found) {
    String name = request.runId().orElseGet(() -> hashOf(transformFingerprint, found));
    return request.attempt() == 1 ? name : name + "-" + request.attempt();
  }

  private String hashOf(String transformFingerprint, List<RunReport.InputVersion> found) {
    String parts =
        String.join(
            "\n",
            contract.name().toString(),
            contractHash,
            transformFingerprint,
            request.logicalDate() + (request.selection().isAll() ? "" : " " + request.selection()),
            found.stream()
                .map(input -> input.name() + "@" + input.version())
                .collect(joining("\n")));
    return Storage.sha256(parts).substring(0, 16);
  }
}
