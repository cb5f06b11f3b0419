package io.meshwright.pipeline;

import java.util.Optional;

/**
 * Turns rows into a new version of a table, or into nothing: readers never see rows that break an
 * error or critical rule of the contract. Every publisher passes {@code PublisherConformance}.
 */
interface Publisher {

  /** The publisher that the environment asks for, or that this Delta allows. */
  static Publisher of(Environment environment) {
    return switch (environment.publisher()) {
      case GATE -> new GatePublisher();
      case CHECKPOINT -> new CheckpointPublisher();
      case AUTO -> CommitGate.isAvailable() ? new GatePublisher() : new CheckpointPublisher();
    };
  }

  /** The publisher's name, for the report. */
  String name();

  /**
   * Judges and publishes.
   *
   * <p>Rejected rows, an empty result and a version lost to another writer are results, not errors.
   *
   * @return what was decided; empty if Delta skipped the write because this run, or a later one of
   *     the same slice, was there before
   * @throws io.delta.exceptions.DeltaConcurrentModificationException if another writer's commit
   *     stands in the way; the table is as that writer left it, and publishing may be tried again
   */
  Optional<Validation.Decision> publish(Publication publication);
}
