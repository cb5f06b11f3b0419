package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.governance.audit.AuditLog;
import io.meshwright.governance.audit.AuditOutbox;
import io.meshwright.governance.audit.BrokenAuditLogException;
import io.meshwright.governance.audit.ChainHash;
import io.meshwright.governance.audit.FileAuditLog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where whoever works in an environment records what it did: in the audit log if the environment
 * has one on this machine, and otherwise as a file of the outbox, {@code
 * <root>/_mesh/outbox/<what>-<millis>.json}, for {@code mesh audit ingest}.
 */
public final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private final Environment environment;
  private final Clock clock;
  private final BiConsumer<String, String> files;

  /** Writes files through {@code spark} where they are not on this machine. */
  public AuditTrail(SparkSession spark, Environment environment, Clock clock) {
    this(environment, clock, new Storage(spark)::write);
  }

  /** For whoever needs no Spark otherwise: it is asked for only if files are elsewhere. */
  public AuditTrail(Supplier<SparkSession> spark, Environment environment, Clock clock) {
    this(environment, clock, (path, text) -> new Storage(spark.get()).write(path, text));
  }

  AuditTrail(Environment environment, Clock clock, BiConsumer<String, String> files) {
    this.environment = environment;
    this.clock = clock;
    this.files = files;
  }

  /**
   * Records {@code events}, in their order. When this returns they are on the disk, or in the
   * outbox.
   *
   * @param what did it, such as the id of a run; it may do several things, one at a time
   * @throws io.meshwright.governance.audit.BrokenAuditLogException if the log is not as it was
   *     written
   */
  public void record(String what, List<AuditEvent> events) {
    if (events.isEmpty()) {
      return;
    }

    Optional<Path> log = environment.findAuditFile();
    if (log.isPresent()) {
      open(log.get(), environment, clock).append(events);
    } else {
      Instant now = clock.instant();
      String id = what + "-" + now.toEpochMilli();
      files.accept(
          "%s/_mesh/outbox/%s.json".formatted(environment.root(), id),
          new AuditOutbox(id, now, events).toJson());
    }
  }

  /**
   * Records as {@link #record}; what was done is done, whatever the log says to it.
   *
   * @param done what was done, for the message: {@code The run was published}
   * @return what is wrong if the events are not recorded
   */
  Optional<Refusal> tryRecord(String what, List<AuditEvent> events, String done) {
    try {
      record(what, events);
      return Optional.empty();
    } catch (BrokenAuditLogException e) {
      return Optional.of(new Refusal(ExitCode.REJECTED, new Problem(e.problem(), e.fix())));
    } catch (RuntimeException e) { // Whatever it is, it does not undo what was done.
      LOG.error("{}, and that is not in the audit log", done, e);
      return Optional.of(
          new Refusal(
              ExitCode.UNEXPECTED,
              new Problem(
                  "%s, but could not be recorded in the audit log: %s"
                      .formatted(done, e.getMessage()),
                  "make the log writable; mesh.audit.file names it")));
    }
  }

  /**
   * Records as {@link #tryRecord}.
   *
   * @throws StageFailedException if the events are not recorded
   */
  void requireRecord(String what, List<AuditEvent> events, String done) {
    tryRecord(what, events, done)
        .ifPresent(
            refusal -> {
              throw new StageFailedException(refusal.exitCode(), List.of(refusal.problem()));
            });
  }

  /** Why events are not in the audit log. */
  record Refusal(ExitCode exitCode, Problem problem) {}

  /**
   * Opens an audit log with the key of the environment, if it has one.
   *
   * @throws InvalidConfigurationException if {@code mesh.audit.key} is not there or too short
   */
  public static AuditLog open(Path log, Environment environment, Clock clock) {
    try {
      ChainHash hash =
          environment
              .findAuditKey()
              .map(key -> ChainHash.keyed(key.getBytes(UTF_8)))
              .orElseGet(ChainHash::unkeyed);
      return new FileAuditLog(log, clock, hash);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "Cannot use mesh.audit.key: " + e.getMessage(),
                  "make one with 'openssl rand -hex 32'")));
    }
  }
}
