package io.meshwright.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of the rules read so far; a report or a table constraint must tell rules apart. */
final class RuleNames {

  private final Map<String, Place> places = new HashMap<>();
  private final List<Diagnostic> problems;

  RuleNames(List<Diagnostic> problems) {
    this.problems = problems;
  }

  /** Takes a name the author chose. */
  void takeGiven(String name, Place place) {
    Place first = places.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
    if (first != null) {
      problems.add(ContractDiagnostics.repeatedRule(place, name, first));
    }
  }

  /**
   * Takes the name a rule has because the author gave none. The same rule of a shared definition
   * comes again only for a field that is there twice, which is told.
   */
  void takeDefault(String name, Place place) {
    Place first = places.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
    if (first != null && !first.equals(place)) {
      problems.add(ContractDiagnostics.repeatedDefaultName(place, name, first));
    }
  }
}
