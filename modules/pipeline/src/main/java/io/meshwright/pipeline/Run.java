package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Production;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.governance.ColumnLineage;
import io.meshwright.governance.PersonalDataFlow;
import io.meshwright.quality.Expectation;
import io.meshwright.quality.MetricSet;
import io.meshwright.quality.MetricValue;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SqlText;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One run of a product: its stages, and what they hand on. */
final class Run {

  private final ProductFiles files;
  private final RunListener listener;
  private final SparkSession spark;
  private final RunRequest request;
  private final RunRecorder recorder;
  private final Observed observed;
  private final Environment environment;
  private final Contract contract;
  private final String location;

  private final SourceReader reader;

  private final Clock clock;
  private final ContractArchive contracts;

  private RowProtection protection;
  private DataProduct product;
  private List<SourceReader.Source> sources = List.of();
  private RunContext context;
  private Inputs inputs;
  private final List<TextInput> textInputs = new ArrayList<>();
  private Dataset<Row> rows;
  private ColumnLineage lineage = new ColumnLineage(List.of());
  private List<PersonalDataFlow> flows = List.of();
  private Map<String, String> tableConstraints = Map.of();
  private List<String> leftOut = List.of();
  private RunWatch watch;
  private Governance governance;
  private RunPolicies policies;
  private Optional<TargetTable.History> before = Optional.empty();
  private ReadAudit reads;

  Run(
      Pipeline pipeline,
      SparkSession spark,
      RunRequest request,
      RunRecorder recorder,
      Observed observed) {
    this.files = pipeline.files();
    this.environment = pipeline.environment();
    this.contract = pipeline.contract();
    this.location = pipeline.location();
    this.listener = pipeline.listener();
    this.spark = spark;
    this.request = request;
    this.recorder = recorder;
    this.reader =
        new SourceReader(spark, environment, contract, new PublishedProducts(spark, environment));
    this.observed = observed;
    this.clock = pipeline.clock();
    this.protection = pipeline.protection();
    this.contracts = new ContractArchive(spark, environment);
  }

  RunReport run() {
    try {
      recorder.stage(StageName.EXTRACT, this::extract);
      Optional<RunReport> before = findEarlier();
      if (before.isPresent()) {
        return before.get();
      }
      reads = ReadAudit.ofRun(context, clock, governance, "run", contract);
      reads.recordInputs(sources, context.declaredInputs().byName());
      recorder.stage(StageName.TRANSFORM, this::transform);
      return publish();
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      return record(recorder.failed(e, () -> reader.findUnreadable(sources)));
    }
  }

  Plan plan() {
    extract();
    transform();
    RuleSet rules = compileRules();
    watch.compile(rules, rows);
    TargetTable target = target();
    TableWriter writer = new TableWriter(context, contract, target, recorder.identity());
    if (target.exists()) {
      target.requireMatchesContract();
    }
    return new Plan(
        contract,
        context.runId(),
        Publisher.of(environment).name(),
        target.path(),
        target.ddl(),
        sources.stream().map(this::planned).toList(),
        rules.rules().stream()
            .map(
                rule ->
                    new Plan.PlannedRule(
                        rule.name(),
                        rule.severity().name().toLowerCase(java.util.Locale.ROOT),
                        Expectation.of(rule),
                        rules.plannedMethod(rule).toString()))
            .toList(),
        PlanLineage.report(lineage),
        writer.describe(),
        majors(),
        flows,
        notes());
  }

  private List<Plan.PublishedMajor> majors() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new PublishedProducts(spark, environment)
        .find(contract).stream()
            .map(
                found -> new Plan.PublishedMajor(found.version(), found.state(today), found.path()))
            .toList();
  }

  private String extract() {
    governance =
        Governance.of(environment, files, contract, clock)
            .following(this::historyBefore, contracts);
    policies = new RunPolicies(governance, recorder);
    policies.requireContract();
    watch = new RunWatch(spark, environment, contract, recorder, clock);
    product = loadProduct();
    sources = reader.find(request.logicalDate());
    recorder.inputs(sources.stream().map(SourceReader.Source::report).toList());
    recorder.identify(transformFingerprint());
    Map<String, Dataset<Row>> opened = new LinkedHashMap<>();
    for (SourceReader.Source source : sources) {
      SourceReader.Opened input = reader.open(source);
      input.text().ifPresent(textInputs::add);
      opened.put(source.input().name(), input.rows());
    }
    recorder.inputs(sources.stream().map(source -> reported(source, opened)).toList());
    context =
        new RunContext(
            spark,
            recorder.runId(),
            request.logicalDate(),
            recorder.startedAt(),
            environment,
            new Inputs(opened));
    inputs = product.extract(context);
    return sources.size() == 1 ? "1 input" : sources.size() + " inputs";
  }

  private String transform() {
    Dataset<Row> transformed;
    try {
      transformed = product.transform(inputs, context);
    } catch (StageFailedException e) {
      throw e;
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw new StageFailedException(
          ExitCode.INVALID,
          new Problem(
              "Cannot transform: " + SparkFailures.firstLine(e),
              "correct the transform; its inputs are %s".formatted(inputs.byName().keySet())),
          e);
    }
    protection.requireFitsWrite();
    Dataset<Row> conformed = Conform.conform(transformed, contract);
    rows = layOut(conformed);
    protection = protection.sampling(conformed);
    lineage =
        PersonalDataFlows.withDeclared(
            PlanLineage.of(rows, context.declaredInputs(), inputs),
            product,
            context.declaredInputs());
    recorder.lineage(PlanLineage.report(lineage));
    flows =
        new PersonalDataFlows(
                contract, sources, governance.personalNames(), context.declaredInputs())
            .require(lineage);
    policies.know(flows);
    return rows.columns().length + " columns as the contract says";
  }

  /** One file a partition value, not one a task and value: rows of a partition go together. */
  private Dataset<Row> layOut(Dataset<Row> conformed) {
    Column[] partitions =
        contract.schema().partitionedBy().stream()
            .map(name -> col(SqlText.name(name)))
            .toArray(Column[]::new);
    boolean plain = contract.production().write().mode() != Production.Mode.MERGE;
    return partitions.length == 0 || !plain ? conformed : conformed.repartition(partitions);
  }

  private RunReport publish() {
    RuleSet rules = compileRules();
    MetricSet metrics = watch.compile(rules, rows);
    TargetTable target = target();
    boolean created = target.createIfMissing();
    boolean stamped = created || target.requireMatchesContract();
    TableWriter writer = new TableWriter(context, contract, target, recorder.identity());
    Publisher publisher = Publisher.of(environment);
    recorder.publisher(publisher.name());
    contracts.keep(contract);
    recorder.begin(StageName.VALIDATE);
    Optional<TargetTable.Commit> commit = Optional.empty();
    TargetTable.History history = historyBefore();
    try {
      Optional<Validation.Decision> decision =
          PublishAttempts.publish(
              publisher,
              context.runId(),
              () ->
                  new Publication(
                      context,
                      rows,
                      rules,
                      validation(rules, metrics, writer).judgedBy(policies::denials),
                      writer,
                      protection,
                      recorder.committing()));
      if (decision.map(Validation.Decision::publishes).orElse(true)) {
        // History, not the write, tells whether the version is there: Delta skips in silence.
        history = target.history();
        commit = history.findRun(context.runId());
      }
      if (commit.isEmpty()) {
        return record(watched(recorder.notPublished(decision, notes()), decision));
      }
      if (decision.isEmpty() || !writer.wrote(commit.get())) {
        // The same run was started twice at once; the one that won records it.
        return recorder.alreadyPublished(commit.get().version());
      }
      listener.committed();
      if (!stamped) {
        target.tryToStamp();
      }
      Validation.Decision whole =
          withTableMetrics(decision.get(), writer, target, commit.get(), history);
      return record(watched(recorder.published(whole, commit.get(), notes()), decision));
    } finally {
      if (created && commit.isEmpty()) {
        target.removeIfEmpty();
      }
    }
  }

  /** The rows are published by now, so that what goes wrong here is no failure of the run. */
  private Validation.Decision withTableMetrics(
      Validation.Decision decision,
      TableWriter writer,
      TargetTable target,
      TargetTable.Commit commit,
      TargetTable.History history) {
    if (decision.states().isEmpty()) {
      return decision;
    }
    try {
      return decision.with(
          new SliceMetrics(spark, environment, contract, target)
              .after(commit, writer.sliceValues(), decision.states(), history));
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      String reason = SparkFailures.firstLine(e);
      return decision.with(
          List.of(MetricValue.missing("metrics of the whole table", Optional.empty(), reason)));
    }
  }

  private Optional<RunReport> findEarlier() {
    TargetTable.History history = historyBefore();
    recorder.versionBefore(history.latest());
    Optional<TargetTable.Commit> earlier = history.findRun(context.runId());
    if (earlier.isEmpty()) {
      watch.compareWithLastRun(history);
    }
    return earlier.map(
        commit -> {
          RunReport report = recorder.alreadyPublished(commit.version());
          if (new RunRecords(spark, environment).exists(context.runId())) {
            return report;
          }

          // A run that was killed after its commit has told nobody yet.
          TargetTable target = target();
          if (history.latest().equals(Optional.of(commit.version())) && !target.isStamped()) {
            target.tryToStamp();
          }
          return record(report);
        });
  }

  private Validation validation(RuleSet rules, MetricSet metrics, TableWriter writer) {
    return new Validation(
        context,
        rules,
        metrics,
        contract.production().write().onEmpty(),
        textInputs,
        new QuarantineTable(contract, context),
        new Passes.Surroundings() {
          @Override
          public Optional<Dataset<Row>> remaining(Assertion.UniqueKey key) {
            return writer.remaining(key, protection.protect(rows));
          }

          @Override
          public Dataset<Row> input(String name) {
            return inputs.get(name);
          }

          @Override
          public Dataset<Row> earlier() {
            return target().read();
          }

          @Override
          public Optional<Dataset<Row>> product(RowSource.OfProduct source) {
            return reads.open(new PublishedProducts(spark, environment), source);
          }
        },
        observed);
  }

  private RuleSet compileRules() {
    RuleSet every = MeasuredRules.compile(contract, MeasuredRules.of(contract, rows), rows);
    tableConstraints = every.tableConstraints();
    if (request.selection().isAll()) {
      return every;
    }

    List<Rule> selected = MeasuredRules.selected(contract, request.selection(), every.rules());
    leftOut =
        every.rules().stream().filter(rule -> !selected.contains(rule)).map(Rule::name).toList();
    return MeasuredRules.compile(contract, selected, rows);
  }

  /** What the table itself enforces does not depend on the rules that are measured today. */
  private TargetTable target() {
    return new TargetTable(spark, contract, location, tableConstraints);
  }

  /** The table's commits when the run first asked for them, which costs a Spark job. */
  private TargetTable.History historyBefore() {
    if (before.isEmpty()) {
      before = Optional.of(target().history());
    }
    return before.get();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (contract.schema().format() == Schema.Format.PARQUET) {
      notes.add("The contract asks for parquet: the table is Delta, whose data files are Parquet");
    }
    if (!leftOut.isEmpty()) {
      notes.add(
          "Only %s: %d %s not measured (%s), and no alert was judged"
              .formatted(
                  request.selection(),
                  leftOut.size(),
                  leftOut.size() == 1 ? "rule was" : "rules were",
                  String.join(", ", leftOut)));
    }
    return notes;
  }

  /** Alerts speak of the whole contract, so a run that leaves rules out has none. */
  private RunReport watched(RunReport report, Optional<Validation.Decision> decision) {
    return leftOut.isEmpty() ? watch.watched(report, decision, context) : report;
  }

  private static RunReport.InputVersion reported(
      SourceReader.Source source, Map<String, Dataset<Row>> opened) {
    return source
        .report()
        .withColumns(
            Arrays.stream(opened.get(source.input().name()).schema().fields())
                .map(
                    field ->
                        new RunReport.InputColumn(field.name(), field.dataType().catalogString()))
                .toList());
  }

  private Plan.PlannedInput planned(SourceReader.Source source) {
    return new Plan.PlannedInput(
        source.input().name(),
        source.kind(),
        source.location(),
        source.version(),
        Arrays.stream(inputs.get(source.input().name()).schema().fields())
            .map(field -> field.name() + " " + field.dataType().catalogString())
            .toList());
  }

  private String transformFingerprint() {
    return product instanceof SqlProduct sql
        ? Storage.sha256(sql.sql())
        : TransformClass.fingerprint(product.getClass());
  }

  private RunReport record(RunReport report) {
    return new RunEnd(spark, environment, clock, contract).record(report);
  }

  private DataProduct loadProduct() {
    Production.Transform transform =
        contract
            .production()
            .transform()
            .orElseThrow(
                () ->
                    new StageFailedException(
                        ExitCode.INVALID,
                        List.of(
                            new Problem(
                                "Contract %s has no transform".formatted(files.name()),
                                "add transform: {sql: transform.sql}, or transform: {class:"
                                    + " com.example.Orders}"))));
    if (transform instanceof Production.SqlFile sql) {
      return new SqlProduct(files.read(sql.file()));
    }

    return TransformClass.instantiate(((Production.JavaClass) transform).className());
  }
}
