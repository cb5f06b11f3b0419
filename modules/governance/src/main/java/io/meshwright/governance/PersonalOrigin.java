package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

/**
 * That a column of the result is made from personal data.
 *
 * @param column of the result
 * @param source the personal field it is made from, such as {@code customers.email}
 */
public record PersonalOrigin(String column, String source) {
  public PersonalOrigin {
    requireNonNull(column, "column");
    requireNonNull(source, "source");
  }
}
