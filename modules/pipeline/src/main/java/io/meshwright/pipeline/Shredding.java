package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.protection.Protection;
import io.meshwright.protection.SubjectKeyStore;
import java.time.Clock;

/**
 * Erases a person from a product whose contract says {@code erasure: shred}: the person's key is
 * destroyed, and with it what was encrypted in every version of the table.
 *
 * <p>Rows that were set aside are encrypted under quarantine's key, and are not meant; nor are
 * copies of the folder of keys. An executor that read the person's values may have the key in
 * memory until it ends.
 */
final class Shredding {

  private final Contract contract;
  private final Protection protection;
  private final SubjectKeyStore store;
  private final Clock clock;

  Shredding(Pipeline pipeline) {
    this.contract = pipeline.contract();
    this.store = pipeline.environment().subjectKeys();
    this.protection = Protection.of(contract, pipeline.environment().keys(), store);
    this.clock = pipeline.clock();
  }

  /**
   * Destroys a person's key for good.
   *
   * @param subject the value of {@code subject_key}, as text
   * @return whether the person had a key
   * @throws io.meshwright.protection.ProtectionException if the contract does not say {@code
   *     erasure: shred}, the text is no value of the field, or the keys cannot be reached
   */
  boolean destroy(String subject) {
    return store.destroy(contract.name(), protection.subjectToken(subject), clock.instant());
  }
}
