package io.meshwright.protection;

import static org.apache.spark.sql.functions.udf;

import io.meshwright.contract.ProductName;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes values from the older keys of a product to the ones that encrypt now, without turning them
 * into the contract's types. Which key a value needs, the value says; so this works for tables that
 * an earlier contract made.
 *
 * <p>Tokens have one key for good, and the values of a subject with a key of its own stay as they
 * are.
 */
public final class Reencryption {

  private final ProductName product;
  private final List<WrappedKeyset> keysets;

  private Reencryption(ProductName product, List<WrappedKeyset> keysets) {
    this.product = product;
    this.keysets = List.copyOf(keysets);
  }

  /**
   * Opens every key that encrypts values of a product.
   *
   * @throws ProtectionException if one cannot be read or unwrapped
   */
  public static Reencryption of(ProductName product, KeyProvider keys) {
    List<WrappedKeyset> keysets =
        keys.names(product.toString()).stream()
            .filter(KeyName::isForValues)
            .map(keys::load)
            .toList();
    keysets.forEach(UnwrappedKeys::of); // An executor would say it in the middle of a job.
    return new Reencryption(product, keysets);
  }

  /** The keys that encrypt no longer, by the keyset they are of. */
  public List<OldKey> oldKeys() {
    List<OldKey> old = new ArrayList<>();
    for (WrappedKeyset keyset : keysets) {
      keyset.keys().stream()
          .filter(key -> !key.equals(keyset.primary()))
          .forEach(key -> old.add(new OldKey(keyset.name(), key)));
    }
    return old;
  }

  /** A key that does not encrypt any more. */
  public record OldKey(KeyName name, KeyId key) {}

  /**
   * What each value of a binary column needs, as {@link KeyUse#toString} prints it; null where it
   * is no ciphertext of these keys.
   */
  public Column use(String column, Column value) {
    ValueKeys keys = keys(column);
    UDF1<byte[], String> use = bytes -> keys.find(bytes).map(KeyUse::toString).orElse(null);
    return udf(use, DataTypes.StringType).withName("mesh_key_use").apply(value);
  }

  /** Each value under the key that encrypts now, where an older one brings it back. */
  public Column renewed(String column, Column value) {
    ValueKeys keys = keys(column);
    UDF1<byte[], byte[]> renew = keys::renew;
    return udf(renew, DataTypes.BinaryType)
        .withName("mesh_renew")
        .asNondeterministic()
        .apply(value);
  }

  private ValueKeys keys(String column) {
    return new ValueKeys(keysets, product + "/" + column);
  }
}
