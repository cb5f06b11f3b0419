package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An audit log in a file of this machine: one entry a line, in JSON.
 *
 * <p>Processes of one machine may share it; those of several may not, for locks of network file
 * systems do not hold everywhere. Each append is on the disk when it returns. One that is killed
 * leaves at most half a line, which the next append cuts off and records as {@link
 * AuditAction#REPAIRED}; a whole entry that only lacks the end of its line is kept. While the log
 * is read or verified, appends wait.
 */
public final class FileAuditLog implements AuditLog {

  /** Detail of an entry whose time is that of the entry before: what the clock said instead. */
  static final String CLOCK_SAID = "clock_said";

  private final Path path;
  private final LockedFile file;
  private final Clock clock;
  private final ChainHash hash;

  /** The log at {@code path}, which is made by the first append. */
  public FileAuditLog(Path path, Clock clock, ChainHash hash) {
    this.path = path;
    this.file = new LockedFile(path);
    this.clock = requireNonNull(clock, "clock");
    this.hash = requireNonNull(hash, "hash");
  }

  @Override
  public List<AuditEntry> append(List<AuditEvent> events) {
    return events.isEmpty() ? List.of() : file.write(channel -> append(channel, events));
  }

  @Override
  public void read(AuditSelection selection, Consumer<AuditEntry> reader) {
    file.read(
        channel -> {
          LogLines lines = new LogLines(Channels.newInputStream(channel));
          long count = 0;
          for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
            count++;
            AuditEntry entry = parse(line.get(), "line " + count);
            if (selection.selects(entry)) {
              reader.accept(entry);
            }
          }
          return count;
        });
  }

  @Override
  public Verification verify(List<AuditHead> heads) {
    return file.read(
            channel ->
                new ChainCheck(hash, new LogLines(Channels.newInputStream(channel)), heads).run())
        .orElseGet(() -> withoutFile(heads));
  }

  private Verification withoutFile(List<AuditHead> heads) {
    try {
      return new ChainCheck(hash, new LogLines(InputStream.nullInputStream()), heads).run();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read nothing", e);
    }
  }

  private List<AuditEntry> append(FileChannel channel, List<AuditEvent> events) throws IOException {
    LogTail tail = LogTail.of(channel);
    Optional<AuditEntry> last = tail.findLast().map(line -> parse(line, "the last entry"));
    last.ifPresent(this::requireUnchanged);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long end = tail.end();
    if (tail.unfinished().length > 0) {
      Optional<AuditEntry> whole = findWhole(tail.unfinished(), last);
      if (whole.isPresent()) {
        last = whole;
        end += tail.unfinished().length;
        lines.write('\n');
      } else {
        channel.truncate(end);
        last = Optional.of(link(last, cutOff(tail.unfinished())));
        write(lines, last.get());
      }
    }
    List<AuditEntry> entries = new ArrayList<>();
    for (AuditEvent event : events) {
      AuditEntry entry = link(last, event);
      entries.add(entry);
      write(lines, entry);
      last = Optional.of(entry);
    }
    LockedFile.writeAt(channel, end, lines.toByteArray());
    return entries;
  }

  private static void write(ByteArrayOutputStream lines, AuditEntry entry) {
    lines.writeBytes(EntryLine.write(entry).getBytes(UTF_8));
    lines.write('\n');
  }

  private AuditEntry link(Optional<AuditEntry> last, AuditEvent event) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AuditHead head = last.map(AuditEntry::head).orElse(AuditHead.NOTHING);
    if (last.isPresent() && now.isBefore(last.get().at())) {
      return hash.link(head, last.get().at(), event.with(CLOCK_SAID, now.toString()));
    }

    return hash.link(head, now, event);
  }

  /** The entry that {@code unfinished} is, if all that it lacks is the end of its line. */
  private Optional<AuditEntry> findWhole(byte[] unfinished, Optional<AuditEntry> last) {
    AuditHead head = last.map(AuditEntry::head).orElse(AuditHead.NOTHING);
    try {
      return Optional.of(EntryLine.parse(unfinished))
          .filter(hash::fits)
          .filter(entry -> entry.seq() == head.seq() + 1)
          .filter(entry -> entry.prevHash().equals(head.hash()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private AuditEvent cutOff(byte[] unfinished) {
    return AuditEvent.of(
        "mesh",
        AuditAction.REPAIRED,
        path.getFileName().toString(),
        Map.of(
            "bytes", Integer.toString(unfinished.length),
            "sha256", HexFormat.of().formatHex(ChainHash.sha256(unfinished)),
            "reason", "the last line was not finished"));
  }

  private void requireUnchanged(AuditEntry last) {
    if (!hash.fits(last)) {
      throw new BrokenAuditLogException(
          "Cannot append to %s".formatted(path),
          "entry %d does not fit its hash: it was changed, or the log has another audit key"
              .formatted(last.seq()));
    }
  }

  private AuditEntry parse(byte[] line, String what) {
    try {
      return EntryLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new BrokenAuditLogException(
          "Cannot read %s of %s".formatted(what, path), e.getMessage());
    }
  }
}
