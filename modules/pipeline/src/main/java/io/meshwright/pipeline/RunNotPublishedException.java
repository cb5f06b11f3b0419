package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.quality.RuleResult;
import java.util.stream.Stream;

/** Thrown by {@link RunReport#orElseThrow} when a run did not end well; carries its report. */
public final class RunNotPublishedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient RunReport report;

  RunNotPublishedException(RunReport report) {
    super(
        Stream.concat(
                Stream.of(
                    "Run %s of %s was %s"
                        .formatted(
                            report.identity().runId(),
                            report.identity().product(),
                            report.outcome())),
                Stream.concat(
                    report.rules().stream()
                        .filter(RuleResult::blocks)
                        .map(rule -> rule.rule().name() + ": " + rule.actual()),
                    report.problems().stream().map(Problem::toString)))
            .collect(joining(System.lineSeparator())));
    this.report = report;
  }

  public RunReport report() {
    return report;
  }
}
