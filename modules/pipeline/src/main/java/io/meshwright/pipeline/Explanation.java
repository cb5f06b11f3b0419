package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What helps to find out why a rule was broken, beside its result.
 *
 * @param rule the name of the rule
 * @param since when it began
 * @param examples rows that break it, at most {@link #MOST_EXAMPLES}, as JSON objects: key fields
 *     first, then those of the rule; personal data as {@code ***}. Empty where no row was set aside
 * @param sql finds the rows that break it in quarantine; empty where none was set aside
 */
public record Explanation(String rule, Since since, List<String> examples, Optional<String> sql) {

  public static final int MOST_EXAMPLES = 5;

  /**
   * The first run since which the rule was broken without a run in between that kept it.
   *
   * @param startedAt when that run started
   * @param runs how many runs have found it broken since then, this one included
   */
  public record Since(String runId, Instant startedAt, long runs) {
    public Since {
      requireNonNull(runId, "runId");
      requireNonNull(startedAt, "startedAt");
    }
  }

  public Explanation {
    requireNonNull(rule, "rule");
    requireNonNull(since, "since");
    examples = List.copyOf(examples);
    requireNonNull(sql, "sql");
  }
}
