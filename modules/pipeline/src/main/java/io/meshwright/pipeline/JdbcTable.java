package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Input;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a database's catalog says of a table, beyond what Spark asks it.
 *
 * @param primaryKey in the order of the key
 * @param notNull the columns that never hold null
 * @param comments by column
 */
record JdbcTable(List<String> primaryKey, Set<String> notNull, Map<String, String> comments) {

  /** A name as SQL writes it: plain, or in the quotes of a database. */
  private static final Pattern NAME =
      Pattern.compile("\\G(?:^|\\.)(?:\"([^\"]+)\"|`([^`]+)`|([^.\"`]+))");

  JdbcTable {
    primaryKey = List.copyOf(primaryKey);
    notNull = Set.copyOf(notNull);
    comments = Map.copyOf(comments);
  }

  /**
   * Asks the database; empty if its catalog has no such table, as where a query is read.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if it cannot be asked
   */
  static Optional<JdbcTable> find(Input.Jdbc jdbc) {
    Properties properties = new Properties();
    properties.putAll(jdbc.options());
    jdbc.user().ifPresent(user -> properties.put("user", user));
    jdbc.password().ifPresent(reference -> properties.put("password", Environment.read(reference)));
    try (Connection connection = DriverManager.getConnection(jdbc.url(), properties)) {
      return find(connection, jdbc.table());
    } catch (SQLException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          new Problem(
              "Cannot ask the database about '%s': %s"
                  .formatted(jdbc.table(), SparkFailures.firstLine(e)),
              "check the URL, the user and what the user may see"),
          e);
    }
  }

  private static Optional<JdbcTable> find(Connection connection, String written)
      throws SQLException {
    DatabaseMetaData catalog = connection.getMetaData();
    String[] parts = parts(catalog, written);
    String table = parts[parts.length - 1];
    Optional<String> qualifier =
        parts.length > 1 ? Optional.of(parts[parts.length - 2]) : Optional.empty();
    boolean hasSchemas = catalog.supportsSchemasInTableDefinitions();
    String database =
        hasSchemas ? connection.getCatalog() : qualifier.orElse(connection.getCatalog());
    String schema = hasSchemas ? qualifier.orElse(connection.getSchema()) : null;

    Set<String> notNull = new HashSet<>();
    Map<String, String> comments = new HashMap<>();
    boolean found = false;
    try (ResultSet columns =
        catalog.getColumns(database, escaped(catalog, schema), escaped(catalog, table), null)) {
      while (columns.next()) {
        found = true;
        String name = columns.getString("COLUMN_NAME");
        if (columns.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls) {
          notNull.add(name);
        }
        Optional.ofNullable(columns.getString("REMARKS"))
            .filter(comment -> !comment.isBlank())
            .ifPresent(comment -> comments.put(name, comment));
      }
    }
    Map<Integer, String> key = new TreeMap<>();
    try (ResultSet columns = catalog.getPrimaryKeys(database, schema, table)) {
      while (columns.next()) {
        key.put(columns.getInt("KEY_SEQ"), columns.getString("COLUMN_NAME"));
      }
    }
    return found
        ? Optional.of(new JdbcTable(List.copyOf(key.values()), notNull, comments))
        : Optional.empty();
  }

  /** The parts of a table's name, in the letter case in which the catalog keeps them. */
  private static String[] parts(DatabaseMetaData catalog, String written) throws SQLException {
    boolean lower = catalog.storesLowerCaseIdentifiers();
    boolean upper = catalog.storesUpperCaseIdentifiers();
    Matcher names = NAME.matcher(written);
    return names
        .results()
        .map(
            name -> {
              if (name.group(3) == null) {
                return name.group(1) == null ? name.group(2) : name.group(1);
              }
              String plain = name.group(3).strip();
              return lower
                  ? plain.toLowerCase(Locale.ROOT)
                  : upper ? plain.toUpperCase(Locale.ROOT) : plain;
            })
        .toArray(String[]::new);
  }

  /** A name as a pattern that only it matches. */
  private static String escaped(DatabaseMetaData catalog, String name) throws SQLException {
    String escape = catalog.getSearchStringEscape();
    return name == null ? null : name.replaceAll("[_%]", Matcher.quoteReplacement(escape) + "$0");
  }
}
