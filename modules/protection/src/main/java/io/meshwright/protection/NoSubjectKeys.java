package io.meshwright.protection;

import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** For those who gave no store: that matters where a product's persons have keys. */
final class NoSubjectKeys implements SubjectKeyStore {

  @Override
  public Map<String, SubjectKeys> obtain(ProductName product, Set<String> tokens) {
    throw refused(product);
  }

  @Override
  public Map<String, SubjectKeys> find(ProductName product, Set<String> tokens) {
    throw refused(product);
  }

  @Override
  public boolean destroy(ProductName product, String token, Instant at) {
    throw refused(product);
  }

  private static ProtectionException refused(ProductName product) {
    return ProtectionException.invalid(
        "Cannot use the keys of persons of %s: nobody said where they are".formatted(product),
        "give Protection.of a SubjectKeyStore: its contract says erasure: shred");
  }
}
