package io.meshwright.contract;

import java.util.List;
import java.util.Optional;

/** Reads what rules of fields and of tables have in common: name, severity, tolerance and scope. */
final class RuleOptions {

  private final SqlSyntax sql;
  private final RuleNames names;
  private final List<Diagnostic> problems;

  RuleOptions(SqlSyntax sql, RuleNames names, List<Diagnostic> problems) {
    this.sql = sql;
    this.names = names;
    this.problems = problems;
  }

  /** A rule of the assertion with the options that {@code section} gives. */
  Rule rule(Section section, Assertion assertion, Severity unlessGiven) {
    Severity severity = section.choice("severity", Severity.class).orElse(unlessGiven);
    Optional<Located<String>> name = section.text("name").filter(text -> isName(text));
    String ruleName = name.map(Located::value).orElseGet(() -> Rule.defaultName(assertion));
    name.ifPresentOrElse(
        given -> names.takeGiven(given.value(), given.place()),
        () -> names.takeDefault(ruleName, section.place()));
    return new Rule(
        ruleName,
        assertion,
        severity,
        tolerance(section, assertion, severity),
        scope(section, assertion),
        section.values("tags"));
  }

  /** A rule of the assertion without any option. */
  Rule rule(Place place, Assertion assertion) {
    String name = Rule.defaultName(assertion);
    names.takeDefault(name, place);
    return Rule.of(name, assertion, Severity.ERROR);
  }

  Optional<String> predicate(Located<String> text, String key) {
    Optional<String> problem =
        text.value().isBlank()
            ? Optional.of("it is empty")
            : sql.findPredicateProblem(text.value());
    problem.ifPresent(
        reason -> problems.add(ContractDiagnostics.badSql(text, key, reason, "predicate")));
    return problem.isPresent() ? Optional.empty() : Optional.of(text.value());
  }

  Optional<String> query(Located<String> text, String key) {
    Optional<String> problem =
        text.value().isBlank() ? Optional.of("it is empty") : sql.findQueryProblem(text.value());
    problem.ifPresent(
        reason -> problems.add(ContractDiagnostics.badSql(text, key, reason, "query")));
    return problem.isPresent() ? Optional.empty() : Optional.of(text.value());
  }

  private boolean isName(Located<String> name) {
    boolean isName =
        !name.value().isBlank() && name.value().chars().noneMatch(Character::isISOControl);
    if (!isName) {
      problems.add(ContractDiagnostics.badRuleName(name));
    }
    return isName;
  }

  private Amount tolerance(Section section, Assertion assertion, Severity severity) {
    Optional<Located<String>> text = section.text("tolerance");
    if (text.isEmpty()) {
      return Amount.none();
    }
    if (!(assertion instanceof Assertion.OnRow)) {
      problems.add(
          ContractDiagnostics.toleranceNotAllowed(section.placeOf("tolerance"), assertion.kind()));
      return Amount.none();
    }
    if (severity != Severity.ERROR) {
      problems.add(ContractDiagnostics.toleranceNeedsError(section.placeOf("tolerance"), severity));
      return Amount.none();
    }

    Optional<Amount> tolerance = section.parse(text.get(), Amount::parse);
    if (tolerance.isPresent() && !tolerance.get().isTolerance()) {
      problems.add(ContractDiagnostics.badTolerance(text.get()));
    }
    return tolerance.filter(amount -> !amount.isZero()).orElse(Amount.none());
  }

  private Rule.Scope scope(Section section, Assertion assertion) {
    if (assertion instanceof Assertion.Query) {
      section
          .present(List.of("where", "allow_empty"))
          .forEach(
              key ->
                  problems.add(
                      ContractDiagnostics.scopeNotAllowed(
                          section.placeOf(key), key, assertion.kind())));
      return Rule.Scope.EVERY_ROW;
    }

    Optional<String> where = section.text("where").flatMap(text -> predicate(text, "where"));
    boolean allowsEmpty = section.flag("allow_empty");
    if (allowsEmpty && !section.has("where") && !(assertion instanceof Assertion.OnTable)) {
      problems.add(ContractDiagnostics.allowEmptyWithoutWhere(section.placeOf("allow_empty")));
    }
    return new Rule.Scope(where, allowsEmpty);
  }
}
