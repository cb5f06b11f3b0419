package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.udf;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.ProductName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Persons whose rows are looked for by the contract's {@code subject_key}, in clear, as tokens or
 * encrypted. Their values are in no plan and leave this JVM only as tokens of the domain, which are
 * their pseudonyms.
 */
public final class Subjects {

  /** What {@link #number} gives for a row of nobody who is looked for. */
  public static final int NOBODY = FindSubject.NOBODY;

  /** What {@link #number} gives for a row whose value is encrypted and cannot be decrypted. */
  public static final int UNREADABLE = FindSubject.UNREADABLE;

  private static final int ID_LENGTH = 16;

  private final ProductName product;
  private final Field key;
  private final KeyProvider keys;
  private final List<String> pseudonyms;
  private final SubjectTokens tokens;

  private Subjects(
      ProductName product,
      Field key,
      KeyProvider keys,
      List<String> pseudonyms,
      SubjectTokens tokens) {
    this.product = product;
    this.key = key;
    this.keys = keys;
    this.pseudonyms = List.copyOf(pseudonyms);
    this.tokens = tokens;
  }

  /**
   * Reads the values of subjects.
   *
   * @param key the field that says which person a row is about
   * @throws IllegalArgumentException if one is no value of the field's type; its message does not
   *     have the value
   */
  public static Subjects of(Contract contract, Field key, KeyProvider keys, List<String> values) {
    ValueEncoding encoding = ValueEncoding.of(key.type());
    Map<String, List<String>> spellings = new LinkedHashMap<>();
    for (String value : values) {
      spellings
          .computeIfAbsent(canonical(encoding, key, value), text -> new ArrayList<>(List.of(text)))
          .add(value);
    }
    WrappedKeyset keyset = keys.obtain(KeyName.ofTokens(contract.name().domain()));
    return new Subjects(
        contract.name(),
        key,
        keys,
        spellings.keySet().stream().map(text -> SubjectTokens.token(keyset, text)).toList(),
        SubjectTokens.of(keyset, List.copyOf(spellings.values())));
  }

  /** The subjects' tokens, by number. */
  public List<String> pseudonyms() {
    return pseudonyms;
  }

  /** The same for the same product and subjects, whatever their order: 16 hexadecimal digits. */
  public String id() {
    String text = product + "\n" + String.join("\n", pseudonyms.stream().sorted().toList());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  /** The name under which plans and Delta's log show {@link #number}. */
  public String functionName() {
    return "mesh_subject_" + id();
  }

  /**
   * The number of the subject that a row is about, {@link #NOBODY} or {@link #UNREADABLE}.
   *
   * @param value of the subject key, as a table has it
   * @param type what it has it as; BINARY is encrypted
   * @throws ProtectionException if it is encrypted and the product has no key
   */
  public Column number(Column value, DataType type) {
    ValueEncoding encoding = new ValueEncoding(type);
    String place = product + "/" + key.name();
    FindSubject find =
        type.equals(DataTypes.BinaryType)
            ? FindSubject.encrypted(tokens, encoding, keysets(), place)
            : FindSubject.inClear(tokens, encoding, place);
    return udf(find, DataTypes.IntegerType)
        .withName(functionName())
        .apply(encoding.toEncode(value));
  }

  /** The number of the subject that a text names as a word of its own, or {@link #NOBODY}. */
  public Column numberInText(Column text) {
    return udf(new FindSubjectInText(tokens), DataTypes.IntegerType)
        .withName(functionName())
        .apply(text);
  }

  private List<WrappedKeyset> keysets() {
    List<WrappedKeyset> keysets =
        keys.names(product.toString()).stream()
            .filter(name -> !name.equals(KeyName.ofSubjects(product)))
            .map(keys::load)
            .toList();
    if (keysets.isEmpty()) {
      throw ProtectionException.denied(
          "Cannot look into %s/%s: it is encrypted, and the product has no key in %s"
              .formatted(product, key.name(), keys),
          "name the place of the keys under mesh.keys, or restore them from a copy");
    }

    return keysets;
  }

  /** The text of today's contract; tables of other versions may have the value as given. */
  private static String canonical(ValueEncoding encoding, Field key, String value) {
    try {
      return encoding.canonical(value);
    } catch (RuntimeException e) { // Its message has the value.
      throw new IllegalArgumentException(
          "A given subject is no %s, which %s is".formatted(key.type(), key.name()));
    }
  }
}
