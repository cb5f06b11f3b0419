package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Compares a table with the contract it is to hold, and says what Delta 3.3 can do in place. Runs
 * no job.
 *
 * <p>Delta makes no column NOT NULL that was not created so. A CHECK constraint holds every writer
 * to the same, and counts for it.
 */
final class TableComparison {

  private static final String REQUIRED = "mesh_required_";
  private static final String WIDENING = "delta.enableTypeWidening";
  private static final String COLUMN_MAPPING = "delta.columnMapping.mode";
  private static final String STATISTICS = "delta.dataSkippingStatsColumns";
  private static final String OWN_TABLE =
      "give the contract the next major version, which gets a table of its own";
  private static final List<DataType> WIDENED =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType);

  private final Contract contract;
  private final TableState table;
  private final AlterTable alter;
  private final Map<String, String> wantedConstraints = new TreeMap<>();
  private final List<TableDifference> differences = new ArrayList<>();
  private final List<String> widened = new ArrayList<>();

  private TableComparison(
      Contract contract, TableState table, String path, Map<String, String> constraints) {
    this.contract = contract;
    this.table = table;
    this.alter = new AlterTable(path);
    constraints.forEach((name, sql) -> wantedConstraints.put(name.toLowerCase(Locale.ROOT), sql));
  }

  /**
   * Every difference, in the order of the contract.
   *
   * @param constraints what the table is to enforce, by name
   * @param stamp properties that say which contract the table holds
   * @param properties every other property that the contract asks for
   */
  static List<TableDifference> between(
      Contract contract,
      TableState table,
      String path,
      Map<String, String> constraints,
      Map<String, String> stamp,
      Map<String, String> properties) {
    TableComparison comparison = new TableComparison(contract, table, path, constraints);
    comparison.columns();
    comparison.constraints();
    comparison.words();
    comparison.properties(properties);
    comparison.stamp(stamp);
    return List.copyOf(comparison.differences);
  }

  /** The constraint that stands for NOT NULL, as a field's name has it. */
  static String requiredName(String field) {
    return REQUIRED + field.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
  }

  private void columns() {
    Optional<String> before = Optional.empty();
    for (Field field : contract.schema().fields()) {
      Optional<StructField> column = table.find(field.name());
      if (column.isPresent()) {
        boolean fits = type(field, column.get());
        nullability(field, column.get(), fits);
      } else {
        missing(field, before);
      }
      before = Optional.of(field.name());
    }
    for (StructField column : table.columns().fields()) {
      if (contract.schema().fields().stream()
          .noneMatch(field -> field.name().equalsIgnoreCase(column.name()))) {
        refuse(
            "has a column '%s' that the contract does not have".formatted(column.name()),
            "a removed field breaks its readers: " + OWN_TABLE);
      }
    }
    if (!table.partitions().equals(contract.schema().partitionedBy())) {
      refuse(
          "is partitioned by %s, the contract says %s"
              .formatted(table.partitions(), contract.schema().partitionedBy()),
          "rewrite the table, or publish a new major version");
    }
  }

  private void missing(Field field, Optional<String> before) {
    String difference =
        "has no column '%s' (%s)".formatted(field.name(), SparkTypes.of(field.type()).sql());
    Optional<String> otherCase =
        Arrays.stream(table.columns().fieldNames())
            .filter(field.name()::equalsIgnoreCase)
            .findFirst();
    if (otherCase.isPresent()) {
      refuse(
          "has '%s', which the contract calls '%s'".formatted(otherCase.get(), field.name()),
          "write the field as the table does, or " + OWN_TABLE);
    } else if (field.generatedAs().isPresent()) {
      refuse(
          difference,
          "Delta computes a column only in a table created with it: leave out generated and give"
              + " the column in the transform, or "
              + OWN_TABLE);
    } else if (TargetTable.isUnfitForFiles(field.name()) && !isMapped()) {
      refuse(
          difference,
          "Delta takes such a name only in a table created for it: use letters, digits and _, or "
              + OWN_TABLE);
    } else {
      List<MigrationStep> steps = new ArrayList<>();
      steps.add(alter.addColumn(field, before));
      if (!field.isNullable()) {
        steps.add(require(field.name()));
      }
      differ(difference, steps);
    }
  }

  private boolean isMapped() {
    return !table.properties().getOrDefault(COLUMN_MAPPING, "none").equals("none");
  }

  /** Returns whether the column has the type, or can get it. */
  private boolean type(Field field, StructField column) {
    DataType wanted = SparkTypes.of(field.type());
    if (column.dataType().catalogString().equals(wanted.catalogString())) {
      return true;
    }

    String difference =
        "has '%s' as %s, the contract says %s"
            .formatted(
                field.name(),
                type(column.dataType(), column.nullable()),
                type(wanted, field.isNullable()));
    List<MigrationStep> steps = new ArrayList<>();
    boolean isInPlace =
        !table.partitions().contains(field.name())
            && change(List.of(field.name()), column.dataType(), wanted, steps)
            && !steps.isEmpty();
    if (!isInPlace) {
      refuse(
          difference,
          "Delta 3.3 makes byte and short wider in place, up to integer, and nothing else: "
              + OWN_TABLE);
      return false;
    }
    if (steps.stream().anyMatch(step -> step.kind() == MigrationStep.Kind.WIDEN_TYPE)) {
      widened.add(field.name());
      if (!table.properties().getOrDefault(WIDENING, "false").equals("true")) {
        steps.add(0, alter.allowWidening());
      }
    }
    differ(difference, steps);
    return true;
  }

  /** Adds what makes one type of the other; returns false if that cannot be done in place. */
  private boolean change(List<String> path, DataType from, DataType to, List<MigrationStep> steps) {
    if (from.catalogString().equals(to.catalogString())) {
      return true;
    }
    if (from instanceof StructType old && to instanceof StructType young) {
      return members(path, old, young, steps);
    }
    if (from instanceof ArrayType old && to instanceof ArrayType young) {
      return change(child(path, "element"), old.elementType(), young.elementType(), steps);
    }
    if (from instanceof MapType old && to instanceof MapType young) {
      return old.keyType().catalogString().equals(young.keyType().catalogString())
          && change(child(path, "value"), old.valueType(), young.valueType(), steps);
    }
    if (WIDENED.contains(from) && WIDENED.indexOf(to) > WIDENED.indexOf(from)) {
      steps.add(alter.widen(path, to));
      return true;
    }

    return false;
  }

  /** Members that are there already stand first and in the same order; Delta adds at the end. */
  private boolean members(
      List<String> path, StructType from, StructType to, List<MigrationStep> steps) {
    if (to.length() < from.length()) {
      return false;
    }

    for (int i = 0; i < to.length(); i++) {
      StructField wanted = to.fields()[i];
      List<String> member = child(path, wanted.name());
      if (i >= from.length()) {
        steps.add(alter.addMember(member, wanted.dataType()));
      } else if (!from.fields()[i].name().equals(wanted.name())
          || !change(member, from.fields()[i].dataType(), wanted.dataType(), steps)) {
        return false;
      }
    }
    return true;
  }

  private void nullability(Field field, StructField column, boolean fits) {
    if (column.nullable() == field.isNullable()) {
      return;
    }

    DataType type = column.dataType();
    String difference =
        "has '%s' as %s, the contract says %s"
            .formatted(field.name(), type(type, column.nullable()), type(type, field.isNullable()));
    boolean isHeldToIt = table.constraints().containsKey(requiredName(field.name()));
    MigrationStep step =
        field.isNullable() ? alter.dropNotNull(field.name()) : require(field.name());
    if (fits && (field.isNullable() || !isHeldToIt)) {
      differ(difference, List.of(step));
    }
  }

  private MigrationStep require(String field) {
    String condition = SqlText.name(field) + " IS NOT NULL";
    wantedConstraints.put(requiredName(field), condition);
    return alter.addConstraint(requiredName(field), condition);
  }

  private void constraints() {
    Map<String, String> present = table.constraints();
    present.forEach(
        (name, sql) -> {
          Optional<String> wanted = Optional.ofNullable(wantedConstraints.get(name));
          boolean isSame = wanted.filter(other -> SparkSqlSyntax.isSame(sql, other)).isPresent();
          if (!isSame) {
            List<MigrationStep> steps = new ArrayList<>(List.of(alter.dropConstraint(name)));
            wanted.ifPresent(condition -> steps.add(alter.addConstraint(name, condition)));
            differ(
                "enforces '%s', which the contract does not say: %s".formatted(name, sql), steps);
          } else if (widened.stream().anyMatch(column -> PromisedRows.mentions(sql, column))) {
            // Delta changes no column that a constraint speaks of.
            differ(
                "enforces '%s' on a column that becomes wider: %s".formatted(name, sql),
                List.of(alter.dropConstraint(name), alter.addConstraint(name, wanted.get())));
          }
        });
    wantedConstraints.forEach(
        (name, condition) -> {
          if (!present.containsKey(name) && !name.startsWith(REQUIRED)) {
            differ(
                "does not enforce '%s'".formatted(name),
                List.of(alter.addConstraint(name, condition)));
          }
        });
  }

  private void words() {
    for (Field field : contract.schema().fields()) {
      Optional<String> wanted = text(field.description());
      table
          .find(field.name())
          .filter(column -> !comment(column).equals(wanted))
          .ifPresent(
              column ->
                  differences.add(
                      TableDifference.inWords(
                          "describes '%s' in other words".formatted(field.name()),
                          alter.describe(field.name(), wanted))));
    }
    Optional<String> wanted = text(contract.description());
    if (!table.description().equals(wanted)) {
      differences.add(
          TableDifference.inWords("is described in other words", alter.describe(wanted)));
    }
  }

  private void properties(Map<String, String> wanted) {
    Map<String, String> changed = changed(wanted);
    changed.remove(COLUMN_MAPPING);
    if (!changed.isEmpty()) {
      differences.add(
          TableDifference.inWords(
              "has other properties",
              alter.setProperties(
                  MigrationStep.Kind.SET_PROPERTIES,
                  changed.keySet().stream().collect(joining(", ", "set ", "")),
                  changed)));
    }
    // What is listed wins over the number of columns, by which a contract asks for no statistics.
    if (table.properties().containsKey(STATISTICS)
        && wanted.containsKey("delta.dataSkippingNumIndexedCols")) {
      differences.add(
          TableDifference.inWords(
              "keeps statistics of personal data", alter.unsetProperty(STATISTICS)));
    }
  }

  private void stamp(Map<String, String> wanted) {
    if (!changed(wanted).isEmpty()) {
      differences.add(
          TableDifference.inWords(
              "does not say that it holds this contract",
              alter.setProperties(
                  MigrationStep.Kind.STAMP,
                  "say that it holds %s %s".formatted(contract.name(), contract.version()),
                  wanted)));
    }
  }

  private Map<String, String> changed(Map<String, String> wanted) {
    Map<String, String> changed = new LinkedHashMap<>(wanted);
    changed.entrySet().removeAll(table.properties().entrySet());
    return changed;
  }

  private void differ(String difference, List<MigrationStep> steps) {
    differences.add(TableDifference.of(difference, steps.toArray(MigrationStep[]::new)));
  }

  private void refuse(String difference, String wayOut) {
    differences.add(TableDifference.refused(difference, wayOut));
  }

  private static List<String> child(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  private static Optional<String> comment(StructField column) {
    return text(
        column.getComment().isDefined()
            ? Optional.of(column.getComment().get())
            : Optional.empty());
  }

  private static Optional<String> text(Optional<String> description) {
    return description.map(String::strip).filter(text -> !text.isEmpty());
  }

  private static String type(DataType type, boolean nullable) {
    return type.catalogString() + (nullable ? "" : " not null");
  }
}
