package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something a product reads, by the name its transform uses.
 *
 * @param schema the columns to read, by their names at the source; required for CSV and JSON, where
 *     guessing would hide a change
 * @param columns new names on the way in: our name to the source's name
 */
public record Input(String name, Source source, List<Column> schema, Map<String, String> columns) {

  /** A column of a source. */
  public record Column(String name, FieldType type) {
    public Column {
      requireNonNull(name, "name");
      requireNonNull(type, "type");
    }
  }

  /** Where an input comes from. */
  public sealed interface Source {}

  /** Formats of {@link Files}. */
  public enum FileFormat {
    CSV,
    JSON,
    PARQUET,
    AVRO,
    ORC,
    DELTA;

    /** Says whether the files do not say themselves what their columns are. */
    public boolean isText() {
      return this == CSV || this == JSON;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Files, or a Delta table, below a path; {@code options} are passed to Spark's reader. */
  public record Files(FileFormat format, String path, Map<String, String> options)
      implements Source {
    public Files {
      requireNonNull(format, "format");
      requireNonNull(path, "path");
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }

  /**
   * A table of a database. The password is a reference, never a value.
   *
   * @param table a table name, or a query in parentheses with an alias
   */
  public record Jdbc(
      String url,
      String table,
      Optional<String> user,
      Optional<SecretReference> password,
      Map<String, String> options)
      implements Source {
    public Jdbc {
      requireNonNull(url, "url");
      requireNonNull(table, "table");
      requireNonNull(user, "user");
      requireNonNull(password, "password");
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }

  /** Another data product, in one of the versions that the reference accepts. */
  public record Product(ProductReference reference) implements Source {
    public Product {
      requireNonNull(reference, "reference");
    }
  }

  public Input {
    requireNonNull(name, "name");
    requireNonNull(source, "source");
    schema = List.copyOf(schema);
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }
}
