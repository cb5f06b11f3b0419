package io.meshwright.cli;

import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.pipeline.DiffProof;
import io.meshwright.pipeline.Environment;
import java.time.Clock;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether, and on which table, the promises of a new version are proved. */
final class ProofOptions {

  @Option(
      names = "--prove",
      description =
          "Ask the rows that are published whether they keep what the new version promises, and"
              + " turn every 'prove' into a verdict. Starts Spark, and reads the table once.")
  private boolean prove;

  @Option(
      names = "--table",
      paramLabel = "PATH",
      description =
          "The table to ask. Default: where the configuration says that OLD is published.")
  private Optional<String> table;

  @Mixin private ConfigurationOptions configuration;

  void requireSense() {
    if (table.isPresent() && !prove) {
      throw new UsageException(
          "Cannot use --table without --prove: no table is read", "add --prove, or leave it out");
    }
  }

  /** What the rows say; empty if nobody asks them, or the diff leaves no question. */
  Optional<DiffProof> prove(ContractDiff diff, CommandSpec spec) {
    if (!prove || diff.toProve().isEmpty()) {
      return Optional.empty();
    }

    Environment environment = configuration.load();
    try (Progress progress = Progress.of(spec)) {
      SparkSession spark = progress.startSpark(environment);
      return Optional.of(
          progress.during(
              "prove",
              () -> DiffProof.of(spark, environment, diff, table, Clock.systemUTC()),
              proof -> HumanText.count(proof.rows(), "row")));
    }
  }
}
