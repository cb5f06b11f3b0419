package io.meshwright.protection;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * What a keyset is for, written {@code owner/use}: {@code sales.orders/column-email}, {@code
 * sales.orders/quarantine}, {@code sales.orders/subjects}, {@code sales/tokens}.
 *
 * @param owner a product, or for tokens a domain
 */
public record KeyName(String owner, String use) implements Comparable<KeyName>, Serializable {

  private static final Pattern OWNER = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)?");
  private static final Pattern USE = Pattern.compile("[a-z0-9][a-z0-9_-]*");

  private static final String COLUMN = "column-";
  private static final String QUARANTINE = "quarantine";
  private static final String SUBJECTS = "subjects";
  private static final String TOKENS = "tokens";

  public KeyName {
    requireNonNull(owner, "owner");
    requireNonNull(use, "use");
    if (!OWNER.matcher(owner).matches() || !USE.matcher(use).matches()) {
      throw new IllegalArgumentException(
          "Invalid key name '%s/%s': expected domain.product/use, such as sales.orders/column-email"
              .formatted(owner, use));
    }
  }

  /**
   * The key that encrypts the columns of one class, such as {@code email}.
   *
   * <p>A class is the contract's {@code pii_category} in lower case, with {@code _} for every run
   * of characters that is neither letter nor digit.
   */
  public static KeyName ofColumns(ProductName product, String columnClass) {
    return new KeyName(product.toString(), COLUMN + KeyClass.normal(columnClass));
  }

  /** The key of a product's rows that are set aside. */
  public static KeyName ofQuarantine(ProductName product) {
    return new KeyName(product.toString(), QUARANTINE);
  }

  /** The key under which a product's subjects have keys of their own. */
  public static KeyName ofSubjects(ProductName product) {
    return new KeyName(product.toString(), SUBJECTS);
  }

  /** The key of a domain's tokens. Never rotated: equal values would get different tokens. */
  public static KeyName ofTokens(String domain) {
    return new KeyName(domain, TOKENS);
  }

  /**
   * Reads {@code owner/use}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static KeyName parse(String text) {
    int slash = text.indexOf('/');
    return new KeyName(text.substring(0, Math.max(slash, 0)), text.substring(slash + 1));
  }

  boolean isForTokens() {
    return use.equals(TOKENS);
  }

  /** Says whether it encrypts values of a product, in its table or in quarantine. */
  boolean isForValues() {
    return use.startsWith(COLUMN) || use.equals(QUARANTINE);
  }

  @Override
  public int compareTo(KeyName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return owner + "/" + use;
  }
}
