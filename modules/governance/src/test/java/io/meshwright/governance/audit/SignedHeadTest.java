package io.meshwright.governance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SignedHeadTest {

  private static final AuditHead HEAD = new AuditHead(7, "ab".repeat(32));

  /** Made with {@code openssl genpkey -algorithm ed25519}, for this test alone. */
  private static final String PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEICAEu5ez0XmGIV7QKt1OgKc7LWnk9AuoMsaRXUcmf/QN
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA7G2OZ4AIJwShYdNf+jivI9NW7WpKMVHoJuBtUSSekS4=
      -----END PUBLIC KEY-----
      """;

  @Test
  void readsTheKeysThatOpensslMakes() {
    SignedHead head = SignedHead.of(HEAD, AuditEvents.AT, HeadKeys.parsePrivate(PRIVATE));

    assertThat(head.isSignedBy(HeadKeys.parsePublic(PUBLIC))).isTrue();
    assertThat(SignedHead.parse(head.toJson())).isEqualTo(head);
  }

  @Test
  void knowsAHeadThatAnotherKeySigned() throws NoSuchAlgorithmException {
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    SignedHead head = SignedHead.of(HEAD, AuditEvents.AT, other.getPrivate());

    assertThat(head.isSignedBy(other.getPublic())).isTrue();
    assertThat(head.isSignedBy(HeadKeys.parsePublic(PUBLIC))).isFalse();
  }

  @Test
  void knowsAHeadThatWasChanged() {
    SignedHead head = SignedHead.of(HEAD, AuditEvents.AT, HeadKeys.parsePrivate(PRIVATE));

    assertThat(
            new SignedHead(new AuditHead(8, HEAD.hash()), head.signedAt(), head.signature())
                .isSignedBy(HeadKeys.parsePublic(PUBLIC)))
        .isFalse();
    assertThat(
            new SignedHead(HEAD, AuditEvents.AT.plusSeconds(1), head.signature())
                .isSignedBy(HeadKeys.parsePublic(PUBLIC)))
        .isFalse();
    assertThat(
            new SignedHead(HEAD, head.signedAt(), "no base64")
                .isSignedBy(HeadKeys.parsePublic(PUBLIC)))
        .isFalse();
  }

  @Test
  void saysNothingOfAKeyItCannotRead() {
    String garbled =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getEncoder().encodeToString(new byte[48]));

    assertThatThrownBy(() -> HeadKeys.parsePrivate(garbled))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it is no Ed25519 private key");
    assertThatThrownBy(() -> HeadKeys.parsePublic(garbled))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it has no part that begins with BEGIN PUBLIC KEY");
  }

  @Test
  void refusesWhatIsNoHead() {
    assertThatThrownBy(() -> SignedHead.parse("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid signed head: it has the keys [] instead of [form, seq, hash, signed_at, signature]");
  }
}
