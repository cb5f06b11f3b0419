package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keysets that KMS wraps, against a stand-in that speaks its protocol. */
class KmsKeyProviderTest extends KeyProviderConformance {

  private final KmsStandIn kms = new KmsStandIn();
  @TempDir private Path folder;

  @BeforeEach
  void tellTheSdk() {
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    System.setProperty("aws.endpointUrlKms", kms.url());
  }

  @AfterEach
  void stop() {
    kms.close();
    Stream.of("aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrlKms")
        .forEach(System::clearProperty);
  }

  @Override
  KeyProvider open() {
    return FolderKeyProvider.of(folder, new KmsKeyEncryption(KmsStandIn.KEY));
  }

  @Test
  void asksKmsOnceForEachKeysetAndTellsItWhichOne() {
    WrappedKeyset keyset = open().obtain(EMAIL);

    byte[] one = encrypt(keyset, "a@example.com");
    byte[] two = encrypt(open().load(EMAIL), "b@example.com");

    assertThat(decrypt(open().load(EMAIL), one) + decrypt(keyset, two))
        .isEqualTo("a@example.comb@example.com");
    assertThat(kms.calls())
        .containsExactly(
            "GenerateDataKey {\"meshwright-key\":\"sales.orders/column-email\"}",
            "Decrypt {\"meshwright-key\":\"sales.orders/column-email\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AccessDeniedException      | KMS denies it
          DisabledException          | the KMS key is disabled or about to be deleted (DisabledException)
          KMSInvalidStateException   | the KMS key is disabled or about to be deleted (KMSInvalidStateException)
          InvalidCiphertextException | the keyset was wrapped by another KMS key, or for another product
          NotFoundException          | there is no such KMS key
          """)
  void saysWhyKmsRefusesAndNotWhatItSays(String error, String reason) {
    WrappedKeyset keyset = open().obtain(EMAIL);
    kms.refuseWith(error);

    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasNoCause()
        .hasMessageStartingWith(
            "Cannot use key sales.orders/column-email: with kms:%s, %s%n    fix: "
                .formatted(KmsStandIn.KEY, reason))
        .hasMessageNotContaining("private");
  }

  /** Without the SDK the class must still load, or nobody would be told what to add. */
  @Test
  void namesTheSdkInOneClassOnly() throws IOException {
    try (InputStream bytes = KmsKeyEncryption.class.getResourceAsStream("KmsKeyEncryption.class")) {
      assertThat(new String(bytes.readAllBytes(), ISO_8859_1)).doesNotContain("software/amazon");
    }
  }

  @Test
  void saysThatKmsIsOutOfReach() {
    WrappedKeyset keyset = open().obtain(EMAIL);
    kms.close();

    assertThatThrownBy(() -> encrypt(keyset, "a@example.com"))
        .hasMessage(
            """
            Cannot use key sales.orders/column-email: with kms:%s, KMS cannot be reached \
            (SdkClientException)
                fix: give the driver and every executor credentials, a region, and a way to KMS"""
                .formatted(KmsStandIn.KEY));
  }
}
