package io.meshwright.protection;

import static java.util.stream.Collectors.joining;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;

/**
 * How plain Spark SQL reads what {@link Protection} encrypted, for those who have the keys but not
 * this library.
 *
 * <p>The form of a ciphertext is Tink's: a byte {@code 01}, four bytes of key id, then what {@code
 * aes_decrypt} calls GCM, with {@code domain.product/column} as additional data.
 */
public final class RevealSql {

  private final Protection protection;
  private final String product;
  private final KeyProvider keys;

  public RevealSql(Contract contract, KeyProvider keys) {
    this.protection = Protection.of(contract, keys);
    this.product = contract.name().toString();
    this.keys = keys;
  }

  /**
   * One SQL expression for each encrypted column that has a key, by the column's name. A key is
   * {@code unbase64(secret(scope, name))}, where the name is {@link #secretName}.
   *
   * @param scope the name of a secret scope, for Databricks' function {@code secret}
   */
  public Map<String, String> expressions(String scope) {
    Map<String, String> expressions = new TreeMap<>();
    for (ProtectedColumn column : encrypted()) {
      keys.find(column.key())
          .ifPresent(keyset -> expressions.put(column.name(), expression(column, keyset, scope)));
    }
    return expressions;
  }

  /** The columns that only this library reads: each person's values have a key of their own. */
  public List<String> needLibrary() {
    return protection.ofSubjects();
  }

  /** The columns that are encrypted and have no key yet, since nothing was published. */
  public List<String> withoutKey() {
    return encrypted().stream()
        .filter(column -> keys.find(column.key()).isEmpty())
        .map(ProtectedColumn::name)
        .toList();
  }

  /** The name under which a key is looked for in a secret scope. */
  public static String secretName(KeyName name, KeyId key) {
    return name.owner() + "." + name.use() + "." + key;
  }

  /**
   * Writes each key that the expressions ask for, 32 bytes in base64, into a file named for its
   * secret that only its owner can read; to be put into a secret scope and deleted.
   *
   * @return the files' names
   * @throws ProtectionException if a key cannot be unwrapped
   */
  public List<String> export(Path folder) {
    AtomicFolder files = new AtomicFolder(folder);
    List<String> names = new ArrayList<>();
    encrypted().stream()
        .map(ProtectedColumn::key)
        .distinct()
        .flatMap(name -> keys.find(name).stream())
        .forEach(
            keyset ->
                rawKeys(keyset)
                    .forEach(
                        (key, text) -> {
                          String name = secretName(keyset.name(), key);
                          files.update(name, old -> Optional.of(text));
                          names.add(name);
                        }));
    return names;
  }

  @AccessesPartialKey
  static Map<KeyId, String> rawKeys(WrappedKeyset keyset) {
    KeysetHandle handle = UnwrappedKeys.of(keyset).handle();
    Map<KeyId, String> keys = new TreeMap<>();
    for (int i = 0; i < handle.size(); i++) {
      AesGcmKey key = (AesGcmKey) handle.getAt(i).getKey();
      byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
      keys.put(new KeyId(handle.getAt(i).getId()), Base64.getEncoder().encodeToString(bytes));
    }
    return keys;
  }

  private List<ProtectedColumn> encrypted() {
    List<String> ofSubjects = protection.ofSubjects();
    return protection.columns().stream()
        .filter(column -> column.protection() == ColumnProtection.ENCRYPT)
        .filter(column -> !ofSubjects.contains(column.name()))
        .toList();
  }

  private String expression(ProtectedColumn column, WrappedKeyset keyset, String scope) {
    String name = "`" + column.name().replace("`", "``") + "`";
    String key =
        keyset.keys().stream()
            .map(
                id ->
                    "WHEN '%s' THEN unbase64(secret(%s, %s))"
                        .formatted(id, text(scope), text(secretName(keyset.name(), id))))
            .collect(joining(" ", "CASE hex(substring(%s, 2, 4)) ".formatted(name), " END"));
    String decrypted =
        "aes_decrypt(substring(%s, 6), %s, 'GCM', 'DEFAULT', %s)"
            .formatted(name, key, text(product + "/" + column.name()));
    ValueEncoding encoding = ValueEncoding.of(column.type());
    if (encoding.type().equals(DataTypes.BinaryType)) {
      return decrypted;
    }

    String asText = "CAST(%s AS STRING)".formatted(decrypted);
    if (NestedJson.isNested(encoding.type())) {
      return "from_json(%s, %s)".formatted(asText, text(encoding.type().sql()));
    }

    return encoding.type().equals(DataTypes.StringType)
        ? asText
        : "CAST(%s AS %s)".formatted(asText, encoding.type().sql());
  }

  private static String text(String value) {
    return "'%s'".formatted(value.replace("\\", "\\\\").replace("'", "\\'"));
  }
}
