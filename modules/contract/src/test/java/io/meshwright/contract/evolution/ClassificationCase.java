package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Two versions of a contract, and what is said of the step from one to the other, and back. */
record ClassificationCase(
    Example before, Example after, List<String> forward, List<String> backward) {

  /** What {@code forward} and {@code backward} are lists of, where there is one change each. */
  static ClassificationCase step(Example before, Example after, String forward, String backward) {
    return new ClassificationCase(before, after, List.of(forward), List.of(backward));
  }

  /** What is the same change in both directions. */
  static ClassificationCase bothWays(Example before, Example after, String... changes) {
    return new ClassificationCase(before, after, List.of(changes), List.of(changes));
  }

  /** A change as text: rule, path, effect on consumers and on data, verdict, work for Delta. */
  static String print(Change change) {
    Impact impact = change.impact();
    return "%s %s: %s/%s %s %s"
        .formatted(
            change.rule(),
            change.path(),
            impact.consumers(),
            impact.data(),
            impact.verdict(),
            impact.table());
  }

  static List<String> print(Example before, Example after) {
    return ContractDiff.between(before.contract(), after.contract()).changes().stream()
        .map(ClassificationCase::print)
        .toList();
  }

  void check() {
    assertThat(print(before, after)).containsExactlyElementsOf(forward);
    assertThat(print(after, before)).containsExactlyElementsOf(backward);
    assertThat(print(before, before)).isEmpty();
  }

  Stream<String> rules() {
    List<String> lines = new ArrayList<>(forward);
    lines.addAll(backward);
    return lines.stream().map(line -> line.substring(0, line.indexOf(' ')));
  }

  /** Names the test. */
  @Override
  public String toString() {
    return forward + " and back " + backward;
  }
}
