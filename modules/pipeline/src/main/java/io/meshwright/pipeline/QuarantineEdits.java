package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.json_object_keys;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.quality.SqlText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Corrected rows in a file of JSON lines, by id. A field that a line gives replaces the one of the
 * row; what no value of the field's type can be is refused, with its line.
 */
final class QuarantineEdits {

  static final String ID = QuarantinedRows.ID;

  /** In an exported file the rules that a row breaks, for the reader. */
  static final String RULES = "mesh_rules";

  private static final String EDIT = "__mesh_edit";
  private static final String PARSED = "__mesh_parsed";
  private static final String UNFIT = "__mesh_unfit";

  /** So many problems are told; a whole file in a wrong form would fill the screen. */
  private static final int MOST_PROBLEMS = 20;

  /** One line of the file without its id and rules. */
  private record Line(int number, ObjectNode fields) {}

  private final Path file;
  private final Contract contract;
  private final Map<String, Line> lines = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();

  private QuarantineEdits(Path file, Contract contract) {
    this.file = file;
    this.contract = contract;
  }

  /**
   * Reads a file.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} that names every line that is no
   *     correction of a row of the contract
   */
  static QuarantineEdits read(Path file, Contract contract) {
    QuarantineEdits edits = new QuarantineEdits(file, contract);
    try {
      int number = 0;
      for (String text : Files.readAllLines(file)) {
        number++;
        if (!text.isBlank()) {
          edits.add(number, text);
        }
      }
    } catch (IOException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          new Problem(
              "Cannot read %s: %s".formatted(file, e),
              "name a file in UTF-8 that quarantine show --export has written"),
          e);
    }
    edits.refuse();
    return edits;
  }

  /** The fields that can be written as JSON and read back: maps only by text. */
  static List<Field> editable(Contract contract) {
    return contract.schema().fields().stream()
        .filter(field -> isEditable(SparkTypes.of(field.type())))
        .toList();
  }

  int size() {
    return lines.size();
  }

  /** The ids and their corrections, whatever the order and layout of the file. */
  String canonical() {
    return lines.entrySet().stream()
        .map(entry -> entry.getKey() + " " + sorted(entry.getValue().fields()))
        .collect(joining("\n"));
  }

  /** The ids as rows of one column, {@code mesh_id}. */
  Dataset<Row> ids(SparkSession spark) {
    return spark.createDataFrame(
        lines.keySet().stream().map(RowFactory::create).toList(),
        StructType.fromDDL(ID + " STRING"));
  }

  /**
   * Replaces the fields that are given; one job, over the edits alone.
   *
   * @param rows the contract's columns and {@code mesh_id}, which is among the edits
   * @throws StageFailedException with {@link ExitCode#INVALID} that names every value that does not
   *     fit its field
   */
  Dataset<Row> apply(Dataset<Row> rows) {
    Dataset<Row> edits = parsed(rows.sparkSession());
    requireFitting(edits);
    Dataset<Row> edited = rows.join(edits, new String[] {ID}, "inner");
    List<String> editable = editable(contract).stream().map(Field::name).toList();
    Column given = json_object_keys(col(EDIT));
    Column[] columns = new Column[rows.columns().length];
    for (int i = 0; i < columns.length; i++) {
      String name = rows.columns()[i];
      Column old = rows.col(SqlText.name(name));
      columns[i] =
          editable.contains(name)
              ? when(array_contains(given, name), col(PARSED).getField(name))
                  .otherwise(old)
                  .as(name)
              : old;
    }
    return edited.select(columns);
  }

  private Dataset<Row> parsed(SparkSession spark) {
    StructType shape =
        new StructType(
                editable(contract).stream()
                    .map(
                        field ->
                            DataTypes.createStructField(
                                field.name(), SparkTypes.of(field.type()), true))
                    .toArray(StructField[]::new))
            .add(UNFIT, DataTypes.StringType);
    Map<String, String> options = new HashMap<>();
    options.put("timeZone", QuarantinedRows.JSON.get("timeZone"));
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", UNFIT);
    return spark
        .createDataFrame(
            lines.entrySet().stream()
                .map(
                    entry ->
                        RowFactory.create(entry.getKey(), entry.getValue().fields().toString()))
                .toList(),
            StructType.fromDDL(ID + " STRING, " + EDIT + " STRING"))
        .withColumn(PARSED, from_json(col(EDIT), shape, options));
  }

  private void requireFitting(Dataset<Row> edits) {
    for (Row row :
        edits
            .where(col(PARSED).getField(UNFIT).isNotNull())
            .select(col(ID), col(PARSED))
            .limit(MOST_PROBLEMS)
            .collectAsList()) {
      Line line = lines.get(row.getString(0));
      Row parsed = row.getStruct(1);
      List<Field> unfit =
          editable(contract).stream()
              .filter(field -> !line.fields().path(field.name()).isNull())
              .filter(field -> line.fields().has(field.name()))
              .filter(field -> parsed.isNullAt(parsed.fieldIndex(field.name())))
              .toList();
      unfit.forEach(field -> problems.add(unfit(line.number(), field)));
      if (unfit.isEmpty()) {
        problems.add(
            at(
                line.number(),
                "a value does not fit its field",
                "compare it with an exported line"));
      }
    }
    refuse();
  }

  private void add(int number, String text) {
    JsonNode json;
    try {
      json = RunReportJson.EXACT.readTree(text);
    } catch (JsonProcessingException e) {
      problems.add(at(number, "it is no JSON", "write one object a line"));
      return;
    }
    if (!(json instanceof ObjectNode object) || !object.path(ID).isTextual()) {
      problems.add(
          at(number, "it is no object with a " + ID, "keep the id that the exported line has"));
      return;
    }

    String id = object.remove(ID).asText();
    object.remove(RULES);
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              Optional<Field> field =
                  editable(contract).stream()
                      .filter(known -> known.name().equals(name))
                      .findFirst();
              field.ifPresentOrElse(
                  known -> checkExact(number, known, object.get(name)),
                  () -> problems.add(unknown(number, name)));
            });
    Line before = lines.putIfAbsent(id, new Line(number, object));
    if (before != null) {
      problems.add(
          at(
              number,
              "row %s is already on line %d".formatted(id, before.number()),
              "keep one of the two lines"));
    }
  }

  private void checkExact(int number, Field field, JsonNode value) {
    if (!fits(SparkTypes.of(field.type()), value)) {
      problems.add(unfit(number, field));
    }
  }

  /** What Spark would take all the same: it makes text of a number, and rounds a decimal. */
  private static boolean fits(DataType type, JsonNode value) {
    if (value.isNull()) {
      return true;
    }
    if (type.equals(DataTypes.StringType)) {
      return value.isTextual();
    }
    if (type instanceof DecimalType decimal) {
      return value.isNumber()
          && value.decimalValue().stripTrailingZeros().scale() <= decimal.scale();
    }
    if (type instanceof ArrayType array) {
      return value.isArray()
          && elements(value).allMatch(element -> fits(array.elementType(), element));
    }
    if (type instanceof MapType map) {
      return value.isObject()
          && elements(value).allMatch(element -> fits(map.valueType(), element));
    }
    if (type instanceof StructType struct) {
      List<String> names = List.of(struct.fieldNames());
      return value.isObject()
          && fieldNames(value).allMatch(names::contains)
          && fieldNames(value)
              .allMatch(name -> fits(struct.apply(name).dataType(), value.get(name)));
    }

    return true;
  }

  private static Stream<JsonNode> elements(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false);
  }

  private static Stream<String> fieldNames(JsonNode node) {
    Iterable<String> names = node::fieldNames;
    return StreamSupport.stream(names.spliterator(), false);
  }

  private Problem unknown(int number, String name) {
    return at(
        number,
        "'%s' is no field that can be corrected".formatted(name),
        "use %s".formatted(editable(contract).stream().map(Field::name).collect(joining(", "))));
  }

  /** Without the value, which may be personal. */
  private Problem unfit(int number, Field field) {
    return at(
        number,
        "the value of '%s' is no %s".formatted(field.name(), field.type()),
        "write it as exported lines do, or null");
  }

  private Problem at(int number, String problem, String fix) {
    return new Problem("%s:%d: %s".formatted(file, number, problem), fix);
  }

  private void refuse() {
    if (problems.isEmpty()) {
      return;
    }

    List<Problem> told =
        new ArrayList<>(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
    if (problems.size() > told.size()) {
      told.add(
          new Problem(
              "and %d problems more".formatted(problems.size() - told.size()),
              "correct these first"));
    }
    throw new StageFailedException(ExitCode.INVALID, told);
  }

  private static Map<String, JsonNode> sorted(ObjectNode fields) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    fieldNames(fields).forEach(name -> sorted.put(name, fields.get(name)));
    return sorted;
  }

  private static boolean isEditable(DataType type) {
    if (type instanceof MapType map) {
      return map.keyType().equals(DataTypes.StringType) && isEditable(map.valueType());
    }
    if (type instanceof ArrayType array) {
      return isEditable(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> isEditable(field.dataType()));
    }

    return true;
  }
}
