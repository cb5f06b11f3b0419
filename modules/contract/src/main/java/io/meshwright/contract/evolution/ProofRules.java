package io.meshwright.contract.evolution;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Finds the rules of a new contract that say whether stored rows keep what a change promises. */
final class ProofRules {

  private static final List<String> FIELDS = List.of("schema", "fields");
  private static final List<String> PRIMARY_KEY = List.of("schema", "primary_key");
  private static final List<String> COMPLETENESS = List.of("sla", "completeness");
  private static final List<String> QUALITY_CHECKS = List.of("sla", "quality_checks");
  private static final int FIELD = 2;
  private static final int FIELD_RULE = 4;
  private static final int CHECK = 2;

  private ProofRules() {}

  static List<Rule> of(Change change, Contract after) {
    List<String> path = change.path().parts();
    if (startsWith(path, PRIMARY_KEY)) {
      return named(after.rules().stream(), Contract.PRIMARY_KEY);
    }
    if (startsWith(path, COMPLETENESS)) {
      return named(after.rules().stream(), Contract.SLA_COMPLETENESS);
    }
    if (startsWith(path, QUALITY_CHECKS) && path.size() > CHECK) {
      return named(after.qualityChecks().stream(), path.get(CHECK));
    }
    if (!startsWith(path, FIELDS) || path.size() <= FIELD) {
      return List.of();
    }

    Stream<Field> field = after.schema().findField(path.get(FIELD)).stream();
    if (path.size() > FIELD_RULE && path.get(FIELD_RULE - 1).equals("constraints")) {
      return named(field.flatMap(found -> found.rules().stream()), path.get(FIELD_RULE));
    }

    return path.size() == FIELD + 1
        ? field.flatMap(found -> asksForAValue(found, after)).toList()
        : List.of();
  }

  /** What a stored row, which has no value in a new field, would break. */
  private static Stream<Rule> asksForAValue(Field field, Contract after) {
    Stream<Rule> key =
        field.traits().primaryKey()
            ? named(after.rules().stream(), Contract.PRIMARY_KEY).stream()
            : Stream.empty();
    Stream<Rule> own =
        field.rules().stream()
            .filter(rule -> rule.severity().keepsRowsOut())
            .filter(
                rule ->
                    rule.assertion() instanceof Assertion.NotNull
                        || rule.assertion() instanceof Assertion.Expression);
    return Stream.concat(key, own);
  }

  private static List<Rule> named(Stream<Rule> rules, String name) {
    return rules.filter(rule -> rule.name().equals(name)).toList();
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }
}
