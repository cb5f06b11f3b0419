package io.meshwright.protection;

import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Where the keys of persons are kept: one for each person that a product knows, under the person's
 * token. With its key, a person's values are gone from every version of a table at once.
 *
 * <p>Keys are random and wrapped under {@link KeyName#ofSubjects}; none is derived from anything
 * that would be left when it is destroyed.
 */
public interface SubjectKeyStore {

  /**
   * The keys of these persons; who has none gets one. Two callers at once get the same.
   *
   * @param tokens as {@code protect: tokenize} makes them of the values of {@code subject_key}
   * @throws ProtectionException if they cannot be read, written or wrapped
   */
  Map<String, SubjectKeys> obtain(ProductName product, Set<String> tokens);

  /**
   * The keys of those of these persons who have or had one.
   *
   * @throws ProtectionException if they cannot be read
   */
  Map<String, SubjectKeys> find(ProductName product, Set<String> tokens);

  /**
   * Destroys a person's key for good, and keeps when that was. Who comes back gets another key.
   *
   * @return whether the person had a key
   * @throws ProtectionException if the keys cannot be read or written
   */
  boolean destroy(ProductName product, String token, Instant at);
}
