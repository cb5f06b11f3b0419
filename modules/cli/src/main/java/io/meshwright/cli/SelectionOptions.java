package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Rule;
import io.meshwright.contract.RuleSelection;
import io.meshwright.contract.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which of a contract's rules are meant. */
final class SelectionOptions {

  @Option(
      names = "--rules",
      paramLabel = "RULE",
      split = ",",
      description = "Measure only these rules. What is left out is listed in the report.")
  private Set<String> rules = new LinkedHashSet<>();

  @Option(
      names = "--tags",
      paramLabel = "TAG",
      split = ",",
      description = "Measure only rules with one of these tags.")
  private Set<String> tags = new LinkedHashSet<>();

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      split = ",",
      description = "Measure only rules of these severities: info, warning, error, critical.")
  private Set<Severity> severities = new LinkedHashSet<>();

  /** The rules of {@code contract} that the command line selects. */
  RuleSelection selection(Contract contract) {
    RuleSelection selection = new RuleSelection(rules, tags, severities);
    List<String> unknown = selection.unknownIn(contract);
    if (!unknown.isEmpty()) {
      List<String> known = contract.rules().stream().map(Rule::name).toList();
      List<String> near =
          rules.stream()
              .filter(name -> !known.contains(name))
              .flatMap(name -> NearestNames.of(name, known).stream())
              .toList();
      throw new UsageException(
          "Unknown %s".formatted(String.join(", ", unknown)),
          near.isEmpty()
              ? "the rules are %s".formatted(String.join(", ", known))
              : "did you mean %s?".formatted(String.join(" or ", near)));
    }

    return selection;
  }
}
