package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEntry;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.governance.audit.AuditOutbox;
import io.meshwright.governance.audit.ChainHash;
import io.meshwright.governance.audit.FileAuditLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class AuditCommandTest {

  private static final Instant AT = Instant.parse("2024-01-15T02:00:00Z");

  @TempDir private Path folder;

  private Path file;
  private List<AuditEntry> entries;

  @BeforeEach
  void writeLog() {
    file = folder.resolve("audit.jsonl");
    entries =
        new FileAuditLog(file, Clock.fixed(AT, ZoneOffset.UTC), ChainHash.unkeyed())
            .append(
                List.of(
                    event(AuditAction.PUBLISHED, "sales.orders", Map.of("version", "1")),
                    event(AuditAction.DENIED, "finance.ledger", Map.of()),
                    event(AuditAction.PUBLISHED, "sales.orders", Map.of("version", "2"))));
  }

  @Test
  void listsTheNewestEntries() {
    assertThat(audit("list", "--action", "published", "--limit", "1"))
        .isEqualTo(
            new Invocation(
                0,
                """
                ┌─────┬──────────────────────┬───────┬───────────┬──────────────┬───────────┐
                │ seq │ at                   │ actor │ action    │ resource     │ details   │
                ├─────┼──────────────────────┼───────┼───────────┼──────────────┼───────────┤
                │ 3   │ 2024-01-15T02:00:00Z │ ana   │ published │ sales.orders │ version=2 │
                └─────┴──────────────────────┴───────┴───────────┴──────────────┴───────────┘
                1 of 2 entries in %s
                """
                    .formatted(file),
                ""));
  }

  @Test
  void verifiesALogThatIsAsItWasWritten() {
    assertThat(audit("verify"))
        .isEqualTo(
            new Invocation(
                0,
                """
                %s: intact
                  entries  3
                  head     %s
                  signed   no head given: that entries are missing at the end would not show
                """
                    .formatted(file, entries.get(2).hash()),
                ""));
  }

  @Test
  void namesTheFirstEntryThatWasChanged() throws IOException {
    Files.writeString(file, Files.readString(file).replace("finance.ledger", "finance.budget"));

    assertThat(audit("verify"))
        .isEqualTo(
            new Invocation(
                5,
                "",
                """
                %s: broken at entry 2, changed: entry 2 does not fit its hash: it was changed, or \
                the log has another audit key
                    fix: keep the file for whoever looks into it; compare it with an export, and start a new log
                """
                    .formatted(file)));
    assertThat(audit("verify", "--json").out())
        .isEqualTo(
            """
            {
              "log" : "%s",
              "exit_code" : 5,
              "signed_heads" : 0,
              "problem" : "broken at entry 2, changed: entry 2 does not fit its hash: it was \
            changed, or the log has another audit key",
              "state" : "broken",
              "fault" : "changed",
              "entry" : 2
            }
            """
                .formatted(file));
  }

  @Test
  void leavesUndecidedWhatIsHalfWritten() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 9));

    Invocation verified = audit("verify");

    assertThat(verified.exitCode()).isEqualTo(6);
    assertThat(verified.err()).startsWith(file + ": 2 entries checked, then ");
    assertThat(audit("sign", "--private-key", file.toString()).exitCode()).isEqualTo(6);
  }

  @Test
  void checksNothingWhereThereIsNoLog() {
    Path none = folder.resolve("none.jsonl");

    assertThat(in(none, "verify"))
        .isEqualTo(
            new Invocation(
                6,
                "",
                """
                Nothing was checked: there is no entry in %s
                    fix: name the log with --log or mesh.audit.file
                """
                    .formatted(none)));
    assertThat(none).doesNotExist();
  }

  @Test
  void findsWithASignedHeadThatTheEndIsGone() throws Exception {
    Path head = folder.resolve("now.head");
    writeKeys();

    assertThat(audit("sign", "--private-key", key("pem"), "-o", head.toString()))
        .isEqualTo(new Invocation(0, "head of entry 3 signed: %s\n".formatted(head), ""));
    assertThat(audit("verify", "--head", head.toString(), "--public-key", key("pub")).out())
        .contains("signed   1 head, found in the chain");
    Files.writeString(file, entries.get(0).toJson() + "\n" + entries.get(1).toJson() + "\n");

    assertThat(audit("verify").exitCode()).isZero();
    Invocation verified = audit("verify", "--head", head.toString(), "--public-key", key("pub"));
    assertThat(verified.exitCode()).isEqualTo(5);
    assertThat(verified.err())
        .startsWith(
            file
                + ": broken at entry 3, truncated: the log ends with entry 2, and a head was made of"
                + " entry 3\n");
  }

  @Test
  void trustsNoHeadWhoseSignatureIsAnothers() throws Exception {
    Path head = folder.resolve("now.head");
    writeKeys();
    audit("sign", "--private-key", key("pem"), "-o", head.toString());
    Files.writeString(head, Files.readString(head).replace("\"seq\":3", "\"seq\":2"));

    assertThat(audit("verify", "--head", head.toString(), "--public-key", key("pub")))
        .isEqualTo(
            new Invocation(
                3,
                "",
                """
                Cannot trust the head %s: its signature is not of the key %s
                    fix: name the key that signed it; if that is the one, the head was changed
                """
                    .formatted(head, key("pub"))));
  }

  @Test
  void exportsWhatCanBeVerifiedElsewhereAndRecordsIt() throws IOException {
    Path copy = folder.resolve("copy.jsonl");
    String before = Files.readString(file);

    assertThat(audit("export", "-o", copy.toString(), "--set", "mesh.principal.user=eve"))
        .isEqualTo(new Invocation(0, "3 entries written to %s\n".formatted(copy), ""));

    assertThat(copy).content().isEqualTo(before);
    JsonNode last = Json.read(audit("list", "--limit", "1", "--json").out()).at("/entries/0");
    assertThat(last.path("actor").asText()).isEqualTo("eve");
    assertThat(last.path("action").asText()).isEqualTo("exported");
    assertThat(last.path("details"))
        .isEqualTo(Json.object().put("entries", "3").put("head", entries.get(2).hash()));
  }

  @Test
  void takesInOnceWhatJobsLeft() throws IOException {
    Path outbox = Files.createDirectories(folder.resolve("outbox"));
    Files.writeString(
        outbox.resolve("run-7.json"),
        new AuditOutbox("run-7", AT, List.of(event(AuditAction.READ, "sales.orders", Map.of())))
            .toJson());

    assertThat(audit("ingest", outbox.toString()))
        .isEqualTo(new Invocation(0, "1 file read, 1 entry new\n", ""));
    assertThat(audit("ingest", outbox.toString()))
        .isEqualTo(new Invocation(0, "1 file read, 0 entries new\n", ""));
  }

  @Test
  void asksForAFileWhereTheRootIsObjectStorage() {
    assertThat(
            Invocation.of(
                "audit", "list", "--conf", "../../conf", "--set", "mesh.root=s3://bucket/mesh"))
        .isEqualTo(
            new Invocation(
                3,
                "",
                """
                Cannot find the audit log: mesh.root is s3://bucket/mesh, and the log is a file of one machine
                    fix: set mesh.audit.file, and take in what jobs left in s3://bucket/mesh/_mesh/outbox
                """));
  }

  @Test
  void refusesAKeyThatCanBeGuessed() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "secret");

    assertThat(audit("list", "--set", "mesh.audit.key=file:" + key))
        .isEqualTo(
            new Invocation(
                3,
                "",
                """
                Cannot use mesh.audit.key: Invalid audit key: it has 6 bytes, and 32 at least are needed
                    fix: make one with 'openssl rand -hex 32'
                """));
  }

  private Invocation audit(String command, String... more) {
    return in(file, command, more);
  }

  private static Invocation in(Path log, String command, String... more) {
    List<String> all = new ArrayList<>(List.of("audit", command));
    all.addAll(List.of("--conf", "../../conf", "--log", log.toString()));
    all.addAll(List.of(more));
    return Invocation.of(all.toArray(String[]::new));
  }

  private void writeKeys() throws IOException, NoSuchAlgorithmException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    writeKey("pem", "PRIVATE KEY", keys.getPrivate().getEncoded());
    writeKey("pub", "PUBLIC KEY", keys.getPublic().getEncoded());
  }

  private void writeKey(String name, String what, byte[] encoded) throws IOException {
    Files.writeString(
        Path.of(key(name)),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(encoded)));
  }

  private String key(String name) {
    return folder.resolve("audit." + name).toString();
  }

  private static AuditEvent event(
      AuditAction action, String resource, Map<String, String> details) {
    return AuditEvent.of("ana", action, resource, details);
  }
}
