package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

/** Rows that a rule compares the product's own with. */
public sealed interface RowSource {

  /** What another product has published. */
  record OfProduct(ProductName product) implements RowSource {
    public OfProduct {
      requireNonNull(product, "product");
    }

    @Override
    public String toString() {
      return product.toString();
    }
  }

  /** What an input of the same contract has. */
  record OfInput(String input) implements RowSource {
    public OfInput {
      requireNonNull(input, "input");
      if (input.isBlank() || input.contains(".")) {
        throw new IllegalArgumentException(
            "Invalid input name '%s': expected a name without dots".formatted(input));
      }
    }

    @Override
    public String toString() {
      return input;
    }
  }

  /**
   * Reads {@code domain.product}, or the name of an input.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static RowSource parse(String text) {
    return text.contains(".") ? new OfProduct(ProductName.parse(text)) : new OfInput(text);
  }
}
