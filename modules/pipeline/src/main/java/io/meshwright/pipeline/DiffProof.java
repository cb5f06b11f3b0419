package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Rule;
import io.meshwright.contract.evolution.Change;
import io.meshwright.contract.evolution.ContractDiff;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What the rows that are published say about the promises of a new version of their contract.
 *
 * @param table its path
 * @param version of the table, to which every number refers
 * @param holds the version of the contract that the table says it holds; empty if it says none
 * @param rows rows of the table
 * @param answers one for each change of verdict <em>prove</em>, in the order of the diff
 */
public record DiffProof(
    String table, long version, Optional<String> holds, long rows, List<Answer> answers) {

  /** One change, and what was found about every rule that decides it. */
  public record Answer(Change change, List<Proof> proofs) {
    public Answer {
      requireNonNull(change, "change");
      proofs = List.copyOf(proofs);
    }

    /** Kept if every rule is, broken if one is, and else unmeasured. */
    public Proof.Outcome outcome() {
      return proofs.stream()
          .map(Proof::outcome)
          .max(Proof.Outcome::compareTo)
          .orElse(Proof.Outcome.UNMEASURED);
    }
  }

  public DiffProof {
    requireNonNull(table, "table");
    requireNonNull(holds, "holds");
    answers = List.copyOf(answers);
  }

  /**
   * Asks the rows of the table as published now: one scan for all rules about single rows and for
   * nulls, and one pass for each key.
   *
   * @param table the path of the table, or a location of the configuration; empty for the one where
   *     the old version is published
   * @throws StageFailedException with {@link ExitCode#INVALID} if there is no table, it is another
   *     product's, or a rule does not fit the contract
   */
  public static DiffProof of(
      SparkSession spark,
      Environment environment,
      ContractDiff diff,
      Optional<String> table,
      Clock clock) {
    String path =
        table
            .map(environment::resolve)
            .orElseGet(() -> TargetTable.pathOf(environment, diff.before()));
    if (!DeltaTable.isDeltaTable(spark, path)) {
      throw invalid(
          "Cannot prove on '%s': there is no Delta table".formatted(path),
          "run %s %s first, or name the table with --table"
              .formatted(diff.before().name(), diff.before().version()));
    }

    TableState state = TableState.of(DeltaTable.forPath(spark, path));
    Optional<ProductName> name = TargetTable.findName(state.properties());
    if (name.isPresent() && !name.get().equals(diff.after().name())) {
      throw invalid(
          "Cannot prove on '%s': it holds %s".formatted(path, name.get()),
          "name a table of %s with --table".formatted(diff.after().name()));
    }

    TargetTable target = new TargetTable(spark, diff.before(), path, Map.of());
    long version = target.history().latest().orElseThrow();
    Map<Change, List<Rule>> questions = new LinkedHashMap<>();
    diff.toProve().forEach(change -> questions.put(change, diff.rulesToProve(change)));
    List<Rule> rules = questions.values().stream().flatMap(List::stream).distinct().toList();
    Dataset<Row> published = target.readVersion(version);
    Optional<String> holds = Optional.ofNullable(state.properties().get(TargetTable.VERSION));
    ReadAudit reads = ReadAudit.ofCommand(spark, environment, clock, "diff", diff.after());
    reads.record(
        diff.after().name(),
        holds.orElseGet(() -> diff.before().version().toString()),
        Optional.of(Long.toString(version)),
        List.of(published.columns()));
    Prover.Answers answers =
        new Prover(
                spark, environment, diff.after(), personal(diff.before()), clock.instant(), reads)
            .ask(rules, published);
    List<Answer> answered = new ArrayList<>();
    questions.forEach(
        (change, asked) ->
            answered.add(
                new Answer(
                    change,
                    asked.stream()
                        .map(rule -> answers.proofs().get(rules.indexOf(rule)))
                        .toList())));
    return new DiffProof(path, version, holds, answers.rows(), answered);
  }

  /** The diff with a verdict where there was a question. */
  public ContractDiff decide(ContractDiff diff) {
    return diff.withProof(
        changes(Proof.Outcome.KEPT)::contains, changes(Proof.Outcome.BROKEN)::contains);
  }

  /** Says whether a question was left open. */
  public boolean isOpen() {
    return answers.stream().anyMatch(answer -> answer.outcome() == Proof.Outcome.UNMEASURED);
  }

  private Set<Change> changes(Proof.Outcome outcome) {
    return answers.stream()
        .filter(answer -> answer.outcome() == outcome)
        .map(Answer::change)
        .collect(toSet());
  }

  /** What the old version called personal is not shown because a new one does not. */
  private static Set<String> personal(Contract before) {
    return before.schema().fields().stream()
        .filter(field -> field.traits().pii())
        .map(Field::name)
        .collect(toSet());
  }

  private static StageFailedException invalid(String problem, String fix) {
    return new StageFailedException(ExitCode.INVALID, List.of(new Problem(problem, fix)));
  }
}
