package io.meshwright.pipeline;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.apache.spark.sql.functions.expr;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.contract.Production;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gives rows exactly the columns of a contract, in its order and types. What cannot be done without
 * losing a value is refused, all of it at once; nothing is ever cast narrower.
 */
final class Conform {

  private static final Set<String> FILLED_BY_SCD2 =
      Set.of(Production.Write.VALID_FROM, Production.Write.VALID_TO, Production.Write.IS_CURRENT);

  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private Conform() {}

  /** The fields a transform must give: all but those that scd2 fills itself. */
  static List<Field> expected(Contract contract) {
    boolean scd2 = contract.production().write().mode() == Production.Mode.SCD2;
    return contract.schema().fields().stream()
        .filter(field -> !(scd2 && FILLED_BY_SCD2.contains(field.name())))
        .toList();
  }

  /**
   * @throws StageFailedException with {@link ExitCode#REJECTED} that names every missing, extra and
   *     wrongly typed column
   */
  static Dataset<Row> conform(Dataset<Row> rows, Contract contract) {
    List<Problem> problems = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    StructType given = rows.schema();
    List<Field> fields = expected(contract);
    problems.addAll(repeated(given));
    for (Field field : fields) {
      Optional<StructField> column = find(given, field.name());
      if (column.isPresent()) {
        column(field, column.get(), problems).ifPresent(columns::add);
      } else if (field.generatedAs().isPresent()) {
        generated(field, rows, problems).ifPresent(columns::add);
      } else {
        problems.add(missing(field, given));
      }
    }
    for (StructField column : given.fields()) {
      boolean known = fields.stream().anyMatch(field -> field.name().equals(column.name()));
      boolean misspelt =
          fields.stream()
              .map(Field::name)
              .anyMatch(
                  name -> name.equalsIgnoreCase(column.name()) && find(given, name).isEmpty());
      if (!known && !misspelt) {
        problems.add(extra(column));
      }
    }
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.REJECTED, problems);
    }

    return rows.select(columns.toArray(Column[]::new));
  }

  private static Optional<Column> column(Field field, StructField given, List<Problem> problems) {
    DataType wanted = SparkTypes.of(field.type());
    Column column = new Column(SqlText.name(field.name()));
    if (given.dataType().catalogString().equals(wanted.catalogString())) {
      return Optional.of(column);
    }
    if (isLossless(given.dataType(), wanted)) {
      return Optional.of(column.cast(wanted).as(field.name()));
    }

    problems.add(
        new Problem(
            "column '%s' is %s, the contract says %s"
                .formatted(field.name(), given.dataType().catalogString(), field.type()),
            "cast it in the transform, where you can decide what happens to values that do not"
                + " fit: CAST(%s AS %s) makes null of them, or with spark.sql.ansi.enabled stops"
                    .formatted(SqlText.name(field.name()), field.type())
                + " the run"));
    return Optional.empty();
  }

  /** A column the transform leaves to the contract, which says what it is made from. */
  private static Optional<Column> generated(
      Field field, Dataset<Row> rows, List<Problem> problems) {
    String sql = field.generatedAs().orElseThrow();
    Column column = expr(sql).cast(SparkTypes.of(field.type())).as(field.name());
    try {
      rows.select(column);
      return Optional.of(column);
    } catch (Exception e) { // Spark's analysis errors are checked, and Scala does not declare them.
      problems.add(
          new Problem(
              "column '%s' cannot be generated as %s: %s"
                  .formatted(field.name(), sql, SparkFailures.firstLine(e)),
              "correct generated in the contract, or give the column in the transform"));
      return Optional.empty();
    }
  }

  /** Names that occur twice, to which nobody could refer. */
  private static List<Problem> repeated(StructType given) {
    Map<String, Long> times =
        Arrays.stream(given.fieldNames())
            .collect(groupingBy(name -> name, LinkedHashMap::new, counting()));
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .map(
            entry ->
                new Problem(
                    "column '%s' is given %d times".formatted(entry.getKey(), entry.getValue()),
                    "leave one in the transform, or give the others their own names"))
        .toList();
  }

  /** Widening only: every value of {@code from} is a value of {@code to}. */
  static boolean isLossless(DataType from, DataType to) {
    if (from.equals(DataTypes.NullType)) {
      return true;
    }
    if (INTEGERS.contains(from) && INTEGERS.contains(to)) {
      return INTEGERS.indexOf(from) <= INTEGERS.indexOf(to);
    }
    if (from.equals(DataTypes.FloatType)) {
      return to.equals(DataTypes.DoubleType);
    }
    if (to instanceof DecimalType wide) {
      return integerDigits(from) <= wide.precision() - wide.scale() && scale(from) <= wide.scale();
    }

    return false;
  }

  private static int integerDigits(DataType type) {
    if (type instanceof DecimalType decimal) {
      return decimal.precision() - decimal.scale();
    }
    int index = INTEGERS.indexOf(type);
    return index < 0 ? Integer.MAX_VALUE : List.of(3, 5, 10, 19).get(index);
  }

  private static int scale(DataType type) {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  private static Optional<StructField> find(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).findFirst();
  }

  private static Problem missing(Field field, StructType given) {
    Optional<String> otherCase =
        Arrays.stream(given.fieldNames()).filter(field.name()::equalsIgnoreCase).findFirst();
    return new Problem(
        "column '%s' (%s) is missing".formatted(field.name(), field.type()),
        otherCase
            .map(
                name ->
                    "the transform calls it '%s': use the contract's letter case".formatted(name))
            .orElse("add it to the transform, or remove the field from the contract"));
  }

  private static Problem extra(StructField column) {
    return new Problem(
        "column '%s' (%s) is not in the contract"
            .formatted(column.name(), column.dataType().catalogString()),
        "add the field to the contract, or leave the column out of the transform");
  }
}
