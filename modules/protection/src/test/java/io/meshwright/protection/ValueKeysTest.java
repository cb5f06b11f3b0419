package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values under older keys, and what may happen to them. */
class ValueKeysTest {

  private static final ProductName ORDERS = ProductName.of("sales", "orders");
  private static final KeyName MAIL = KeyName.ofColumns(ORDERS, "mail");
  private static final String COLUMN = "sales.orders/mail";

  @TempDir private Path folder;

  private KeyProvider keys;
  private KeyId older;
  private byte[] old;
  private byte[] ofOtherColumn;

  @BeforeEach
  void rotate() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
    WrappedKeyset before = keys.obtain(MAIL);
    older = before.primary();
    old = encrypt(before, COLUMN);
    ofOtherColumn = encrypt(before, "sales.orders/phone");
    keys.rotate(MAIL);
  }

  @Test
  void takesAnOldValueToTheKeyThatEncryptsNow() {
    ValueKeys values = values();

    byte[] renewed = values.renew(old);

    assertThat(values.find(old)).contains(new KeyUse(KeyUse.State.OLD, older));
    assertThat(values.find(renewed))
        .contains(new KeyUse(KeyUse.State.CURRENT, keys.load(MAIL).primary()));
    assertThat(new ColumnCipher(keys.load(MAIL), COLUMN).decrypt(renewed))
        .isEqualTo("a@example.org".getBytes(UTF_8));
    assertThat(values.renew(renewed)).isSameAs(renewed);
  }

  @Test
  void leavesWhatItCannotOpen() {
    byte[] changed = old.clone();
    changed[old.length - 1]++;
    byte[] ofSubject = old.clone();
    ofSubject[0] = 2;
    byte[] ofUnknownKey = old.clone();
    ofUnknownKey[1]++;

    ValueKeys values = values();

    assertThat(values.find(ofOtherColumn)).contains(new KeyUse(KeyUse.State.UNREADABLE, older));
    assertThat(values.find(changed)).contains(new KeyUse(KeyUse.State.UNREADABLE, older));
    assertThat(values.find(ofUnknownKey))
        .contains(new KeyUse(KeyUse.State.UNKNOWN, KeyId.of(ofUnknownKey)));
    assertThat(values.find(ofSubject)).isEmpty();
    assertThat(values.find(new byte[] {1, 2, 3})).isEmpty();
    assertThat(values.find(null)).isEmpty();
    assertThat(List.of(ofOtherColumn, changed, ofUnknownKey, ofSubject))
        .allSatisfy(value -> assertThat(values.renew(value)).isSameAs(value));
    assertThat(values.renew(null)).isNull();
  }

  @Test
  void namesTheKeysThatEncryptNoLonger() {
    keys.obtain(KeyName.ofQuarantine(ORDERS));
    keys.obtain(KeyName.ofSubjects(ORDERS));
    keys.rotate(KeyName.ofSubjects(ORDERS));

    assertThat(Reencryption.of(ORDERS, keys).oldKeys())
        .containsExactly(new Reencryption.OldKey(MAIL, older));
  }

  @Test
  void refusesBeforeAnyJobWhenAKeyCannotBeOpened() throws IOException {
    keys.rotate(MAIL); // Another keyset than any that this JVM has opened.
    Files.writeString(folder.resolve("kek"), SecretKeyEncryption.newKey());

    assertThatThrownBy(() -> Reencryption.of(ORDERS, keys))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessageStartingWith("Cannot unwrap key sales.orders/column-mail: ");
  }

  @Test
  void printsWhatItReads() {
    KeyUse use = new KeyUse(KeyUse.State.OLD, KeyId.parse("FFB4A1D2"));

    assertThat(use).hasToString("OLD FFB4A1D2");
    assertThat(KeyUse.parse(use.toString())).isEqualTo(use);
  }

  private ValueKeys values() {
    return new ValueKeys(List.of(keys.load(MAIL)), COLUMN);
  }

  private static byte[] encrypt(WrappedKeyset keyset, String column) {
    return new ColumnCipher(keyset, column).encrypt("a@example.org".getBytes(UTF_8));
  }
}
