package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keysets in a folder: made, rotated and destroyed, and what is said where one is not right. */
class FolderKeyProviderTest {

  private static final ProductName CUSTOMERS = ProductName.of("sales", "customers");
  private static final KeyName EMAIL = KeyName.ofColumns(CUSTOMERS, "email");
  private static final String COLUMN = "sales.customers/email";

  @TempDir private Path folder;
  private KeyProvider keys;

  @BeforeEach
  void openKeys() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  @Test
  void readsWhatWasEncryptedBeforeARotation() {
    byte[] before = encrypt("ann@example.com");
    WrappedKeyset rotated = keys.rotate(EMAIL);
    byte[] after = encrypt("bob@example.com");

    assertThat(keyOf(before)).isEqualTo(rotated.keys().get(0));
    assertThat(keyOf(after)).isEqualTo(rotated.keys().get(1)).isEqualTo(rotated.primary());
    assertThat(decrypt(before)).isEqualTo("ann@example.com");
    assertThat(decrypt(after)).isEqualTo("bob@example.com");
  }

  @Test
  void takesWhatADestroyedKeyEncryptedWithIt() {
    byte[] before = encrypt("ann@example.com");
    keys.rotate(EMAIL);
    KeyId old = keyOf(before);

    keys.destroy(EMAIL, old);

    assertThatThrownBy(() -> decrypt(before))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessage(
            """
            Cannot reveal sales.customers/email: a value in it was encrypted with key id %s, which \
            sales.customers/column-email does not have
                fix: restore the keyset from a copy that has the key; if the key was destroyed, \
            the value is gone"""
                .formatted(old));
  }

  @Test
  void keepsTheKeyThatEncrypts() {
    KeyId primary = keys.obtain(EMAIL).primary();

    assertThatThrownBy(() -> keys.destroy(EMAIL, primary))
        .hasMessage(
            """
            Cannot destroy key id %s: it is the one that sales.customers/column-email encrypts with
                fix: rotate the key and rewrite what it encrypted before"""
                .formatted(primary));
  }

  @Test
  void losesNoKeyWhenTwoRotateAtOnce() throws Exception {
    keys.obtain(EMAIL);
    ExecutorService writers = Executors.newFixedThreadPool(4);
    Set<KeyId> made = new HashSet<>();
    try {
      Callable<KeyId> rotate =
          () ->
              FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"))
                  .rotate(EMAIL)
                  .primary();
      for (Future<KeyId> rotation : writers.invokeAll(List.of(rotate, rotate, rotate, rotate))) {
        made.add(rotation.get());
      }
    } finally {
      writers.shutdownNow();
    }

    assertThat(made).hasSize(4);
    assertThat(keys.load(EMAIL).keys()).hasSize(5).containsAll(made);
  }

  @Test
  void refusesToRotateTokens() {
    KeyName tokens = KeyName.ofTokens("sales");
    keys.obtain(tokens);

    assertThatThrownBy(() -> keys.rotate(tokens))
        .hasMessage(
            """
            Cannot rotate sales/tokens: equal values would get different tokens, and joins would \
            lose rows
                fix: keep it, or protect the field with encrypt""");
  }

  @Test
  void refusesAValueOfAnotherColumn() {
    byte[] email = encrypt("ann@example.com");

    assertThatThrownBy(
            () -> new ColumnCipher(keys.load(EMAIL), "sales.customers/phone").decrypt(email))
        .hasMessage(
            """
            Cannot reveal sales.customers/phone: a value in it was encrypted for another column, \
            or changed since
                fix: read it from the column it was published in; a value cannot be moved""");
  }

  @Test
  void refusesTheKeysetOfAnotherProduct() throws IOException {
    keys.obtain(EMAIL);
    Path other = folder.resolve("keys/sales.orders/column-email.json");
    Files.createDirectories(other.getParent());
    Files.copy(folder.resolve("keys/sales.customers/column-email.json"), other);

    assertThatThrownBy(() -> keys.load(KeyName.parse("sales.orders/column-email")))
        .hasMessage(
            """
            Cannot use key sales.orders/column-email: sales.orders/column-email.json in the key \
            folder %s holds the keyset of sales.customers/column-email
                fix: restore the keyset that belongs here"""
                .formatted(folder.resolve("keys")));
  }

  @Test
  void refusesTheKeysetOfAnotherProductUnderItsName() throws IOException {
    keys.obtain(EMAIL);
    Path file = folder.resolve("keys/sales.customers/column-email.json");
    Path other = folder.resolve("keys/sales.orders/column-email.json");
    Files.createDirectories(other.getParent());
    Files.writeString(other, Files.readString(file).replace("sales.customers", "sales.orders"));

    assertThatThrownBy(
            () ->
                new ColumnCipher(
                    keys.load(KeyName.parse("sales.orders/column-email")), "sales.orders/email"))
        .hasMessage(
            """
            Cannot unwrap key sales.orders/column-email: it was wrapped by another key than \
            file:%s, or for another product
                fix: give the key encryption key it was made with, or restore the keyset that \
            belongs here"""
                .formatted(folder.resolve("kek")));
  }

  @Test
  void saysThatAKeyIsMissing() {
    assertThatThrownBy(() -> keys.load(EMAIL))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessage(
            """
            Cannot read with key sales.customers/column-email: there is no such key in the key \
            folder %s
                fix: name the place of the keys under mesh.keys, or restore them from a copy; \
            without the key the values cannot be read"""
                .formatted(folder.resolve("keys")));
  }

  @Test
  void refusesAKeyEncryptionKeyThatOthersCanRead() throws IOException {
    keys.obtain(EMAIL);
    Files.setPosixFilePermissions(
        folder.resolve("kek"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> keys.rotate(EMAIL))
        .hasMessage(
            """
            Cannot use key encryption key file:%1$s: others than its owner can read it
                fix: chmod 600 %1$s"""
                .formatted(folder.resolve("kek")));
  }

  @Test
  void makesNoNewKeyEncryptionKeyBesideKeysetsOfAnotherOne() throws IOException {
    keys.obtain(EMAIL);
    Files.delete(folder.resolve("kek"));

    assertThatThrownBy(() -> keys.obtain(KeyName.ofColumns(CUSTOMERS, "phone")))
        .hasMessage(
            """
            Cannot make key encryption key %s: the key folder %s holds keysets that another one \
            wrapped
                fix: restore the file; a new one could not read what is there"""
                .formatted(folder.resolve("kek"), folder.resolve("keys")));
  }

  @Test
  void keepsFilesFromOthersAndKeysWrapped() throws IOException {
    keys.obtain(EMAIL);
    Path file = folder.resolve("keys/sales.customers/column-email.json");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("kek"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .contains("\"encryptedKeyset\"", "\"wrapped_by\" : \"file:" + folder.resolve("kek"))
        .doesNotContain("\"keyData\"");
  }

  private byte[] encrypt(String value) {
    return new ColumnCipher(keys.obtain(EMAIL), COLUMN).encrypt(value.getBytes(UTF_8));
  }

  private String decrypt(byte[] encrypted) {
    return new String(new ColumnCipher(keys.load(EMAIL), COLUMN).decrypt(encrypted), UTF_8);
  }

  private static KeyId keyOf(byte[] encrypted) {
    return new KeyId(java.nio.ByteBuffer.wrap(encrypted, 1, Integer.BYTES).getInt());
  }
}
