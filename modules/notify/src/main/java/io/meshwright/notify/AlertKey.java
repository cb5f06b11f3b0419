package io.meshwright.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What makes two alerts the same alert, whichever run found them.
 *
 * @param type the family, as the contract writes it: freshness, volume, quality, drift, anomaly,
 *     availability
 * @param condition when it fires, as the contract writes it, such as {@code age_hours > 26}
 * @param subject the column or rule it is about; empty for the product as a whole
 */
public record AlertKey(
    ProductName product, String type, String condition, Optional<String> subject) {

  public AlertKey {
    requireNonNull(product, "product");
    requireNonNull(type, "type");
    requireNonNull(condition, "condition");
    requireNonNull(subject, "subject");
  }

  /** Sixteen hexadecimal digits that are the same in every run, machine and version. */
  public String fingerprint() {
    // Each part with its length, since a condition may hold any separator.
    StringBuilder text = new StringBuilder();
    for (String part : List.of(product.toString(), type, condition)) {
      text.append(part.length()).append(':').append(part);
    }
    subject.ifPresent(part -> text.append(part.length()).append(':').append(part));
    return HexFormat.of().formatHex(sha256(text.toString()), 0, 8);
  }

  @Override
  public String toString() {
    String text = "%s %s %s".formatted(product, type, condition);
    return PlainText.oneLine(text + subject.map(about -> " of " + about).orElse(""));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
