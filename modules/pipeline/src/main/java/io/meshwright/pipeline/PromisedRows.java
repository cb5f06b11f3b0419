package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.lit;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a table as another version of its contract would see them: the contract's columns,
 * with null where the table has none.
 *
 * @param retyped columns that only a run can turn into what the contract says, by name, with why
 */
record PromisedRows(Dataset<Row> rows, Map<String, String> retyped) {

  /** Reads no row. A wider type is the same value; any other is not guessed at. */
  static PromisedRows of(Dataset<Row> table, Contract contract) {
    Map<String, String> retyped = new LinkedHashMap<>();
    List<Column> columns = new ArrayList<>();
    for (Field field : contract.schema().fields()) {
      DataType wanted = SparkTypes.of(field.type());
      Optional<StructField> column = find(table, field.name());
      boolean fits =
          column
              .map(StructField::dataType)
              .filter(
                  type ->
                      type.catalogString().equals(wanted.catalogString())
                          || Conform.isLossless(type, wanted))
              .isPresent();
      if (column.isPresent() && !fits) {
        retyped.put(
            field.name(),
            "%s is %s in the table and %s in the contract: only a run tells what its values become"
                .formatted(field.name(), column.get().dataType().catalogString(), field.type()));
      }
      Column value = fits ? table.col(SqlText.name(column.get().name())) : lit(null);
      columns.add(value.cast(wanted).as(field.name()));
    }
    return new PromisedRows(table.select(columns.toArray(Column[]::new)), retyped);
  }

  /** Why a rule cannot be asked, if it speaks of a column that has another type. */
  Optional<String> whyNot(Rule rule) {
    return retyped.entrySet().stream()
        .filter(column -> speaksOf(rule, column.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean speaksOf(Rule rule, String column) {
    Assertion assertion = rule.assertion();
    Stream<String> sql =
        Stream.of(
                rule.scope().where(),
                assertion instanceof Assertion.Expression expression
                    ? Optional.of(expression.predicate())
                    : Optional.<String>empty(),
                assertion instanceof Assertion.Query query
                    ? Optional.of(query.sql())
                    : Optional.<String>empty(),
                assertion instanceof Assertion.Comparison comparison
                    ? Optional.of(comparison.other())
                    : Optional.<String>empty())
            .flatMap(Optional::stream);
    boolean isAboutAllCells =
        assertion instanceof Assertion.Completeness completeness && completeness.field().isEmpty();
    return isAboutAllCells
        || assertion.fields().contains(column)
        || sql.anyMatch(text -> mentions(text, column));
  }

  /** Says whether SQL may speak of a column. */
  static boolean mentions(String sql, String column) {
    return Pattern.compile("(?i)(?<!\\w)" + Pattern.quote(column) + "(?!\\w)").matcher(sql).find();
  }

  /** A name that differs in letter case is the same column. */
  private static Optional<StructField> find(Dataset<Row> table, String name) {
    return Arrays.stream(table.schema().fields())
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst();
  }
}
