package io.meshwright.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints rules as {@link ConstraintReader} and {@link QualityCheckReader} read them. */
final class RuleWriter {

  private RuleWriter() {}

  /** A constraint of a field: one word if it says no more than its kind. */
  static Object constraint(Field field, Rule rule) {
    Assertion assertion = rule.assertion();
    boolean hasNoValue =
        assertion instanceof Assertion.NotNull || assertion instanceof Assertion.Unique;
    if (hasNoValue
        && rule.equals(Rule.of(rule.name(), assertion, Severity.ERROR))
        && rule.name().equals(Rule.defaultName(assertion))) {
      return assertion.kind();
    }

    ContractWriter.Keys keys = ContractWriter.keys();
    constraintValue(keys, field.type(), assertion);
    keys.text(
        "name", Optional.of(rule.name()).filter(name -> !name.equals(Rule.defaultName(assertion))));
    return options(keys, rule, Severity.ERROR);
  }

  static Map<String, Object> qualityCheck(Rule rule) {
    ContractWriter.Keys keys = ContractWriter.keys().text("name", rule.name());
    checkValue(keys, rule.assertion());
    return options(keys, rule, Severity.CRITICAL);
  }

  private static Map<String, Object> options(
      ContractWriter.Keys keys, Rule rule, Severity unlessGiven) {
    return keys.text(
            "severity",
            Optional.of(rule.severity())
                .filter(severity -> severity != unlessGiven)
                .map(ContractWriter::word))
        .text(
            "tolerance",
            Optional.of(rule.tolerance()).filter(amount -> !amount.equals(Amount.none())))
        .text("where", rule.scope().where())
        .flag("allow_empty", rule.scope().allowsEmpty())
        .list("tags", rule.tags())
        .map();
  }

  private static void constraintValue(
      ContractWriter.Keys keys, FieldType type, Assertion assertion) {
    String kind = assertion.kind();
    if (assertion instanceof Assertion.NotNull || assertion instanceof Assertion.Unique) {
      keys.flag(kind, true);
    } else if (assertion instanceof Assertion.Bound bound) {
      literal(keys, kind, type, bound.value());
    } else if (assertion instanceof Assertion.OneOf oneOf) {
      keys.list(kind, literals(type, oneOf.values()));
    } else if (assertion instanceof Assertion.NoneOf noneOf) {
      keys.list(kind, literals(type, noneOf.values()));
    } else if (assertion instanceof Assertion.Matches matches) {
      keys.text(kind, matches.pattern());
    } else if (assertion instanceof Assertion.Length length) {
      keys.raw(kind, Optional.of(length.characters()));
    } else if (assertion instanceof Assertion.HasFormat format) {
      keys.text(kind, format.format());
    } else if (assertion instanceof Assertion.References references) {
      keys.text(kind, references.product() + "." + references.target());
    } else if (assertion instanceof Assertion.Expression expression) {
      keys.text(kind, expression.predicate());
    } else {
      throw new IllegalArgumentException(
          "Cannot write '%s' as a constraint: it is a quality check".formatted(kind));
    }
  }

  private static void checkValue(ContractWriter.Keys keys, Assertion assertion) {
    String kind = assertion.kind();
    if (assertion instanceof Assertion.Query query) {
      keys.text(kind, query.sql())
          .raw("threshold", Optional.of(query.threshold().toPlainString()))
          .put("tables", query.tables());
    } else if (assertion instanceof Assertion.RowCount count) {
      keys.put(kind, ContractWriter.keys().raw("min", count.min()).raw("max", count.max()));
    } else if (assertion instanceof Assertion.Unique unique) {
      keys.list(kind, unique.fields());
    } else if (assertion instanceof Assertion.Completeness completeness) {
      keys.put(
          kind,
          ContractWriter.keys()
              .text("field", completeness.field())
              .text("min", new Amount.Share(completeness.min())));
    } else if (assertion instanceof Assertion.Freshness freshness) {
      keys.put(
          kind,
          ContractWriter.keys()
              .text("field", freshness.field())
              .raw("max_age_hours", Optional.of(Decimals.toHours(freshness.maxAge()))));
    } else if (assertion instanceof Assertion.Expression expression) {
      keys.text(kind, expression.predicate());
    } else {
      throw new IllegalArgumentException(
          "Cannot write '%s' as a quality check: it is a constraint of a field".formatted(kind));
    }
  }

  private static void literal(ContractWriter.Keys keys, String kind, FieldType type, String value) {
    if (type.isNumeric()) {
      keys.raw(kind, Optional.of(value));
    } else {
      keys.text(kind, value);
    }
  }

  private static List<?> literals(FieldType type, List<String> values) {
    return type.isNumeric() ? values.stream().map(YamlEmitter.Raw::new).toList() : values;
  }
}
