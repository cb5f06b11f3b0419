package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainHashTest {

  /** Made with another program: logs of years ago must be readable. */
  static final String HASH_OF_PUBLISHED_3 =
      "c42de4cf5c8e4c27196426b62d49717c750bb11051e16d5a6a68e678462e9eb5";

  private static final String KEYED_HASH_OF_PUBLISHED_3 =
      "804380e7817016d3d5fb25deec9c576d52457559de06f4174c0d32392e66b743";

  @Test
  void neverChangesItsForm() {
    assertThat(
            ChainHash.unkeyed()
                .link(AuditHead.NOTHING, AuditEvents.AT, AuditEvents.published(3))
                .hash())
        .isEqualTo(HASH_OF_PUBLISHED_3);
    assertThat(
            ChainHash.keyed("0123456789abcdef0123456789abcdef".getBytes(UTF_8))
                .link(AuditHead.NOTHING, AuditEvents.AT, AuditEvents.published(3))
                .hash())
        .isEqualTo(KEYED_HASH_OF_PUBLISHED_3);
  }

  @Test
  void tellsFieldsApartThatReadTheSameWhenJoined() {
    assertThat(hash(AuditEvent.of("ab", AuditAction.READ, "c", Map.of("d", "ef"))))
        .isNotEqualTo(hash(AuditEvent.of("a", AuditAction.READ, "bc", Map.of("d", "ef"))))
        .isNotEqualTo(hash(AuditEvent.of("ab", AuditAction.READ, "c", Map.of("de", "f"))));
  }

  @Test
  void refusesAKeyThatCanBeGuessed() {
    assertThatThrownBy(() -> ChainHash.keyed("secret".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid audit key: it has 6 bytes, and 32 at least are needed");
  }

  private static String hash(AuditEvent event) {
    return ChainHash.unkeyed().link(AuditHead.NOTHING, AuditEvents.AT, event).hash();
  }
}
