package io.meshwright.governance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A rule of a policy that a product does not keep.
 *
 * @param place where the contract's file says it, or the nearest part that it has; empty where the
 *     file is not at hand
 * @param waiver the id of the waiver that allows it for now
 */
public record PolicyViolation(
    RuleId rule,
    Severity severity,
    Enforcement enforcement,
    ProductName product,
    Breach breach,
    Optional<Place> place,
    Optional<String> waiver) {

  private static final int ID_BYTES = 8;

  public PolicyViolation {
    requireNonNull(rule, "rule");
    requireNonNull(severity, "severity");
    requireNonNull(enforcement, "enforcement");
    requireNonNull(product, "product");
    requireNonNull(breach, "breach");
    requireNonNull(place, "place");
    requireNonNull(waiver, "waiver");
  }

  /**
   * Sixteen hexadecimal digits that are the same for as long as this product breaks this rule in
   * this place: a hash of policy, rule, product and path.
   */
  public String id() {
    MessageDigest digest = Sha256.digest();
    for (String part : List.of(rule.policy(), rule.rule(), product.toString(), path())) {
      byte[] bytes = part.getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  /** Says whether it keeps the product from being published. */
  public boolean denies() {
    return waiver.isEmpty()
        && enforcement == Enforcement.BLOCK
        && severity.compareTo(Severity.ERROR) >= 0;
  }

  /** The part of the contract it is about, such as {@code schema.fields.email.pii_category}. */
  public String path() {
    return String.join(".", breach.path());
  }

  PolicyViolation withWaiver(String id) {
    return new PolicyViolation(
        rule, severity, enforcement, product, breach, place, Optional.of(id));
  }
}
