package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How quarantined rows are changed before they are tried again. */
public sealed interface Correction {

  /**
   * A file of JSON lines, such as {@link Quarantine#export} writes: {@code mesh_id}, and the fields
   * that get another value. A field that a line leaves out stays as it is.
   */
  record Edits(Path file) implements Correction {
    public Edits {
      requireNonNull(file, "file");
    }
  }

  /**
   * SQL over the columns of each row; without an assignment rows are tried as they are.
   *
   * @param where which of the selected rows are meant; empty means each
   */
  record Sql(Optional<String> where, List<Assignment> assignments) implements Correction {
    public Sql {
      requireNonNull(where, "where");
      assignments = List.copyOf(assignments);
    }
  }

  /** A field and the SQL expression that gives its value, over the row as it was. */
  record Assignment(String field, String expression) {
    public Assignment {
      requireNonNull(field, "field");
      requireNonNull(expression, "expression");
    }

    /**
     * Parses text such as {@code status = 'completed'}.
     *
     * @throws IllegalArgumentException if there is no {@code =} with something on either side
     */
    public static Assignment parse(String text) {
      int equals = text.indexOf('=');
      String field = equals < 0 ? "" : text.substring(0, equals).strip();
      String expression = text.substring(equals + 1).strip();
      if (field.isEmpty() || expression.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid correction '%s': expected FIELD = EXPRESSION, such as status = 'completed'"
                .formatted(text));
      }

      boolean quoted = field.length() > 2 && field.startsWith("`") && field.endsWith("`");
      return new Assignment(
          quoted ? field.substring(1, field.length() - 1).replace("``", "`") : field, expression);
    }
  }
}
