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
import java.util.Set;
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
 *
 * <p>Where the contract says {@code erasure: shred}, values are encrypted with a key of the person
 * whom their row is about. Then {@link #protect} and {@link #reveal} do run a query, for the
 * persons of the rows, unless {@link #withKeysFor} has.
 */
public final class Protection {

  private final ProductName product;
  private final KeyProvider keys;
  private final Map<String, ProtectedColumn> columns;
  private final Map<KeyName, WrappedKeyset> keysets = new HashMap<>();
  private final Optional<SubjectField> subjects;
  private final Optional<Dataset<Row>> subjectKeys;

  private Protection(
      ProductName product,
      KeyProvider keys,
      List<ProtectedColumn> columns,
      Optional<SubjectField> subjects,
      Optional<Dataset<Row>> subjectKeys) {
    this.product = product;
    this.keys = keys;
    this.columns = new LinkedHashMap<>();
    columns.forEach(column -> this.columns.put(column.name(), column));
    this.subjects = subjects;
    this.subjectKeys = subjectKeys;
  }

  /** Protects the columns of a published table whose contract has no {@code erasure: shred}. */
  public static Protection of(Contract contract, KeyProvider keys) {
    return of(contract, keys, new NoSubjectKeys());
  }

  /**
   * Protects the columns of the published table as the contract says.
   *
   * @param store used where the contract says {@code erasure: shred}, and not touched elsewhere
   */
  public static Protection of(Contract contract, KeyProvider keys, SubjectKeyStore store) {
    ProductName product = contract.name();
    Optional<SubjectField> subjects =
        contract.handling().shreds()
            ? contract
                .handling()
                .subjectKey()
                .flatMap(contract.schema()::findField)
                .map(field -> SubjectField.of(product, field, store))
            : Optional.empty();
    return new Protection(
        product,
        keys,
        contract.schema().fields().stream()
            .flatMap(
                field ->
                    field.traits().protection().stream()
                        .map(protection -> column(product, field, protection)))
            .toList(),
        subjects,
        Optional.empty());
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
            .toList(),
        Optional.empty(),
        Optional.empty());
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

  /** The columns whose values are encrypted with a key of the person whom their row is about. */
  public List<String> ofSubjects() {
    return subjects.isEmpty()
        ? List.of()
        : columns.values().stream()
            .filter(column -> column.protection() == ColumnProtection.ENCRYPT)
            .map(ProtectedColumn::name)
            .toList();
  }

  /**
   * The same with the keys of the persons whom {@code plain} is about, made where there are none:
   * one query, where the contract says {@code erasure: shred}. It protects and reveals rows about
   * these persons without another query.
   *
   * @throws ProtectionException if a key cannot be had
   */
  public Protection withKeysFor(Dataset<Row> plain) {
    return subjects
        .map(
            persons ->
                persons
                    .store()
                    .obtain(product, SubjectRows.tokens(plain, tokenOfPlain(persons, plain))))
        .map(persons -> with(SubjectRows.keys(plain.sparkSession(), persons)))
        .orElse(this);
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
    if (subjects.isPresent() && subjectKeys.isEmpty()) {
      return withKeysFor(rows).protect(rows);
    }

    Dataset<Row> beside =
        subjects.map(persons -> besideKeys(rows, tokenOfPlain(persons, rows))).orElse(rows);
    List<Column> selected = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column value = column(beside, field.name());
      find(field.name())
          .map(column -> protect(column, value).map(made -> as(made, field)))
          .orElse(Optional.of(value))
          .ifPresent(selected::add);
    }
    return beside.select(selected.toArray(Column[]::new));
  }

  /**
   * Decrypts the encrypted columns that {@code rows} have. Tokens and masks cannot be turned back
   * and stay. Values are checked as they are read: a row whose value was encrypted for another
   * column, or with a key that is gone, fails the query that reads it. A value whose person's key
   * was destroyed is null.
   *
   * @throws ProtectionException if an encrypted column is not binary, or its key cannot be had
   */
  public Dataset<Row> reveal(Dataset<Row> rows) {
    boolean needsSubjects =
        subjects.isPresent()
            && Arrays.stream(rows.schema().fieldNames()).anyMatch(ofSubjects()::contains);
    if (needsSubjects && subjectKeys.isEmpty()) {
      return withKeysOf(rows).reveal(rows);
    }

    Dataset<Row> beside =
        subjects
            .filter(persons -> needsSubjects)
            .map(persons -> besideKeys(rows, tokenOfPublished(persons, rows)))
            .orElse(rows);
    List<Column> selected = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column value = column(beside, field.name());
      Optional<ProtectedColumn> encrypted =
          find(field.name()).filter(column -> column.protection() == ColumnProtection.ENCRYPT);
      encrypted.ifPresent(column -> requireBinary(field));
      selected.add(encrypted.map(column -> as(decrypt(column, value), field)).orElse(value));
    }
    return beside.select(selected.toArray(Column[]::new));
  }

  /**
   * The protected form of a value of the field {@code name}, for values that stand elsewhere than
   * in a column of that name; a field that is not protected stays as it is.
   *
   * @return empty if the field is to be dropped
   */
  public Optional<Column> protect(String name, Column value) {
    requireWithoutSubjects(name);
    return find(name).map(column -> protect(column, value)).orElse(Optional.of(value));
  }

  /** The value of the field {@code name} that {@code protected_} is the encrypted form of. */
  public Column reveal(String name, Column encrypted) {
    requireWithoutSubjects(name);
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
    if (subjects.isPresent()) {
      WrappedKeyset persons = keysets.computeIfAbsent(KeyName.ofSubjects(product), keys::obtain);
      return udf(
              new EncryptForSubject(keyset, persons, place(column.name()), encoding),
              DataTypes.BinaryType)
          .withName("mesh_encrypt")
          .asNondeterministic()
          .apply(
              encoding.toEncode(value), new Column(SubjectRows.TOKEN), new Column(SubjectRows.KEY));
    }
    return udf(new EncryptValue(keyset, place(column.name()), encoding), DataTypes.BinaryType)
        .withName("mesh_encrypt")
        .asNondeterministic()
        .apply(encoding.toEncode(value));
  }

  private Column decrypt(ProtectedColumn column, Column value) {
    ValueEncoding encoding = ValueEncoding.of(column.type());
    WrappedKeyset keyset = keysets.computeIfAbsent(column.key(), keys::load);
    if (subjects.isPresent()) {
      WrappedKeyset persons = keysets.computeIfAbsent(KeyName.ofSubjects(product), keys::load);
      return encoding.toValue(
          udf(
                  new DecryptForSubject(keyset, persons, place(column.name()), encoding),
                  encoding.decodedType())
              .withName("mesh_decrypt")
              .apply(
                  value,
                  new Column(SubjectRows.TOKEN),
                  new Column(SubjectRows.KEY),
                  new Column(SubjectRows.DESTROYED)));
    }
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

  /** The same with the keys that the persons of published rows have and had. */
  private Protection withKeysOf(Dataset<Row> published) {
    SubjectField persons = subjects.orElseThrow();
    Set<String> tokens = SubjectRows.tokens(published, tokenOfPublished(persons, published));
    return with(SubjectRows.keys(published.sparkSession(), persons.store().find(product, tokens)));
  }

  private Protection with(Dataset<Row> keysOfSubjects) {
    return new Protection(product, keys, columns(), subjects, Optional.of(keysOfSubjects));
  }

  private Dataset<Row> besideKeys(Dataset<Row> rows, Column token) {
    return SubjectRows.join(rows, token, subjectKeys.orElseThrow());
  }

  private Column tokenOfPlain(SubjectField persons, Dataset<Row> rows) {
    return tokenize(persons.column(), column(rows, persons.column().name()));
  }

  private Column tokenOfPublished(SubjectField persons, Dataset<Row> rows) {
    if (!List.of(rows.columns()).contains(persons.column().name())) {
      throw ProtectionException.invalid(
          "Cannot reveal rows of %s without %s: it says whose key their values are encrypted with"
              .formatted(product, persons.column().name()),
          "reveal rows with the column, and leave it out afterwards");
    }

    return persons.isTokenized()
        ? column(rows, persons.column().name())
        : tokenOfPlain(persons, rows);
  }

  private void requireWithoutSubjects(String name) {
    if (ofSubjects().contains(name)) {
      throw ProtectionException.invalid(
          "Cannot protect or reveal %s by itself: its values are encrypted with a key of the person"
                  .formatted(place(name))
              + " whom their row is about",
          "give whole rows");
    }
  }

  /**
   * Whom rows are about.
   *
   * @param column the field that says it, as one that is made a token
   * @param isTokenized whether it is one in the published table
   */
  private record SubjectField(ProtectedColumn column, boolean isTokenized, SubjectKeyStore store) {
    static SubjectField of(ProductName product, Field field, SubjectKeyStore store) {
      return new SubjectField(
          Protection.column(product, field, ColumnProtection.TOKENIZE),
          field.traits().protection().isPresent(),
          store);
    }
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
