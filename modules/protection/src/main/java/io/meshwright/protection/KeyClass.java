package io.meshwright.protection;

import io.meshwright.contract.Field;
import java.util.Locale;

/** Which columns share a key: those of one {@code pii_category}. */
final class KeyClass {

  /** The class of a column that says no category. */
  static final String DEFAULT = "pii";

  private KeyClass() {}

  static String of(Field field) {
    return field.traits().piiCategory().map(KeyClass::normal).orElse(DEFAULT);
  }

  /** A class is part of a file's name, so it is made of letters, digits and underscores. */
  static String normal(String category) {
    String word =
        category.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    return word.isEmpty() ? DEFAULT : word;
  }
}
