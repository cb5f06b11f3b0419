package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One promise about rows, by name.
 *
 * @param name unique in its contract; {@code <field>_<kind>} unless the contract gives one
 * @param tolerance how many of the checked rows may break it, as a count or a share of them; only
 *     {@link Severity#ERROR} row rules have one above zero
 */
public record Rule(
    String name,
    Assertion assertion,
    Severity severity,
    Amount tolerance,
    Scope scope,
    List<String> tags) {

  /**
   * The rows a rule looks at.
   *
   * @param where a SQL predicate over the row; empty means every row
   * @param allowsEmpty whether it is fine that no row was looked at; otherwise the run ends as
   *     unmeasured
   */
  public record Scope(Optional<String> where, boolean allowsEmpty) {

    public static final Scope EVERY_ROW = new Scope(Optional.empty(), false);

    public Scope {
      requireNonNull(where, "where");
    }
  }

  public Rule {
    requireNonNull(name, "name");
    requireNonNull(assertion, "assertion");
    requireNonNull(severity, "severity");
    requireNonNull(tolerance, "tolerance");
    requireNonNull(scope, "scope");
    tags = List.copyOf(tags);
  }

  /** A rule over every row, without tolerance. */
  public static Rule of(String name, Assertion assertion, Severity severity) {
    return new Rule(name, assertion, severity, Amount.none(), Scope.EVERY_ROW, List.of());
  }

  /** The name a rule has when its contract gives none. */
  public static String defaultName(Assertion assertion) {
    if (assertion instanceof Assertion.Within within) {
      return within
              .path()
              .from(within.field())
              .replaceAll("[^A-Za-z0-9]+", "_")
              .replaceAll("_$", "")
          + "_"
          + within.kind();
    }

    return assertion.fields().isEmpty()
        ? assertion.kind()
        : String.join("_", assertion.fields()) + "_" + assertion.kind();
  }
}
