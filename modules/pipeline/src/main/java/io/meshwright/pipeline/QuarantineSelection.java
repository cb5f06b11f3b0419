package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import io.meshwright.quality.SqlText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which rows of a quarantine are meant; a part that is empty leaves none out.
 *
 * @param runId the run that set them aside
 * @param rules names of rules, of which a row breaks at least one
 * @param since set aside by a run that started then or later
 * @param before set aside by a run that started earlier
 * @param outcome {@code published} or {@code rejected}, as the run ended that set them aside
 */
public record QuarantineSelection(
    Optional<String> runId,
    Set<String> rules,
    Optional<Instant> since,
    Optional<Instant> before,
    Optional<String> outcome) {

  public static final QuarantineSelection ALL =
      new QuarantineSelection(
          Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public QuarantineSelection {
    requireNonNull(runId, "runId");
    rules = Set.copyOf(rules);
    requireNonNull(since, "since");
    requireNonNull(before, "before");
    requireNonNull(outcome, "outcome");
  }

  /** The same without a choice of rules. */
  public QuarantineSelection ofEveryRule() {
    return new QuarantineSelection(runId, Set.of(), since, before, outcome);
  }

  /** A condition on the columns of the quarantine table, in SQL. */
  String sql() {
    List<String> parts = new ArrayList<>();
    runId.ifPresent(id -> parts.add("run_id = " + SqlText.text(id)));
    since.ifPresent(time -> parts.add("quarantined_at >= " + timestamp(time)));
    before.ifPresent(time -> parts.add("quarantined_at < " + timestamp(time)));
    outcome.ifPresent(name -> parts.add("outcome = " + SqlText.text(name)));
    if (!rules.isEmpty()) {
      String names = rules.stream().sorted().map(SqlText::text).collect(joining(", "));
      parts.add("exists(violations, v -> v.rule IN (" + names + "))");
    }
    return parts.isEmpty() ? "true" : String.join(" AND ", parts);
  }

  /** An instant as a literal of Spark SQL, whatever the time zone of the session. */
  static String timestamp(Instant time) {
    return "timestamp_micros(" + ChronoUnit.MICROS.between(Instant.EPOCH, time) + ")";
  }
}
