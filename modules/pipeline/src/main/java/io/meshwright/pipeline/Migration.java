package io.meshwright.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.quality.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Makes the published table of a product agree with its contract, in place, without touching a row.
 *
 * <p>Every step is a commit of its own, and what is left to do is read off the table: a migration
 * that was killed is simply started again. Until the last step a run that does not fit in refuses,
 * as it did before the first.
 */
public final class Migration {

  /** What a commit says of the step it made, in Delta's {@code userMetadata}. */
  static final String STEP = "mesh_migration";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Contract contract;
  private final RuleSet rules;
  private final TargetTable target;

  private Migration(SparkSession spark, Pipeline pipeline) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.contract = pipeline.contract();
    Dataset<Row> empty = spark.createDataFrame(List.of(), DataTypes.createStructType(columns()));
    this.rules = MeasuredRules.compile(contract, MeasuredRules.of(contract, empty), empty);
    this.target = new TargetTable(spark, contract, pipeline.location(), rules.tableConstraints());
  }

  /**
   * The migration of a product's table, where there is one.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if a rule does not fit the contract
   */
  public static Migration of(SparkSession spark, Pipeline pipeline) {
    return new Migration(spark, pipeline);
  }

  /**
   * Says what would be done. Reads the table's log, and its rows only where the table is to enforce
   * something new: once for all of it.
   */
  public MigrationPlan plan() {
    if (!target.exists()) {
      return plan(Optional.empty(), List.of(), List.of(), List.of());
    }

    TableState state = TableState.of(target.table());
    Optional<String> holds = Optional.ofNullable(state.properties().get(TargetTable.VERSION));
    List<Problem> foreign = foreign(state, holds);
    if (!foreign.isEmpty()) {
      return plan(holds, List.of(), List.of(), foreign);
    }

    List<TableDifference> differences = target.differences(state);
    List<Problem> refusals =
        new ArrayList<>(
            differences.stream()
                .filter(difference -> difference.wayOut().isPresent())
                .map(target::problem)
                .toList());
    List<MigrationStep> steps =
        differences.stream()
            .flatMap(difference -> difference.steps().stream())
            .distinct()
            .sorted(Comparator.comparing(MigrationStep::kind))
            .toList();
    List<Proof> proofs = prove(steps);
    proofs.stream()
        .filter(proof -> proof.outcome() == Proof.Outcome.BROKEN)
        .map(this::broken)
        .forEach(refusals::add);
    return plan(holds, steps, proofs, refusals);
  }

  /**
   * Does what {@link #plan} says, unless it says that it cannot be done.
   *
   * @param done told of each step after its commit
   * @return the plan that was carried out, or refused
   * @throws StageFailedException with {@link ExitCode#DENIED} if a policy denies the contract, and
   *     nothing was done; with {@link ExitCode#CONFLICT} if another writer came between, or with
   *     {@link ExitCode#UNEXPECTED} if Delta refused a step: what was done stays, and the migration
   *     can be started again
   */
  public MigrationPlan apply(Consumer<MigrationStep> done) {
    MigrationPlan plan = plan();
    if (plan.isRefused()) {
      return plan;
    }

    ContractArchive archive = new ContractArchive(spark, pipeline.environment());
    requireAllowed(archive);
    archive.keep(contract);
    for (MigrationStep step : plan.steps()) {
      perform(step);
      done.accept(step);
    }
    return plan;
  }

  private void requireAllowed(ContractArchive archive) {
    List<Problem> denials =
        Governance.of(pipeline.environment(), pipeline.files(), contract, pipeline.clock())
            .following(target::history, archive)
            .judgeContract()
            .map(Governance::denials)
            .orElse(List.of());
    if (!denials.isEmpty()) {
      throw new StageFailedException(ExitCode.DENIED, denials);
    }
  }

  private void perform(MigrationStep step) {
    try {
      TableWriter.ownSession(spark, Map.of(TableWriter.USER_METADATA, metadata(step)))
          .sql(step.sql());
    } catch (DeltaConcurrentModificationException e) {
      throw new StageFailedException(
          ExitCode.CONFLICT,
          new Problem(
              "Cannot %s: another writer came between".formatted(step),
              "start the migration again; it goes on where it is"),
          e);
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      throw new StageFailedException(
          ExitCode.UNEXPECTED,
          new Problem(
              "Cannot %s: %s".formatted(step, SparkFailures.firstLine(e)),
              "mend what it says and start the migration again; it goes on where it is"),
          e);
    }
  }

  /** Another product's table, or a later version of this one, is not touched. */
  private List<Problem> foreign(TableState state, Optional<String> holds) {
    Optional<ProductName> name = TargetTable.findName(state.properties());
    if (name.isPresent() && !name.get().equals(contract.name())) {
      return List.of(
          new Problem(
              "the table at '%s' holds %s, not %s"
                  .formatted(target.path(), name.get(), contract.name()),
              "give one of the two contracts another schema.location"));
    }

    return holds
        .map(SemanticVersion::parse)
        .filter(version -> version.compareTo(contract.version()) > 0)
        .map(
            version ->
                new Problem(
                    "the published table of %s holds version %s, and the contract is %s"
                        .formatted(contract.name(), version, contract.version()),
                    "migrate with the contract of %s or a later one: a table does not go back"
                        .formatted(version)))
        .stream()
        .toList();
  }

  private List<Proof> prove(List<MigrationStep> steps) {
    List<Rule> enforced = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      String name = RuleSet.constraintName(rule).toLowerCase(Locale.ROOT);
      if (rule.assertion() instanceof Assertion.OnRow && adds(steps, name)) {
        enforced.add(rule);
      }
    }
    contract.schema().fields().stream()
        .map(field -> field.name())
        .filter(field -> adds(steps, TableComparison.requiredName(field)))
        .map(
            field ->
                Rule.of(
                    TableComparison.requiredName(field),
                    new Assertion.NotNull(field),
                    Severity.ERROR))
        .forEach(enforced::add);
    return enforced.isEmpty()
        ? List.of()
        : new Prover(
                spark,
                pipeline.environment(),
                contract,
                Set.of(),
                pipeline.clock().instant(),
                ReadAudit.ofCommand(
                    spark, pipeline.environment(), pipeline.clock(), "migrate", contract))
            .ask(enforced, target.read())
            .proofs();
  }

  private static boolean adds(List<MigrationStep> steps, String constraint) {
    return steps.stream()
        .anyMatch(
            step ->
                step.kind() == MigrationStep.Kind.ADD_CONSTRAINT
                    && step.name().equals("add constraint " + constraint));
  }

  private Problem broken(Proof proof) {
    String examples =
        proof.examples().isEmpty() ? "" : ", such as " + String.join(", ", proof.examples());
    return new Problem(
        "the published table of %s has rows that break '%s' (%s): %d of %d%s"
            .formatted(
                contract.name(),
                proof.rule().name(),
                proof.expected(),
                proof.violations(),
                proof.checked(),
                examples),
        "correct or delete these rows, or give the contract the next major version, which gets a"
            + " table of its own");
  }

  private MigrationPlan plan(
      Optional<String> holds,
      List<MigrationStep> steps,
      List<Proof> proofs,
      List<Problem> refusals) {
    return new MigrationPlan(
        contract.name(),
        contract.version(),
        holds,
        target.path(),
        target.exists(),
        steps,
        proofs,
        refusals);
  }

  private String metadata(MigrationStep step) {
    ObjectNode json = JSON.createObjectNode();
    json.put(STEP, step.name());
    json.put("product", contract.name().toString());
    json.put("contract_version", contract.version().toString());
    json.put("contract_hash", ContractWriter.hash(contract));
    return json.toString();
  }

  private StructField[] columns() {
    return Conform.expected(contract).stream()
        .map(field -> DataTypes.createStructField(field.name(), SparkTypes.of(field.type()), true))
        .toArray(StructField[]::new);
  }
}
