package io.meshwright.protection;

import static org.apache.spark.sql.functions.udf;

import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.ProductName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns a product's rows into what may be stored, and back.
 *
 * <p>By the contract's {@code protect} of each field: {@code encrypt} gives a binary column, {@code
 * tokenize} a string column, {@code mask} a text column, and {@code drop} none. Null stays null,
 * and every other column stays as it is, in its place. Protected columns are nullable.
 *
 * <p>No action is run and nothing of the session is changed. Plans hold wrapped keysets only; each
 * JVM of an executor unwraps a keyset once. A keyset that does not exist is made by the first
 * {@link #protect}; nothing is read or made before.
 */
public final class Protection {

  private final ProductName product;
  private final KeyProvider keys;
  private final Map<String, ProtectedColumn> columns;
  private final Map<KeyName, WrappedKeyset> keysets = new HashMap<>();

  private Protection(ProductName product, KeyProvider keys, List<ProtectedColumn> columns) {
    this.product = product;
    this.keys = keys;
    this.columns = new LinkedHashMap<>();
    columns.forEach(column -> this.columns.put(column.name(), column));
  }

  /** Protects the columns of the published table as the contract says. */
  public static Protection of(Contract contract, KeyProvider keys) {
    ProductName product = contract.name();
    return new Protection(
        product,
        keys,
        contract.schema().fields().stream()
            .flatMap(
                field ->
                    field.traits().protection().stream()
                        .map(protection -> column(product, field, protection)))
            .toList());
  }

  /**
   * Protects rows that are set aside: every field that is personal or protected is encrypted under
   * the product's quarantine key, whatever its {@code protect} says, so that all can be revealed
   * when the rows are put back.
   */
  public static Protection ofQuarantine(Contract contract, KeyProvider keys) {
    KeyName key = KeyName.ofQuarantine(contract.name());
    return new Protection(
        contract.name(),
        keys,
        contract.schema().fields().stream()
            .filter(field -> field.traits().pii() || field.traits().protection().isPresent())
            .map(
                field ->
                    new ProtectedColumn(field.name(), field.type(), ColumnProtection.ENCRYPT, key))
            .toList());
  }

  private static ProtectedColumn column(
      ProductName product, Field field, ColumnProtection protection) {
    KeyName key =
        protection == ColumnProtection.TOKENIZE
            ? KeyName.ofTokens(product.domain())
            : KeyName.ofColumns(product, KeyClass.of(field));
    return new ProtectedColumn(field.name(), field.type(), protection, key);
  }

  /** The protected columns, in the order of the contract. */
  public List<ProtectedColumn> columns() {
    return List.copyOf(columns.values());
  }

  /** Says whether nothing is to be protected; {@link #protect} then returns its rows. */
  public boolean isEmpty() {
    return columns.isEmpty();
  }

  /**
   * The columns that {@link #protect} makes of rows with these.
   *
   * @throws ProtectionException if a protected column is missing or of another type than the
   *     contract's
   */
  public StructType published(StructType plain) {
    requireColumns(plain);
    return new StructType(
        Arrays.stream(plain.fields())
            .flatMap(
                field ->
                    find(field.name())
                        .map(column -> published(column, field))
                        .orElse(Stream.of(field)))
            .toArray(StructField[]::new));
  }

  /**
   * Protects rows of the contract's types.
   *
   * @throws ProtectionException if a protected column is missing, of another type than the
   *     contract's, or of one that cannot be protected so; or if a key cannot be had
   */
  public Dataset<Row> protect(Dataset<Row> rows) {
    if (isEmpty()) {
      return rows;
    }

    StructType schema = rows.schema();
    requireColumns(schema);
    List<Column> selected = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column value = column(rows, field.name());
      find(field.name())
          .map(column -> protect(column, value).map(made -> as(made, field)))
          .orElse(Optional.of(value))
          .ifPresent(selected::add);
    }
    return rows.select(selected.toArray(Column[]::new));
  }

  /**
   * Decrypts the encrypted columns that {@code rows} have. Tokens and masks cannot be turned back
   * and stay. Values are checked as they are read: a row whose value was encrypted for another
   * column, or with a key that is gone, fails the query that reads it.
   *
   * @throws ProtectionException if an encrypted column is not binary, or its key cannot be had
   */
  public Dataset<Row> reveal(Dataset<Row> rows) {
    List<Column> selected = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column value = column(rows, field.name());
      Optional<ProtectedColumn> encrypted =
          find(field.name()).filter(column -> column.protection() == ColumnProtection.ENCRYPT);
      encrypted.ifPresent(column -> requireBinary(field));
      selected.add(encrypted.map(column -> as(decrypt(column, value), field)).orElse(value));
    }
    return rows.select(selected.toArray(Column[]::new));
  }

  /**
   * The protected form of a value of the field {@code name}, for values that stand elsewhere than
   * in a column of that name; a field that is not protected stays as it is.
   *
   * @return empty if the field is to be dropped
   */
  public Optional<Column> protect(String name, Column value) {
    return find(name).map(column -> protect(column, value)).orElse(Optional.of(value));
  }

  /** The value of the field {@code name} that {@code protected_} is the encrypted form of. */
  public Column reveal(String name, Column encrypted) {
    return find(name)
        .filter(column -> column.protection() == ColumnProtection.ENCRYPT)
        .map(column -> decrypt(column, encrypted))
        .orElse(encrypted);
  }

  private Optional<Column> protect(ProtectedColumn column, Column value) {
    return switch (column.protection()) {
      case ENCRYPT -> Optional.of(encrypt(column, value));
      case TOKENIZE -> Optional.of(tokenize(column, value));
      case MASK -> Optional.of(Mask.of(column, value));
      case DROP -> Optional.empty();
    };
  }

  /** Not deterministic, so that Spark neither folds a constant nor shares a ciphertext. */
  private Column encrypt(ProtectedColumn column, Column value) {
    ValueEncoding encoding = ValueEncoding.of(column.type());
    WrappedKeyset keyset = keysets.computeIfAbsent(column.key(), keys::obtain);
    return udf(new EncryptValue(keyset, place(column.name()), encoding), DataTypes.BinaryType)
        .withName("mesh_encrypt")
        .asNondeterministic()
        .apply(encoding.toEncode(value));
  }

  private Column decrypt(ProtectedColumn column, Column value) {
    ValueEncoding encoding = ValueEncoding.of(column.type());
    WrappedKeyset keyset = keysets.computeIfAbsent(column.key(), keys::load);
    return encoding.toValue(
        udf(new DecryptValue(keyset, place(column.name()), encoding), encoding.decodedType())
            .withName("mesh_decrypt")
            .apply(value));
  }

  private Column tokenize(ProtectedColumn column, Column value) {
    ValueEncoding encoding = ValueEncoding.of(column.type());
    WrappedKeyset keyset = keysets.computeIfAbsent(column.key(), keys::obtain);
    return udf(new TokenizeValue(keyset, encoding), DataTypes.StringType)
        .withName("mesh_tokenize")
        .apply(encoding.toEncode(value));
  }

  private Optional<ProtectedColumn> find(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /** Where a value is at home, {@code domain.product/column}. */
  private String place(String column) {
    return product + "/" + column;
  }

  private static Stream<StructField> published(ProtectedColumn column, StructField field) {
    return switch (column.protection()) {
      case ENCRYPT -> Stream.of(field(field, DataTypes.BinaryType));
      case TOKENIZE -> Stream.of(field(field, DataTypes.StringType));
      case MASK -> Stream.of(field(field, field.dataType()));
      case DROP -> Stream.empty();
    };
  }

  private static StructField field(StructField field, DataType type) {
    return new StructField(field.name(), type, true, field.metadata());
  }

  private static Column as(Column value, StructField field) {
    return value.as(field.name(), field.metadata());
  }

  private static Column column(Dataset<Row> rows, String name) {
    return rows.col("`" + name.replace("`", "``") + "`");
  }

  private void requireColumns(StructType schema) {
    for (ProtectedColumn column : columns.values()) {
      StructField field =
          Arrays.stream(schema.fields())
              .filter(candidate -> candidate.name().equals(column.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      ProtectionException.invalid(
                          "Cannot protect %s: the rows have no such column"
                              .formatted(place(column.name())),
                          "give the rows every column of the contract"));
      DataType wanted = SparkType.of(column.type());
      if (!field.dataType().catalogString().equals(wanted.catalogString())) {
        throw ProtectionException.invalid(
            "Cannot protect %s: it is %s, and the contract says %s"
                .formatted(place(column.name()), field.dataType().catalogString(), column.type()),
            "cast it to the contract's type before");
      }
    }
  }

  private void requireBinary(StructField field) {
    if (!field.dataType().equals(DataTypes.BinaryType)) {
      throw ProtectionException.invalid(
          "Cannot reveal %s: it is %s, and encrypted values are binary"
              .formatted(place(field.name()), field.dataType().catalogString()),
          "read the table that a run published with protect: encrypt");
    }
  }
}
