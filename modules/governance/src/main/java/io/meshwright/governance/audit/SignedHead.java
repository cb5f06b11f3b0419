package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

/**
 * A head with an Ed25519 signature, to be kept where the log's writers cannot reach: under an
 * object lock, in a git tag, in somebody's mail. It shows later that nothing up to it was cut off
 * or written anew; of what came after it says nothing.
 */
public record SignedHead(AuditHead head, Instant signedAt, String signature) {

  private static final String FORM = "mesh-audit-head-1";
  private static final String ALGORITHM = "Ed25519";
  private static final List<String> KEYS = List.of("form", "seq", "hash", "signed_at", "signature");

  public SignedHead {
    requireNonNull(head, "head");
    requireNonNull(signedAt, "signedAt");
    requireNonNull(signature, "signature");
  }

  /**
   * Signs a head.
   *
   * @throws IllegalArgumentException if {@code key} is no Ed25519 key
   */
  public static SignedHead of(AuditHead head, Instant now, PrivateKey key) {
    Instant signedAt = now.truncatedTo(ChronoUnit.MILLIS);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(signed(head, signedAt));
      return new SignedHead(head, signedAt, Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("Cannot sign: the key is no Ed25519 key", e);
    }
  }

  /**
   * Reads what {@link #toJson} printed.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SignedHead parse(String json) {
    try {
      JsonNode read = EntryLine.readTree(json);
      EntryLine.requireKeys(read, KEYS);
      if (!EntryLine.readText(read, "form").equals(FORM)) {
        throw new IllegalArgumentException("its 'form' is not " + FORM);
      }

      return new SignedHead(
          new AuditHead(read.path("seq").asLong(-1), EntryLine.readText(read, "hash")),
          EntryLine.readInstant(read, "signed_at"),
          EntryLine.readText(read, "signature"));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Invalid signed head: " + e.getMessage(), e);
    }
  }

  /** Says whether the holder of the private half of {@code key} signed exactly this. */
  public boolean isSignedBy(PublicKey key) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(signed(head, signedAt));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** One line of JSON. */
  public String toJson() {
    return EntryLine.print(
        EntryLine.object()
            .put("form", FORM)
            .put("seq", head.seq())
            .put("hash", head.hash())
            .put("signed_at", signedAt.toString())
            .put("signature", signature));
  }

  private static byte[] signed(AuditHead head, Instant signedAt) {
    return ChainHash.lengthPrefixed(
        List.of(FORM, Long.toString(head.seq()), head.hash(), signedAt.toString()));
  }
}
