package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.governance.audit.Verification.Broken;
import io.meshwright.governance.audit.Verification.Fault;
import io.meshwright.governance.audit.Verification.Intact;
import io.meshwright.governance.audit.Verification.Interrupted;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditLogTest extends AuditLogConformance {

  @TempDir private Path folder;

  private int logs;

  @Override
  protected AuditLog newLog(Clock time) {
    return new FileAuditLog(
        folder.resolve("new").resolve(logs++ + ".jsonl"), time, ChainHash.unkeyed());
  }

  @Test
  void writesAnEntryAsOneLine() throws IOException {
    Path file = folder.resolve("audit.jsonl");

    log(file).append(AuditEvents.published(3));

    assertThat(file)
        .content()
        .isEqualTo(
            """
            {"seq":1,"at":"2024-01-15T02:00:00Z","actor":"ana@company.com","action":"published",\
            "resource":"sales.orders","details":{"run":"30b37b1dc8b8309d","version":"3"},\
            "prev_hash":"0000000000000000000000000000000000000000000000000000000000000000",\
            "hash":"%s"}
            """
                .formatted(ChainHashTest.HASH_OF_PUBLISHED_3));
  }

  @Test
  void mendsALineThatIsCutOffAnywhereAndLosesNoEntry() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    List<AuditEntry> entries =
        log(file).append(List.of(AuditEvents.published(1), AuditEvents.denied()));
    byte[] whole = Files.readAllBytes(file);
    int firstEnd = new String(whole, UTF_8).indexOf('\n') + 1;

    for (int length = firstEnd + 1; length < whole.length - 1; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      Files.write(file, torn);

      assertThat(log(file).verify(List.of()))
          .isEqualTo(new Interrupted(entries.get(0).head(), length - firstEnd));
      log(file).append(AuditEvents.published(2));

      assertThat(all(log(file)))
          .extracting(AuditEntry::event)
          .containsExactly(
              AuditEvents.published(1),
              repaired(Arrays.copyOfRange(torn, firstEnd, length)),
              AuditEvents.published(2));
      assertThat(log(file).verify(List.of())).isInstanceOf(Intact.class);
    }
  }

  @Test
  void keepsAnEntryThatOnlyLacksTheEndOfItsLine() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    List<AuditEntry> entries =
        log(file).append(List.of(AuditEvents.published(1), AuditEvents.denied()));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));

    assertThat(log(file).verify(List.of(entries.get(1).head())))
        .isInstanceOf(Interrupted.class)
        .extracting(found -> ((Interrupted) found).head())
        .isEqualTo(entries.get(1).head());
    AuditEntry third = log(file).append(AuditEvents.published(2));

    assertThat(all(log(file))).containsExactly(entries.get(0), entries.get(1), third);
    assertThat(log(file).verify(List.of())).isEqualTo(new Intact(third.head()));
  }

  @Test
  void readsTheEndOfALogWhoseEntriesAreLong() {
    Path file = folder.resolve("audit.jsonl");
    AuditEvent long1 =
        AuditEvent.of("a", AuditAction.READ, "r", Map.of("columns", "c".repeat(50_000)));

    log(file).append(long1);
    log(file).append(long1);
    AuditEntry last = log(file).append(long1);

    assertThat(log(file).verify(List.of())).isEqualTo(new Intact(last.head()));
    assertThat(last.seq()).isEqualTo(3);
  }

  @Test
  void refusesToContinueAfterAnEntryThatWasChanged() throws IOException {
    Path file = folder.resolve("audit.jsonl");
    log(file).append(AuditEvents.published(1));
    Files.writeString(file, Files.readString(file).replace("ana", "eve"));

    assertThatThrownBy(() -> log(file).append(AuditEvents.published(2)))
        .isInstanceOf(BrokenAuditLogException.class)
        .hasMessage(
            """
            Cannot append to %s: entry 1 does not fit its hash: it was changed, or the log has another audit key
                fix: run 'mesh audit verify'; keep the log as it is for whoever looks into it, and \
            start a new one beside it"""
                .formatted(file));
  }

  @Test
  void needsItsKeyToBeContinuedAndVerified() {
    Path file = folder.resolve("audit.jsonl");
    ChainHash key = ChainHash.keyed("0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    AuditEntry entry = new FileAuditLog(file, clock, key).append(AuditEvents.published(1));

    assertThat(new FileAuditLog(file, clock, key).verify(List.of()))
        .isEqualTo(new Intact(entry.head()));
    assertThat(log(file).verify(List.of()))
        .isEqualTo(
            new Broken(
                Fault.CHANGED,
                1,
                "entry 1 does not fit its hash: it was changed, or the log has another audit key"));
    assertThatThrownBy(() -> log(file).append(AuditEvents.published(2)))
        .isInstanceOf(BrokenAuditLogException.class)
        .hasMessageContaining("entry 1 does not fit its hash");
  }

  @Test
  void neverForksHoweverManyProcessesAppend() throws Exception {
    Path file = folder.resolve("audit.jsonl");
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(AppendingProcess.start(file, 40));
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }

    assertThat(all(log(file))).hasSize(120);
    assertThat(log(file).verify(List.of())).isInstanceOf(Intact.class);
  }

  @Test
  void losesNothingThatWasConfirmedBeforeAKill() throws Exception {
    Path file = folder.resolve("audit.jsonl");

    for (int round = 0; round < 3; round++) {
      Process process = AppendingProcess.start(file, Integer.MAX_VALUE);
      long confirmed = 0;
      try (BufferedReader out = process.inputReader(UTF_8)) {
        for (int i = 0; i < 20 + 7 * round; i++) {
          confirmed = Long.parseLong(out.readLine());
        }
        process.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          confirmed = Long.parseLong(line);
        }
      }
      process.waitFor();
      AuditEntry next = log(file).append(AuditEvents.published(round));

      assertThat(next.seq()).isGreaterThan(confirmed);
      assertThat(log(file).verify(List.of())).isEqualTo(new Intact(next.head()));
    }
  }

  private FileAuditLog log(Path file) {
    return new FileAuditLog(file, clock, ChainHash.unkeyed());
  }

  private static AuditEvent repaired(byte[] torn) {
    return AuditEvent.of(
        "mesh",
        AuditAction.REPAIRED,
        "audit.jsonl",
        Map.of(
            "bytes",
            Integer.toString(torn.length),
            "sha256",
            HexFormat.of().formatHex(ChainHash.sha256(torn)),
            "reason",
            "the last line was not finished"));
  }

  /** A process that appends, and prints the number of each entry once it is confirmed. */
  static final class AppendingProcess {

    private AppendingProcess() {}

    static Process start(Path file, int count) throws IOException {
      return new ProcessBuilder(
              Stream.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-cp",
                      System.getProperty("java.class.path"),
                      AppendingProcess.class.getName(),
                      file.toString(),
                      Integer.toString(count))
                  .toList())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    }

    public static void main(String... args) {
      FileAuditLog log = new FileAuditLog(Path.of(args[0]), Clock.systemUTC(), ChainHash.unkeyed());
      AuditEvent event =
          AuditEvent.of("a", AuditAction.READ, "r", Map.of("columns", "c".repeat(5_000)));
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        System.out.println(log.append(event).seq());
      }
    }
  }
}
