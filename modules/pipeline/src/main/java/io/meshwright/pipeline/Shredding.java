package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import io.meshwright.protection.SubjectKeyStore;
import io.meshwright.protection.SubjectKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Destroys the keys of persons of a product whose contract says {@code erasure: shred}: with a key
 * go the person's encrypted values in every version of the table. Of other products it knows no
 * keys.
 *
 * <p>A copy of the folder of keys has the key until the copy is deleted, and an executor that read
 * the person's values may have it in memory until it ends.
 */
final class Shredding {

  private final ProductName product;
  private final Optional<SubjectKeyStore> store;
  private final Clock clock;

  Shredding(Pipeline pipeline) {
    this.product = pipeline.contract().name();
    this.store =
        pipeline.contract().handling().shreds()
            ? Optional.of(pipeline.environment().subjectKeys())
            : Optional.empty();
    this.clock = pipeline.clock();
  }

  /**
   * Says whether there is a key to destroy.
   *
   * @param subject the person's token
   */
  boolean hasKey(String subject) {
    return find(subject).flatMap(SubjectKeys::current).isPresent();
  }

  /**
   * Destroys a person's key, if there is one.
   *
   * @param subject the person's token
   * @return when the last key of the person was destroyed; empty if there never was one
   */
  Optional<Instant> destroy(String subject) {
    store.ifPresent(keys -> keys.destroy(product, subject, clock.instant()));
    return find(subject).stream()
        .flatMap(person -> person.destroyed().stream())
        .map(SubjectKeys.Destroyed::at)
        .max(Instant::compareTo);
  }

  private Optional<SubjectKeys> find(String subject) {
    return store
        .map(keys -> keys.find(product, Set.of(subject)))
        .map((Map<String, SubjectKeys> found) -> found.get(subject));
  }
}
