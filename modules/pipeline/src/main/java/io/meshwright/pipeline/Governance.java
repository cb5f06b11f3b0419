package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.evolution.MigrationGuide;
import io.meshwright.contract.evolution.Surroundings;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.MeasuredRun;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PersonalDataFlow;
import io.meshwright.governance.PersonalOrigin;
import io.meshwright.governance.PolicyEngine;
import io.meshwright.governance.PolicyFolder;
import io.meshwright.governance.PolicyReader;
import io.meshwright.governance.PolicySet;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.Previous;
import io.meshwright.governance.PublishedContracts;
import io.meshwright.governance.Stage;
import io.meshwright.governance.Subject;
import io.meshwright.governance.compliance.Sweep;
import io.meshwright.quality.MetricValue;
import io.meshwright.quality.RuleResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the policies of an environment say of one product: of its contract before any data is read,
 * and of what a run measured before anything is visible.
 */
final class Governance {

  private final ProductFiles files;
  private final Contract contract;
  private final Clock clock;
  private final Optional<PolicySet> policies;
  private final Optional<PolicyEngine> engine;
  private final Subject subject;

  private Governance(
      ProductFiles files,
      Contract contract,
      Clock clock,
      Optional<PolicySet> policies,
      Optional<PolicyEngine> engine,
      Subject subject) {
    this.files = files;
    this.contract = contract;
    this.clock = clock;
    this.policies = policies;
    this.engine = engine;
    this.subject = subject;
  }

  /**
   * Reads the policies of an environment, and the waivers.
   *
   * @throws StageFailedException with every problem of every file
   */
  static Governance of(
      Environment environment, ProductFiles files, Contract contract, Clock clock) {
    Optional<Path> folder = environment.findPolicies();
    if (folder.isEmpty()) {
      return new Governance(
          files, contract, clock, Optional.empty(), Optional.empty(), Subject.of(contract));
    }

    try {
      Collection<Contract> known = known(environment, contract);
      PolicyFolder read = PolicyFolder.read(requireFolder(folder.get()), () -> known, today(clock));
      return new Governance(
          files,
          contract,
          clock,
          Optional.of(read.policies()),
          Optional.of(read.engine()),
          published(environment).around(subject(files, contract), known));
    } catch (InvalidContractException e) {
      throw invalid(e);
    }
  }

  private static PublishedContracts published(Environment environment) {
    return environment
        .publishedFiles()
        .map(files -> PublishedContracts.read(files, new ContractReader(new SparkSqlSyntax())))
        .orElseGet(PublishedContracts::unknown);
  }

  /**
   * Says whether a domain asks for reads of its products to be recorded. Where an environment has
   * no policies, nobody asks.
   *
   * @throws StageFailedException with every problem of every policy
   */
  static boolean auditsReads(Environment environment, String domain, Clock clock) {
    try {
      return environment
          .findPolicies()
          .map(folder -> PolicyReader.read(requireFolder(folder)))
          .filter(set -> set.auditsReads(domain, today(clock)))
          .isPresent();
    } catch (InvalidContractException e) {
      throw invalid(e);
    }
  }

  private static LocalDate today(Clock clock) {
    return clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static StageFailedException invalid(InvalidContractException e) {
    return new StageFailedException(
        ExitCode.INVALID,
        e.diagnostics().stream()
            .filter(diagnostic -> diagnostic.level() == Diagnostic.Level.ERROR)
            .map(
                diagnostic ->
                    new Problem(
                        "%s:%d:%d: %s"
                            .formatted(
                                diagnostic.file(),
                                diagnostic.line(),
                                diagnostic.column(),
                                diagnostic.problem()),
                        diagnostic.fix()))
            .toList());
  }

  private static Path requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "Cannot find the policies: there is no folder %s".formatted(folder),
                  "correct mesh.policies, or take it out where runs are held to none")));
    }

    return folder;
  }

  /** Only files have places; a contract on the class path is judged without. */
  private static Subject subject(ProductFiles files, Contract contract) {
    Subject subject = Subject.of(contract);
    return files instanceof ProductFiles.Folder folder
        ? subject.withOutline(ContractOutline.read(folder.name()))
        : subject;
  }

  /** The products of this checkout; a job may have brought this one alone. */
  private static Collection<Contract> known(Environment environment, Contract contract) {
    Map<ProductName, Contract> known =
        Sweep.read(environment.productFiles(), new ContractReader(new SparkSqlSyntax()))
            .contracts();
    known.put(contract.name(), contract);
    return known.values();
  }

  /** Says whether the environment has policies. */
  boolean isThere() {
    return engine.isPresent();
  }

  /** As {@link #auditsReads(Environment, String, Clock)}, by the policies that were read. */
  boolean auditsReads(String domain) {
    return policies.filter(set -> set.auditsReads(domain, today(clock))).isPresent();
  }

  /** Names that mean personal data in the product's domain, wherever they appear. */
  Set<String> personalNames() {
    return policies.map(set -> set.personalNames(contract.name().domain())).orElse(Set.of());
  }

  /** The same, with what a transform makes of personal data. */
  Governance knowing(List<PersonalDataFlow> flows) {
    return with(
        subject.withOrigins(
            flows.stream()
                .flatMap(
                    flow ->
                        flow.source().stream()
                            .map(from -> new PersonalOrigin(flow.column(), from.toString())))
                .toList()));
  }

  /**
   * The same, with the contract that was published last, and the guide that its notice names. What
   * the table says goes before what files say, and where it does not know, they are asked.
   *
   * @param history of the table of the contract's own major; not asked where there are no policies
   */
  Governance following(Supplier<TargetTable.History> history, ContractArchive archive) {
    if (engine.isEmpty()) {
      return this;
    }

    Previous found = archive.previous(history.get(), contract);
    if (found.find().isEmpty() && subject.previous().find().isPresent()) {
      return this;
    }

    Surroundings around = subject.surroundings();
    Optional<MigrationGuide> guide =
        found
            .find()
            .flatMap(Contract::deprecation)
            .flatMap(Deprecation::migrationGuide)
            .flatMap(this::findGuide)
            .or(around::guide);
    return with(
        subject
            .withPrevious(found)
            .withSurroundings(new Surroundings(around.live(), around.consumers(), guide)));
  }

  /** The guide stands beside the contract, the new one as it stood beside the old. */
  private Optional<MigrationGuide> findGuide(String file) {
    try {
      return Optional.of(new MigrationGuide(file, files.read(file)));
    } catch (StageFailedException e) {
      return Optional.empty();
    }
  }

  private Governance with(Subject other) {
    return new Governance(files, contract, clock, policies, engine, other);
  }

  /** What the policies say of the contract; empty where there are none. */
  Optional<Evaluation> judgeContract() {
    return engine.map(rules -> rules.evaluate(subject, Stage.CONTRACT, clock.instant()));
  }

  /**
   * What the policies say of a contract and of a run.
   *
   * @param rows that the transform gave
   * @param clean rows that break no row rule
   */
  Optional<Evaluation> judgeRun(
      List<RuleResult> results, List<MetricValue> metrics, long rows, long clean) {
    return engine.map(
        rules ->
            rules.evaluate(
                subject.withRun(measured(results, metrics, rows, clean)),
                Stage.PUBLISH,
                clock.instant()));
  }

  private MeasuredRun measured(
      List<RuleResult> results, List<MetricValue> metrics, long rows, long clean) {
    Map<String, BigDecimal> numbers = new TreeMap<>();
    metrics.stream()
        .filter(metric -> metric.isMeasured() && metric.column().isEmpty())
        .forEach(metric -> numbers.put(metric.name(), BigDecimal.valueOf(metric.value())));
    numbers.put(
        MeasuredRun.ACCURACY,
        rows == 0
            ? BigDecimal.ONE
            : BigDecimal.valueOf(clean).divide(BigDecimal.valueOf(rows), MathContext.DECIMAL64));
    return new MeasuredRun(
        clock.instant(), results.stream().map(Governance::outcome).toList(), numbers);
  }

  private static MeasuredRun.RuleOutcome outcome(RuleResult result) {
    return new MeasuredRun.RuleOutcome(
        result.rule().name(),
        result.rule().severity(),
        MeasuredRun.Verdict.valueOf(result.verdict().name()),
        result.checked() == 0
            ? Optional.empty()
            : Optional.of(
                BigDecimal.valueOf(result.violations())
                    .divide(BigDecimal.valueOf(result.checked()), MathContext.DECIMAL64)));
  }

  /** The denials among the violations, as a run's report tells them. */
  static List<Problem> denials(Evaluation evaluation) {
    return evaluation.violations().stream()
        .filter(PolicyViolation::denies)
        .map(
            violation ->
                new Problem(
                    "%sPolicy %s denies it: %s (expected %s, found %s)"
                        .formatted(
                            violation.place().map(place -> place + ": ").orElse(""),
                            violation.rule(),
                            violation.breach().message(),
                            violation.breach().expected(),
                            violation.breach().actual()),
                    violation.breach().remediation()))
        .toList();
  }

  /** What could not be judged, and why. */
  static Optional<String> notEvaluated(Evaluation evaluation) {
    return evaluation.notEvaluated().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Policies not evaluated: "
                + evaluation.notEvaluated().stream()
                    .map(NotEvaluated::toString)
                    .collect(joining("; ")));
  }

  /** What is not kept and lets the run pass all the same: warnings, and what is waived. */
  static Optional<String> remarks(Evaluation evaluation) {
    List<PolicyViolation> passed =
        evaluation.violations().stream().filter(violation -> !violation.denies()).toList();
    return passed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Policies not kept: "
                + passed.stream()
                    .map(
                        violation ->
                            "%s%s"
                                .formatted(
                                    violation.breach().message(),
                                    violation
                                        .waiver()
                                        .map(waiver -> " (waived: " + waiver + ")")
                                        .orElse("")))
                    .collect(joining("; ")));
  }
}
