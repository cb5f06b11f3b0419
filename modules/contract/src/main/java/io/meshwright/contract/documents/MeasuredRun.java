package io.meshwright.contract.documents;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a page says about one run, as the run's report has it.
 *
 * @param logicalDate the day the run was for, in UTC
 * @param outcome how it ended, such as published or rejected
 * @param rules what was measured; empty where the run did not come that far
 */
public record MeasuredRun(
    String id,
    String version,
    LocalDate logicalDate,
    Instant startedAt,
    String outcome,
    Rows rows,
    List<Result> rules) {

  /** Rows that readers saw because of the run, and rows that were set aside. */
  public record Rows(long published, long quarantined) {}

  /** What one rule said: what was seen, in words, and what that means. */
  public record Result(String rule, String actual, String verdict) {

    public Result {
      requireNonNull(rule, "rule");
      requireNonNull(actual, "actual");
      requireNonNull(verdict, "verdict");
    }

    /** Says whether the promise was kept; a tolerated rule keeps it. */
    boolean isKept() {
      return verdict.equals("passed") || verdict.equals("tolerated");
    }
  }

  static final Comparator<MeasuredRun> LATEST_FIRST =
      Comparator.comparing(MeasuredRun::logicalDate)
          .thenComparing(MeasuredRun::startedAt)
          .thenComparing(MeasuredRun::id)
          .reversed();

  public MeasuredRun {
    requireNonNull(id, "id");
    requireNonNull(version, "version");
    requireNonNull(logicalDate, "logicalDate");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(outcome, "outcome");
    requireNonNull(rows, "rows");
    rules = List.copyOf(rules);
  }

  Optional<Result> find(String rule) {
    return rules.stream().filter(result -> result.rule().equals(rule)).findFirst();
  }
}
