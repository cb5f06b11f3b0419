package io.meshwright.cli;

import io.meshwright.pipeline.QuarantineSelection;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which rows of quarantine a command is about. */
final class QuarantineOptions {

  /** How the run ended that set the rows aside. */
  enum Ended {
    PUBLISHED,
    REJECTED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(names = "--run", paramLabel = "ID", description = "Only rows that this run set aside.")
  private Optional<String> run;

  @Option(
      names = {"--rules", "--rule"},
      paramLabel = "RULE",
      split = ",",
      description = "Only rows that break one of these rules; may be given more than once.")
  private Set<String> rules = new LinkedHashSet<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only rows of runs that started then or later: a day such as 2024-01-14, or an instant"
              + " such as 2024-01-14T02:00:00Z.")
  private Optional<Instant> since;

  @Option(
      names = "--outcome",
      paramLabel = "HOW",
      description =
          "Only rows of runs that ended so: published (the version goes without the row), or"
              + " rejected (nothing was published; the row is a sample).")
  private Optional<Ended> outcome;

  Set<String> rules() {
    return rules;
  }

  /** With these rules instead of those of the command line. */
  QuarantineSelection selection(Set<String> others) {
    return selection(others, Optional.empty(), outcome);
  }

  /** Rows of published runs, unless the command line says otherwise. */
  QuarantineSelection ofPublishedRuns() {
    return selection(rules, Optional.empty(), outcome.or(() -> Optional.of(Ended.PUBLISHED)));
  }

  QuarantineSelection before(Optional<Instant> time) {
    return selection(rules, time, outcome);
  }

  private QuarantineSelection selection(
      Set<String> named, Optional<Instant> before, Optional<Ended> ended) {
    return new QuarantineSelection(run, named, since, before, ended.map(Ended::toString));
  }
}
