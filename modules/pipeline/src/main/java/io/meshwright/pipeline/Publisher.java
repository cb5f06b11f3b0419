package io.meshwright.pipeline;

/**
 * Turns rows into a new version of a table, or into nothing: readers never see rows that break an
 * error or critical rule of the contract. Every publisher passes {@code PublisherConformance}.
 */
interface Publisher {

  /** The publisher's name, for the report. */
  String name();

  /**
   * Judges and publishes.
   *
   * <p>Rejected rows, an empty result and a version lost to another writer are results, not errors.
   *
   * @throws io.delta.exceptions.DeltaConcurrentModificationException if another writer's commit
   *     stands in the way; the table is as that writer left it, and publishing may be tried again
   */
  Published publish(Publication publication);
}
