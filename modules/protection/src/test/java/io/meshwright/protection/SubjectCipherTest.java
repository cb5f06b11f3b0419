package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.ProductName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values under the key of one person, byte by byte. */
class SubjectCipherTest {

  private static final ProductName ORDERS = ProductName.of("sales", "orders");
  private static final String ANNA = SubjectKeyStoreConformance.token(1);
  private static final byte[] PLAIN = "a@example.com".getBytes(UTF_8);
  private static final byte[] NONE = {};

  @TempDir private Path folder;
  private KeyProvider keys;
  private WrappedSubjectKey anna;

  @BeforeEach
  void makeKeys() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
    anna =
        FolderSubjectKeyStore.of(folder.resolve("keys"), keys)
            .obtain(ORDERS, Set.of(ANNA))
            .get(ANNA)
            .current()
            .orElseThrow();
  }

  @Test
  void putsThePersonsKeyIdInFrontOfTheValue() {
    byte[] encrypted = cipher("email").encrypt(PLAIN, ANNA, anna.toBytes());

    assertThat(encrypted).hasSize(1 + 4 + 12 + PLAIN.length + 16).startsWith(2);
    assertThat(KeyId.of(encrypted)).isEqualTo(anna.id());
    assertThat(cipher("email").decrypt(encrypted, person(), NONE)).contains(PLAIN);
    assertThat(cipher("email").encrypt(PLAIN, ANNA, anna.toBytes())).isNotEqualTo(encrypted);
  }

  @Test
  void encryptsWhatIsOfNobodyWithTheKeyOfTheColumn() {
    byte[] encrypted = cipher("email").encrypt(PLAIN);

    assertThat(encrypted).startsWith(1);
    assertThat(cipher("email").decrypt(encrypted, Optional.empty(), NONE)).contains(PLAIN);
  }

  @Test
  void findsNothingWhereTheKeyWasDestroyed() {
    byte[] encrypted = cipher("email").encrypt(PLAIN, ANNA, anna.toBytes());
    byte[] destroyed = Arrays.copyOfRange(encrypted, 1, 5);

    assertThat(cipher("email").decrypt(encrypted, Optional.empty(), destroyed)).isEmpty();
  }

  @Test
  void refusesAValueWhoseKeyIsNeitherThereNorDestroyed() {
    byte[] encrypted = cipher("email").encrypt(PLAIN, ANNA, anna.toBytes());

    assertThatThrownBy(() -> cipher("email").decrypt(encrypted, Optional.empty(), NONE))
        .hasMessage(
            """
Cannot reveal sales.orders/email: a value in it was encrypted with key id %s, which the \
person its row is about neither has nor had
    fix: restore the persons' keys from a copy that has it; if rows were changed, read \
the value with the subject_key it was published with\
"""
                .formatted(anna.id()));
  }

  @Test
  void refusesAValueOfAnotherColumnAndAChangedOne() {
    byte[] encrypted = cipher("email").encrypt(PLAIN, ANNA, anna.toBytes());
    byte[] changed = encrypted.clone();
    changed[changed.length - 1] ^= 1;

    for (byte[] bytes : new byte[][] {encrypted, changed}) {
      SubjectCipher cipher = cipher(bytes == changed ? "email" : "phone");
      assertThatThrownBy(() -> cipher.decrypt(bytes, person(), NONE))
          .hasNoCause()
          .hasMessageEndingWith(
              """
              : a value in it was encrypted for another column, or changed since
                  fix: read it from the column it was published in; a value cannot be moved\
              """);
    }
  }

  @Test
  void refusesToEncryptForAPersonWithoutAKey() {
    EncryptForSubject encrypt =
        new EncryptForSubject(
            keys.obtain(KeyName.ofColumns(ORDERS, "email")),
            keys.load(KeyName.ofSubjects(ORDERS)),
            "sales.orders/email",
            ValueEncoding.of(FieldType.Atomic.STRING));

    assertThatThrownBy(() -> encrypt.call(PLAIN, ANNA, null))
        .hasMessageStartingWith(
            "Cannot protect sales.orders/email: a row is about a person who was in no row when keys"
                + " were made");
    assertThat(encrypt.call(null, ANNA, null)).isNull();
  }

  private Optional<SubjectCipher.Person> person() {
    return Optional.of(new SubjectCipher.Person(ANNA, anna.toBytes()));
  }

  private SubjectCipher cipher(String column) {
    return new SubjectCipher(
        keys.obtain(KeyName.ofColumns(ORDERS, "email")),
        keys.load(KeyName.ofSubjects(ORDERS)),
        "sales.orders/" + column);
  }
}
