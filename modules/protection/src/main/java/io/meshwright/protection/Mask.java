package io.meshwright.protection;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.meshwright.contract.FieldType;
import org.apache.spark.sql.Column;

/**
 * Hides all but a few characters of a text: {@code a***m} for one of six characters or more, {@code
 * ***} for a shorter one. The length is hidden too.
 */
final class Mask {

  private static final String HIDDEN = "***";
  private static final int SHORTEST_TO_SHOW = 6;

  private Mask() {}

  static Column of(ProtectedColumn column, Column value) {
    return when(value.isNull(), lit(null))
        .when(
            length(value).geq(SHORTEST_TO_SHOW),
            concat(substring(value, 1, 1), lit(HIDDEN), substring(value, -1, 1)))
        .otherwise(hidden(column));
  }

  /** A column of one or two characters has no room for three stars. */
  private static String hidden(ProtectedColumn column) {
    if (column.type() instanceof FieldType.Text text && text.length() < HIDDEN.length()) {
      return HIDDEN.substring(0, text.length());
    }
    if (column.type().isText()) {
      return HIDDEN;
    }

    throw ProtectionException.invalid(
        "Cannot mask %s: it is %s, and only text can be masked"
            .formatted(column.name(), column.type()),
        "encrypt it, or drop it");
  }
}
