package io.meshwright.pipeline;

import io.meshwright.quality.Method;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Publishes with nothing but public API: rows are checkpointed where they were computed, judged on
 * the checkpoint, and then written. Costs more than the {@link GatePublisher}, runs everywhere, and
 * serves both for writes that are not plain (merge, scd2).
 *
 * <p>Protected rows are written to files beside the tables first, so that these can be searched for
 * plain values before anything is published.
 *
 * <p>A lost executor fails the run rather than have rows computed, and perhaps differ, again.
 */
final class CheckpointPublisher implements Publisher {

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public Optional<Validation.Decision> publish(Publication publication) {
    Validation validation = publication.validation();
    Dataset<Row> marked = validation.attach(publication.rows(), name()).localCheckpoint(true);
    Optional<Row> seen = validation.counted(name());
    Row counted = seen.orElseGet(() -> validation.count(marked));
    Method method = seen.isPresent() ? Method.IN_FLIGHT : Method.RESCAN;
    Dataset<Row> kept = publication.rules().keep(marked);
    try (StagedRows staged = StagedRows.of(publication, kept)) {
      Validation.Decision decision =
          validation.decide(
              counted,
              method,
              publication.protection().look(staged.rows(), publication.rules(), marked),
              marked);
      if (decision.publishes()) {
        publication.listener().committing();
        publication.writer().write(staged.rows());
      }
      return Optional.of(decision);
    }
  }
}
