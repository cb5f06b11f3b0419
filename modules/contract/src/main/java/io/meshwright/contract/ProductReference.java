package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

/** Another product and the versions of it that are accepted, {@code mesh://sales.orders@^2}. */
public record ProductReference(ProductName name, VersionRange range) {

  private static final String SCHEME = "mesh://";

  public ProductReference {
    requireNonNull(name, "name");
    requireNonNull(range, "range");
  }

  /**
   * Reads {@code mesh://domain.product@range}.
   *
   * @throws IllegalArgumentException if the scheme, the name or the range is missing or malformed
   */
  public static ProductReference parse(String text) {
    int at = text.indexOf('@');
    if (!text.startsWith(SCHEME) || at < 0) {
      throw new IllegalArgumentException(
          "Invalid product reference '%s': expected mesh://domain.product@range, such as"
                  .formatted(text)
              + " mesh://sales.orders@^2");
    }

    return new ProductReference(
        ProductName.parse(text.substring(SCHEME.length(), at)),
        VersionRange.parse(text.substring(at + 1)));
  }

  @Override
  public String toString() {
    return SCHEME + name + "@" + range;
  }
}
