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
    Dataset<Row> kept = publication.rules().keep(marked);
    Validation.Decision decision =
        validation.decide(
            counted, seen.isPresent() ? Method.IN_FLIGHT : Method.RESCAN, kept, marked);
    if (decision.publishes()) {
      publication.listener().committing();
      publication.writer().write(kept);
    }
    return Optional.of(decision);
  }
}
