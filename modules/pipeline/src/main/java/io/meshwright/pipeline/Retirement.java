package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.evolution.MajorState;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The end of a major: its table is removed, from the day of its sunset on and not before. */
public final class Retirement {

  /**
   * A major whose time is over.
   *
   * @param version the last one that was published of it
   * @param bytes all that lies in the table's folder
   * @param removed whether it is gone now
   */
  public record Retired(String version, String path, long bytes, boolean removed) {}

  private Retirement() {}

  /**
   * Removes the table of a major that is retired, with its history; readers cannot go back to it.
   *
   * @param apply whether to remove it, or only to say what would be
   * @throws StageFailedException with {@link ExitCode#INVALID} if no such major is published, and
   *     with {@link ExitCode#REJECTED} if consumers may still read it
   */
  public static Retired retire(SparkSession spark, Pipeline pipeline, int major, boolean apply) {
    Contract contract = pipeline.contract();
    LocalDate today = LocalDate.ofInstant(pipeline.clock().instant(), ZoneOffset.UTC);
    List<PublishedProducts.Found> majors =
        new PublishedProducts(spark, pipeline.environment()).find(contract);
    PublishedProducts.Found found =
        majors.stream()
            .filter(each -> each.version().major() == major)
            .findFirst()
            .orElseThrow(
                () ->
                    failed(
                        ExitCode.INVALID,
                        "%s has no published major %d".formatted(contract.name(), major),
                        majors.isEmpty()
                            ? "nothing of it is published"
                            : "published are "
                                + majors.stream()
                                    .map(each -> each.version().toString())
                                    .collect(joining(", "))));
    MajorState state = found.state(today);
    if (state.isLive()) {
      throw failed(
          ExitCode.REJECTED,
          "Cannot remove %s %s: it is %s".formatted(contract.name(), found.version(), state),
          state.until().isPresent()
              ? "wait for that day; consumers were promised to read it until then"
              : "announce its end in the last contract of the major: deprecation: {announced_on,"
                  + " sunset_on, migration_guide}");
    }

    Storage storage = new Storage(spark);
    long bytes = storage.files(found.path()).stream().mapToLong(file -> file.getLen()).sum();
    if (apply) {
      storage.delete(found.path());
      new AuditTrail(spark, pipeline.environment(), pipeline.clock())
          .record(
              "retire-" + contract.name() + "-v" + major,
              List.of(
                  AuditEvent.of(
                      pipeline.environment().user(),
                      AuditAction.RETAINED,
                      contract.name().toString(),
                      Map.of("removed", "major " + major, "version", found.version().toString()))));
    }
    return new Retired(found.version().toString(), found.path(), bytes, apply);
  }

  private static StageFailedException failed(ExitCode exitCode, String problem, String fix) {
    return new StageFailedException(exitCode, List.of(new Problem(problem, fix)));
  }
}
