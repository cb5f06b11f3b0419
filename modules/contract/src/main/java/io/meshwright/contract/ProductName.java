package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The mesh-wide name of a data product, written {@code domain.product}.
 *
 * <p>Names are lower-case. {@link #toString()} prints the form that {@link #parse} reads.
 */
public record ProductName(String domain, String product) implements Comparable<ProductName> {

  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public ProductName {
    requirePart("domain", domain);
    requirePart("product", product);
  }

  public static ProductName of(String domain, String product) {
    return new ProductName(domain, product);
  }

  /**
   * Reads {@code domain.product}.
   *
   * @throws IllegalArgumentException if the text has no dot, or a part is not a lower-case name
   */
  public static ProductName parse(String text) {
    requireNonNull(text, "text");
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "Invalid product name '%s': expected domain.product, such as sales.orders"
              .formatted(text));
    }

    return new ProductName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Says whether {@code part} may stand before or after the dot. */
  static boolean isPart(String part) {
    return PART.matcher(part).matches();
  }

  @Override
  public int compareTo(ProductName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return domain + "." + product;
  }

  private static void requirePart(String part, String value) {
    requireNonNull(value, part);
    if (!isPart(value)) {
      throw new IllegalArgumentException(
          "Invalid %s '%s': use lower-case letters, digits and _, starting with a letter"
              .formatted(part, value));
    }
  }
}
