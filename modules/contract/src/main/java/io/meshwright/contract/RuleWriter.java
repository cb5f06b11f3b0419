package io.meshwright.contract;

import java.math.BigDecimal;
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
    if (assertion instanceof Assertion.Within within) {
      FieldType inner = within.path().findType(field.type()).orElseThrow();
      constraintValue(keys, inner, within.rule());
      keys.text("path", within.path());
    } else {
      constraintValue(keys, field.type(), assertion);
    }
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
      keys.text(kind, references.to() + "." + references.targets().get(0));
    } else if (assertion instanceof Assertion.Comparison comparison) {
      keys.text(kind, comparison.operator().symbol() + " " + comparison.other());
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
    } else if (assertion instanceof Assertion.OnKeys keyRule) {
      keys.put(kind, keyRule(keyRule));
    } else if (assertion instanceof Statistic statistic) {
      keys.put(kind, statistic(statistic));
    } else {
      throw new IllegalArgumentException(
          "Cannot write '%s' as a quality check: it is a constraint of a field".formatted(kind));
    }
  }

  private static ContractWriter.Keys keyRule(Assertion.OnKeys rule) {
    ContractWriter.Keys keys = ContractWriter.keys();
    if (rule instanceof Assertion.References references) {
      return keys.list("fields", references.fields())
          .text("to", references.to())
          .list("target", references.targets());
    }
    if (rule instanceof Assertion.FunctionalDependency dependency) {
      return keys.text("field", dependency.field()).list("on", dependency.on());
    }
    if (rule instanceof Assertion.Monotonic monotonic) {
      return keys.text("field", monotonic.field())
          .text("order", ContractWriter.word(monotonic.order()))
          .list("by", monotonic.by())
          .list("within", monotonic.within());
    }
    throw new IllegalArgumentException(
        "Cannot write '%s' as a quality check: it is a constraint of a field"
            .formatted(rule.kind()));
  }

  private static ContractWriter.Keys statistic(Statistic statistic) {
    ContractWriter.Keys keys = ContractWriter.keys();
    if (statistic instanceof Statistic.Aggregate aggregate) {
      keys.text("function", aggregate.function())
          .text("field", aggregate.field())
          .raw("at", aggregate.at().map(BigDecimal::toPlainString));
      return range(keys, aggregate.range());
    }
    if (statistic instanceof Statistic.KeyStatistic key) {
      return range(keys.list("fields", key.fields()), key.range());
    }
    if (statistic instanceof Statistic.RowCountMatch match) {
      return keys.text("with", match.with())
          .text(
              "tolerance", Optional.of(match.tolerance()).filter(tolerance -> !tolerance.isZero()));
    }
    if (statistic instanceof Statistic.GapFree gapFree) {
      return keys.text("field", gapFree.field()).list("within", gapFree.within());
    }
    if (statistic instanceof Statistic.ValueSet set) {
      return keys.text("field", set.field())
          .text(set.relation().toString(), set.of() + "." + set.target());
    }

    Statistic.Distribution distribution = (Statistic.Distribution) statistic;
    return keys.text("field", distribution.field())
        .text("distance", ContractWriter.word(distribution.distance()))
        .raw("max", Optional.of(distribution.max().toPlainString()));
  }

  private static ContractWriter.Keys range(ContractWriter.Keys keys, Range range) {
    return keys.raw("min", range.min().map(BigDecimal::toPlainString))
        .raw("max", range.max().map(BigDecimal::toPlainString));
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
