package io.meshwright.protection;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Two calls to AWS KMS about one keyset; the only class that names the SDK. */
final class AwsKms {

  private static final String CONTEXT = "meshwright-key";
  private static final Pattern ARN = Pattern.compile("arn:[^:]+:kms:([^:]+):.*");

  private final KmsKeyEncryption encryption;
  private final KeyName name;

  AwsKms(KmsKeyEncryption encryption, KeyName name) {
    this.encryption = encryption;
    this.name = name;
  }

  /** A new key, in the clear and as only KMS can read it. */
  static final class DataKey {
    private final byte[] plain;
    private final byte[] wrapped;

    DataKey(byte[] plain, byte[] wrapped) {
      this.plain = plain;
      this.wrapped = wrapped;
    }

    byte[] plain() {
      return plain;
    }

    byte[] wrapped() {
      return wrapped;
    }
  }

  DataKey generateDataKey() {
    GenerateDataKeyRequest request =
        GenerateDataKeyRequest.builder()
            .keyId(encryption.keyId())
            .keySpec(DataKeySpec.AES_256)
            .encryptionContext(context())
            .build();
    GenerateDataKeyResponse response = call(kms -> kms.generateDataKey(request));
    return new DataKey(response.plaintext().asByteArray(), response.ciphertextBlob().asByteArray());
  }

  byte[] decrypt(byte[] wrappedKey) {
    DecryptRequest request =
        DecryptRequest.builder()
            .keyId(encryption.keyId())
            .ciphertextBlob(SdkBytes.fromByteArray(wrappedKey))
            .encryptionContext(context())
            .build();
    return call(kms -> kms.decrypt(request)).plaintext().asByteArray();
  }

  private <T> T call(Function<KmsClient, T> call) {
    try (KmsClient kms = client()) {
      return call.apply(kms);
    } catch (KmsException e) {
      throw refused(e.awsErrorDetails().errorCode());
    } catch (SdkException e) {
      throw encryption.denied(
          name,
          "KMS cannot be reached (%s)".formatted(e.getClass().getSimpleName()),
          "give the driver and every executor credentials, a region, and a way to KMS");
    }
  }

  private KmsClient client() {
    KmsClientBuilder builder =
        KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
    Matcher arn = ARN.matcher(encryption.keyId());
    if (arn.matches()) {
      builder.region(Region.of(arn.group(1)));
    }
    return builder.build();
  }

  /** The message of KMS is left out: it may name what the caller may not know. */
  private ProtectionException refused(String code) {
    return switch (code) {
      case "AccessDeniedException" ->
          encryption.denied(
              name,
              "KMS denies it",
              "allow kms:GenerateDataKey and kms:Decrypt on the key to the role of the run");
      case "DisabledException", "KMSInvalidStateException" ->
          encryption.denied(
              name,
              "the KMS key is disabled or about to be deleted (%s)".formatted(code),
              "enable it, or cancel its deletion; without it no value of this key can be read");
      case "NotFoundException" ->
          encryption.denied(name, "there is no such KMS key", "correct the key's ARN in mesh.keys");
      case "InvalidCiphertextException", "IncorrectKeyException" ->
          encryption.denied(
              name,
              "the keyset was wrapped by another KMS key, or for another product",
              "name the KMS key it was made with, or restore the keyset that belongs here");
      default -> encryption.denied(name, "KMS answers " + code, "try again, or ask who runs KMS");
    };
  }

  private Map<String, String> context() {
    return Map.of(CONTEXT, name.toString());
  }
}
