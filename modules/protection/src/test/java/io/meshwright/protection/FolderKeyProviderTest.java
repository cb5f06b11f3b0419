package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keysets in a folder, with a key file for development: the files, and what is wrong with them. */
class FolderKeyProviderTest extends KeyProviderConformance {

  @TempDir private Path folder;

  @Override
  KeyProvider open() {
    return FolderKeyProvider.local(keys(), keyFile());
  }

  @Test
  void keepsFilesThatOnlyTheirOwnerCanRead() throws IOException {
    open().obtain(EMAIL);

    assertThat(permissions(keyFile())).isEqualTo("rw-------");
    assertThat(permissions(emailFile())).isEqualTo("rw-------");
    assertThat(Files.readString(emailFile()))
        .startsWith(
            """
            {
              "key" : "sales.orders/column-email",
              "wrapped_by" : "file:%s",
              "keyset" : {
            """
                .formatted(keyFile()))
        .doesNotContain("keyData");
  }

  @Test
  void refusesAKeyFileThatOthersCanRead() throws IOException {
    WrappedKeyset keyset = open().obtain(EMAIL);
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasMessage(
            """
            Cannot use key encryption key file:%1$s: others than its owner can read it
                fix: chmod 600 %1$s"""
                .formatted(keyFile()));
  }

  @Test
  void makesNoNewKeyFileWhereKeysetsNeedTheOldOne() throws IOException {
    WrappedKeyset keyset = open().obtain(EMAIL);
    Files.delete(keyFile());

    assertThatThrownBy(() -> open().obtain(KeyName.ofQuarantine(ORDERS)))
        .hasMessage(
            """
            Cannot make key encryption key %s: the key folder %s holds keysets that another one \
            wrapped
                fix: restore the file; a new one could not read what is there"""
                .formatted(keyFile(), keys()));
    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasMessage(
            """
            Cannot use key sales.orders/column-email: its key encryption key file:%s is not there
                fix: restore the file; without it no value of this key can be read"""
                .formatted(keyFile()));
  }

  @Test
  void refusesAKeysetThatAnotherKeyWrapped() throws IOException {
    WrappedKeyset keyset = open().obtain(EMAIL);
    Files.writeString(keyFile(), SecretKeyEncryption.newKey());

    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasNoCause()
        .hasMessage(
            """
            Cannot unwrap key sales.orders/column-email: it was wrapped by another key than \
            file:%s, or for another product
                fix: give the key encryption key it was made with, or restore the keyset that \
            belongs here"""
                .formatted(keyFile()));
  }

  @Test
  void doesNotRepeatWhatIsNoKey() throws IOException {
    WrappedKeyset keyset = open().obtain(EMAIL);
    Files.writeString(keyFile(), "c2VjcmV0");

    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasNoCause()
        .hasMessage(
            """
            Cannot use key encryption key file:%s: it is not 32 bytes in base64
                fix: make one with: openssl rand -base64 32"""
                .formatted(keyFile()));
  }

  @Test
  void refusesTheFileOfAnotherKeyAndADamagedOne() throws IOException {
    open().obtain(EMAIL);
    Path quarantine = emailFile().resolveSibling("quarantine.json");
    Files.copy(emailFile(), quarantine);
    Files.writeString(emailFile(), "{\"key\": ", UTF_8);

    assertThatThrownBy(() -> open().find(KeyName.ofQuarantine(ORDERS)))
        .hasMessage(
            """
            Cannot use key sales.orders/quarantine: sales.orders/quarantine.json in the key folder \
            %s holds the keyset of sales.orders/column-email
                fix: restore the keyset that belongs here"""
                .formatted(keys()));
    assertThatThrownBy(() -> open().find(EMAIL))
        .hasMessage(
            """
            Cannot read key sales.orders/column-email: sales.orders/column-email.json in the key \
            folder %s is no keyset
                fix: restore it from a copy"""
                .formatted(keys()));
  }

  @Test
  void refusesTheKeysetOfAnotherProductUnderItsName() throws IOException {
    open().obtain(EMAIL);
    Path other = keys().resolve("sales.customers/column-email.json");
    Files.createDirectories(other.getParent());
    Files.writeString(
        other, Files.readString(emailFile()).replace("sales.orders", "sales.customers"));
    WrappedKeyset passedOff = open().load(KeyName.parse("sales.customers/column-email"));

    assertThatThrownBy(() -> encrypt(passedOff, "a@example.com"))
        .hasMessageStartingWith(
            "Cannot unwrap key sales.customers/column-email: it was wrapped by another key than ");
  }

  @Test
  void readsTheOldKeysWhenAWriterWasKilledBeforeItWasDone() throws IOException {
    WrappedKeyset keyset = open().obtain(EMAIL);
    Files.writeString(emailFile().resolveSibling(".column-email.json.new"), "{\"key\"");

    assertThat(open().find(EMAIL)).contains(keyset);
    assertThat(open().names("sales.orders")).containsExactly(EMAIL);
    assertThat(open().rotate(EMAIL).keys()).hasSize(2);
  }

  private Path keys() {
    return folder.resolve("keys");
  }

  private Path keyFile() {
    return folder.resolve("kek");
  }

  private Path emailFile() {
    return keys().resolve("sales.orders/column-email.json");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
