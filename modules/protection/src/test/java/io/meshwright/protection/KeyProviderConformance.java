package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link KeyProvider} must do. A provider's own test extends this. */
abstract class KeyProviderConformance {

  static final ProductName ORDERS = ProductName.of("sales", "orders");
  static final KeyName EMAIL = KeyName.ofColumns(ORDERS, "email");
  private static final String COLUMN = "sales.orders/email";

  /** A provider that sees what the ones before it in this test have kept. */
  abstract KeyProvider open();

  @Test
  void makesAKeyOnFirstUseAndKeepsIt() {
    assertThat(open().find(EMAIL)).isEmpty();

    WrappedKeyset made = open().obtain(EMAIL);

    assertThat(open().obtain(EMAIL)).isEqualTo(made);
    assertThat(open().find(EMAIL)).contains(made);
    assertThat(made.keys()).containsExactly(made.primary());
  }

  @Test
  void listsTheKeysOfAnOwner() {
    open().obtain(KeyName.ofQuarantine(ORDERS));
    open().obtain(EMAIL);
    open().obtain(KeyName.ofTokens("sales"));

    assertThat(open().names("sales.orders")).containsExactly(EMAIL, KeyName.ofQuarantine(ORDERS));
    assertThat(open().names("sales")).containsExactly(KeyName.ofTokens("sales"));
    assertThat(open().names("sales.customers")).isEmpty();
  }

  @Test
  void readsOldValuesAfterARotationAndEncryptsNewOnesWithTheNewKey() {
    WrappedKeyset before = open().obtain(EMAIL);
    byte[] old = encrypt(before, "a@example.com");

    WrappedKeyset after = open().rotate(EMAIL);

    assertThat(after.keys()).hasSize(2).containsExactly(before.primary(), after.primary());
    assertThat(decrypt(open().load(EMAIL), old)).isEqualTo("a@example.com");
    assertThat(KeyId.of(old)).isEqualTo(before.primary());
    assertThat(KeyId.of(encrypt(after, "b@example.com"))).isEqualTo(after.primary());
  }

  @Test
  void losesNoKeyWhenManyMakeAndRotateAtOnce() throws Exception {
    int rotations = 8;
    ExecutorService threads = Executors.newFixedThreadPool(rotations);
    Callable<KeyId> rotation =
        () -> {
          KeyProvider keys = open();
          keys.obtain(EMAIL);
          return keys.rotate(EMAIL).primary();
        };
    Set<KeyId> made = new HashSet<>();
    try {
      for (Future<KeyId> key :
          threads.invokeAll(java.util.Collections.nCopies(rotations, rotation))) {
        made.add(key.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(made).hasSize(rotations);
    assertThat(open().load(EMAIL).keys()).hasSize(rotations + 1).containsAll(made);
  }

  @Test
  void destroysAKeyThatNoLongerEncrypts() {
    WrappedKeyset before = open().obtain(EMAIL);
    byte[] old = encrypt(before, "a@example.com");
    WrappedKeyset rotated = open().rotate(EMAIL);

    WrappedKeyset after = open().destroy(EMAIL, before.primary());

    assertThat(after.keys()).isEqualTo(List.of(rotated.primary()));
    assertThatThrownBy(() -> decrypt(after, old))
        .hasMessage(
            """
            Cannot reveal sales.orders/email: a value in it was encrypted with key id %s, which \
            sales.orders/column-email does not have
                fix: restore the keyset from a copy that has the key; if the key was destroyed, the \
            value is gone"""
                .formatted(before.primary()));
  }

  @Test
  void keepsTheKeyThatEncrypts() {
    KeyId primary = open().obtain(EMAIL).primary();

    assertThatThrownBy(() -> open().destroy(EMAIL, primary))
        .hasMessage(
            """
            Cannot destroy key id %s: it is the one that sales.orders/column-email encrypts with
                fix: rotate the key and rewrite what it encrypted before"""
                .formatted(primary));
  }

  @Test
  void refusesToReadOrRotateAKeyThatIsNotThere() {
    assertThatThrownBy(() -> open().load(EMAIL))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessageStartingWith(
            "Cannot read with key sales.orders/column-email: there is no such key in ");
    assertThatThrownBy(() -> open().rotate(EMAIL))
        .hasMessageStartingWith(
            "Cannot read with key sales.orders/column-email: there is no such key in ");
  }

  @Test
  void doesNotRotateTheKeyOfTokens() {
    open().obtain(KeyName.ofTokens("sales"));

    assertThatThrownBy(() -> open().rotate(KeyName.ofTokens("sales")))
        .hasMessage(
            """
            Cannot rotate sales/tokens: equal values would get different tokens, and joins would \
            lose rows
                fix: keep it, or protect the field with encrypt""");
  }

  @Test
  void doesNotUnwrapTheKeysetOfAnotherName() {
    WrappedKeyset email = open().obtain(EMAIL);
    WrappedKeyset passedOff =
        new WrappedKeyset(KeyName.ofQuarantine(ORDERS), email.encryption(), email.encrypted());

    assertThatThrownBy(() -> encrypt(passedOff, "a@example.com"))
        .isInstanceOfSatisfying(
            ProtectionException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessageMatching("(?s)Cannot (unwrap|use) key sales.orders/quarantine: .*");
  }

  @Test
  void refusesAValueOfAnotherColumn() {
    WrappedKeyset keyset = open().obtain(EMAIL);
    byte[] email = encrypt(keyset, "a@example.com");

    assertThatThrownBy(() -> new ColumnCipher(keyset, "sales.orders/phone").decrypt(email))
        .hasNoCause()
        .hasMessage(
            """
            Cannot reveal sales.orders/phone: a value in it was encrypted for another column, or \
            changed since
                fix: read it from the column it was published in; a value cannot be moved""");
  }

  @Test
  void saysNothingSecretOfAKeyset() {
    WrappedKeyset keyset = open().obtain(EMAIL);

    assertThat(keyset).hasToString("sales.orders/column-email, wrapped by " + keyset.encryption());
  }

  static byte[] encrypt(WrappedKeyset keyset, String value) {
    return new ColumnCipher(keyset, COLUMN).encrypt(value.getBytes(UTF_8));
  }

  static String decrypt(WrappedKeyset keyset, byte[] encrypted) {
    return new String(new ColumnCipher(keyset, COLUMN).decrypt(encrypted), UTF_8);
  }
}
