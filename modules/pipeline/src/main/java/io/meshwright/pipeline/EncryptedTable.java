package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.delta.tables.DeltaTable;
import io.meshwright.protection.KeyUse;
import io.meshwright.protection.Reencryption;
import io.meshwright.quality.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table with encrypted values, and the keys that they are under.
 *
 * @param within the struct whose members are the columns that a contract speaks of; empty if the
 *     table's own are
 * @param encrypted columns whose binary values are ciphertexts
 */
record EncryptedTable(
    SparkSession spark,
    String location,
    Optional<String> within,
    Set<String> encrypted,
    Reencryption keys) {

  private static final String FOUND = "mesh_found";
  private static final String COLUMN = "mesh_column";
  private static final String USE = "mesh_use";

  EncryptedTable {
    encrypted = Set.copyOf(encrypted);
  }

  /** Counts the values under each key, slice by slice: one job over the binary columns. */
  Rekey.Table find() {
    Dataset<Row> rows = read();
    StructType schema = rows.schema();
    Column[] uses =
        binaries(schema).entrySet().stream()
            .map(
                binary ->
                    struct(
                        lit(binary.getKey()).as(COLUMN),
                        keys.use(binary.getKey(), binary.getValue()).as(USE)))
            .toArray(Column[]::new);
    if (uses.length == 0) {
      return new Rekey.Table(location, List.of(), List.of());
    }

    List<StructField> partitions = partitions().stream().map(schema::apply).toList();
    List<Column> counted =
        partitions.stream()
            .map(field -> col(SqlText.name(field.name())).cast("string").as(field.name()))
            .toList();
    Column[] selected =
        Stream.concat(counted.stream(), Stream.of(explode(array(uses)).as(FOUND)))
            .toArray(Column[]::new);
    Column[] grouped =
        Stream.concat(
                partitions.stream().map(field -> col(SqlText.name(field.name()))),
                Stream.of(col(FOUND).getField(COLUMN), col(FOUND).getField(USE)))
            .toArray(Column[]::new);
    return table(
        partitions,
        rows.select(selected)
            .where(col(FOUND).getField(USE).isNotNull())
            .groupBy(grouped)
            .count()
            .collectAsList());
  }

  private Rekey.Table table(List<StructField> partitions, List<Row> counts) {
    Map<String, Rekey.Values> values = new TreeMap<>();
    Map<String, Rekey.Slice> slices = new TreeMap<>();
    int column = partitions.size();
    for (Row row : counts) {
      KeyUse use = KeyUse.parse(row.getString(column + 1));
      Rekey.Values found = new Rekey.Values(row.getString(column), use, row.getLong(column + 2));
      if (isCiphertext(found)) {
        values.merge(found.column() + " " + use, found, Rekey.Values::plus);
      }
      if (use.state() == KeyUse.State.OLD) {
        Rekey.Slice slice = slice(partitions, row, found.count());
        slices.merge(slice.name(), slice, Rekey.Slice::plus);
      }
    }
    return new Rekey.Table(location, List.copyOf(values.values()), List.copyOf(slices.values()));
  }

  /** Any binary value may begin as a ciphertext does; one that a key opens is one. */
  private boolean isCiphertext(Rekey.Values found) {
    return switch (found.use().state()) {
      case CURRENT, OLD -> true;
      case UNREADABLE, UNKNOWN -> encrypted.contains(found.column());
    };
  }

  private static Rekey.Slice slice(List<StructField> partitions, Row row, long values) {
    List<String> names = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < partitions.size(); i++) {
      StructField field = partitions.get(i);
      String column = SqlText.name(field.name());
      names.add(field.name() + "=" + row.getString(i));
      conditions.add(
          row.isNullAt(i)
              ? column + " IS NULL"
              : "%s = CAST(%s AS %s)"
                  .formatted(column, SqlText.text(row.getString(i)), field.dataType().sql()));
    }
    return new Rekey.Slice(String.join("/", names), String.join(" AND ", conditions), values);
  }

  /**
   * Rows of slices with every value under the key that encrypts now.
   *
   * @param slices some of those that {@link #find} found, at least one
   */
  Dataset<Row> renewed(List<Rekey.Slice> slices) {
    Dataset<Row> rows = read();
    return condition(slices).map(rows::where).orElse(rows).select(renewed(rows.schema()));
  }

  /**
   * Puts renewed rows in place of the old ones: one commit, of which Delta knows that it changes no
   * row. They are computed within the transaction, from what the table has then. Rows that are
   * added to these slices meanwhile stay; a file of theirs that is removed is a conflict.
   *
   * @param metadata what the commit says of itself
   */
  void replace(List<Rekey.Slice> slices, Dataset<Row> renewed, String metadata) {
    DataFrameWriter<Row> writer =
        renewed
            .write()
            .format("delta")
            .mode(SaveMode.Overwrite)
            .option("partitionOverwriteMode", "static")
            .option("dataChange", "false")
            .option("userMetadata", metadata);
    condition(slices).ifPresent(condition -> writer.option("replaceWhere", condition));
    writer.save(location);
  }

  /** What selects the rows of slices; empty if the table has no partitions. */
  private static Optional<String> condition(List<Rekey.Slice> slices) {
    return slices.stream()
        .map(Rekey.Slice::condition)
        .filter(condition -> !condition.isEmpty())
        .map(condition -> "(" + condition + ")")
        .reduce((one, other) -> one + " OR " + other);
  }

  private Column[] renewed(StructType schema) {
    return Arrays.stream(schema.fields()).map(this::renewed).toArray(Column[]::new);
  }

  private Column renewed(StructField field) {
    Column value = col(SqlText.name(field.name()));
    if (within.isEmpty() && isBinary(field)) {
      value = keys.renewed(field.name(), value);
    }
    if (within.filter(field.name()::equals).isPresent()) {
      for (String member : binaryNames((StructType) field.dataType())) {
        value = value.withField(SqlText.name(member), keys.renewed(member, value.getField(member)));
      }
    }
    return value.as(field.name(), field.metadata());
  }

  /** The binary columns, by the names that the contract has for them. */
  private Map<String, Column> binaries(StructType schema) {
    Map<String, Column> binaries = new LinkedHashMap<>();
    if (within.isEmpty()) {
      binaryNames(schema).forEach(name -> binaries.put(name, col(SqlText.name(name))));
    } else {
      Column struct = col(SqlText.name(within.get()));
      binaryNames((StructType) schema.apply(within.get()).dataType())
          .forEach(name -> binaries.put(name, struct.getField(name)));
    }
    return binaries;
  }

  private static List<String> binaryNames(StructType columns) {
    return Arrays.stream(columns.fields())
        .filter(EncryptedTable::isBinary)
        .map(StructField::name)
        .toList();
  }

  private static boolean isBinary(StructField field) {
    return field.dataType().equals(DataTypes.BinaryType);
  }

  private List<String> partitions() {
    return table().detail().select("partitionColumns").head().getList(0);
  }

  private Dataset<Row> read() {
    return spark.read().format("delta").load(location);
  }

  DeltaTable table() {
    return DeltaTable.forPath(spark, location);
  }
}
