package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.governance.audit.AuditLog;
import io.meshwright.governance.audit.AuditOutbox;
import io.meshwright.governance.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {

  private static final Instant AT = Instant.parse("2024-01-15T02:00:00Z");
  private static final Clock CLOCK = Clock.fixed(AT, ZoneOffset.UTC);
  private static final AuditEvent PUBLISHED =
      AuditEvent.of("ana", AuditAction.PUBLISHED, "sales.orders", Map.of("version", "3"));

  @TempDir private Path folder;

  private final Map<String, String> written = new LinkedHashMap<>();

  @Test
  void appendsToTheLogOfThisMachine() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef".repeat(2));
    Environment environment =
        environment(Map.of("mesh.root", folder.toString(), "mesh.audit.key", "file:" + key));

    new AuditTrail(environment, CLOCK, written::put).record("run-7", List.of(PUBLISHED));

    Path file = folder.resolve("_mesh/audit.jsonl");
    AuditLog log = AuditTrail.open(file, environment, CLOCK);
    assertThat(log.verify(List.of())).isInstanceOf(Verification.Intact.class);
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(written).isEmpty();
  }

  @Test
  void leavesAFileWhereTheRootIsObjectStorage() {
    Environment environment = environment(Map.of("mesh.root", "s3://bucket/mesh"));
    AuditTrail trail = new AuditTrail(environment, CLOCK, written::put);

    trail.record("run-7", List.of(PUBLISHED));
    trail.record("run-7", List.of());

    AuditOutbox outbox = new AuditOutbox("run-7-1705284000000", AT, List.of(PUBLISHED));
    assertThat(written)
        .isEqualTo(
            Map.of("s3://bucket/mesh/_mesh/outbox/run-7-1705284000000.json", outbox.toJson()));
  }

  @Test
  void refusesAKeyThatIsTooShort() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "short");
    Environment environment =
        environment(Map.of("mesh.root", folder.toString(), "mesh.audit.key", "file:" + key));

    assertThatThrownBy(() -> AuditTrail.open(folder.resolve("a.jsonl"), environment, CLOCK))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Cannot use mesh.audit.key: Invalid audit key: it has 5 bytes, and 32 at least are needed
                fix: make one with 'openssl rand -hex 32'""");
  }

  private static Environment environment(Map<String, String> settings) {
    return Environment.load(Optional.of(Path.of("../../conf")), "local", settings);
  }
}
