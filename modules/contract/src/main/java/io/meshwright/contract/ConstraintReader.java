package io.meshwright.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the {@code constraints} of fields. */
final class ConstraintReader {

  /** Far beyond what people write, and before the compiler of expressions runs out of stack. */
  private static final int LONGEST_PATTERN = 1000;

  private static final List<String> WITHOUT_VALUE = List.of("not_null", "unique");

  private static final Pattern COMPARISON = Pattern.compile("\\s*(>=|<=|==|!=|>|<)\\s*(.+?)\\s*");

  /** A field that a comparison names; it may stand further down in the file. */
  private record Compared(String field, Located<String> other) {}

  private final RuleOptions options;
  private final List<Diagnostic> problems;
  private final List<Compared> compared = new ArrayList<>();

  ConstraintReader(RuleOptions options, List<Diagnostic> problems) {
    this.options = options;
    this.problems = problems;
  }

  /** Reads the constraints of one field; a type that could not be read fits everything. */
  List<Located<Rule>> read(String field, Optional<FieldType> type, List<YamlNode> items) {
    List<Located<Rule>> rules = new ArrayList<>();
    for (YamlNode item : items) {
      rule(field, type, item).ifPresent(rule -> rules.add(new Located<>(rule, item.place())));
    }
    type.ifPresent(known -> new BoundChecks(field, known, problems).check(rules));
    return rules;
  }

  /** Checks the fields that comparisons name, once all fields are known. */
  void checkCompared(KnownFields fields) {
    compared.forEach(pair -> fields.requireAlike(pair.field(), pair.other(), "compare"));
  }

  private Optional<Rule> rule(String field, Optional<FieldType> type, YamlNode item) {
    if (item instanceof YamlNode.Scalar scalar) {
      return bare(field, type, scalar);
    }

    return Section.of(item, "a constraint", ContractKeys.CONSTRAINT, problems)
        .flatMap(
            section -> {
              List<String> kinds = section.present(ContractKeys.CONSTRAINT_KINDS);
              if (kinds.isEmpty() && section.hasUnknownKeys()) {
                return Optional.empty();
              }
              if (kinds.size() != 1) {
                problems.add(
                    ContractDiagnostics.notOneKind(
                        section.place(), "a constraint", kinds, ContractKeys.CONSTRAINT_KINDS));
                return Optional.empty();
              }

              return (section.has("path")
                      ? nested(field, type, section, kinds.get(0))
                      : assertion(field, type, section, kinds.get(0)))
                  .map(assertion -> options.rule(section, assertion, Severity.ERROR));
            });
  }

  private Optional<Rule> bare(String field, Optional<FieldType> type, YamlNode.Scalar scalar) {
    if (!WITHOUT_VALUE.contains(scalar.text())) {
      problems.add(
          ContractKeys.CONSTRAINT_KINDS.contains(scalar.text())
              ? ContractDiagnostics.constraintNeedsValue(scalar.place(), scalar.text())
              : ContractDiagnostics.unknownConstraint(scalar.place(), scalar.text()));
      return Optional.empty();
    }

    return unvalued(field, type, scalar.text(), scalar.place())
        .map(assertion -> options.rule(scalar.place(), assertion));
  }

  private Optional<Assertion> unvalued(
      String field, Optional<FieldType> type, String kind, Place place) {
    if (kind.equals("not_null")) {
      return Optional.of(new Assertion.NotNull(field));
    }

    return fits(type, FieldType::isComparable, place, kind, "values that can be compared")
        ? Optional.of(new Assertion.Unique(List.of(field)))
        : Optional.empty();
  }

  private Optional<? extends Assertion> nested(
      String field, Optional<FieldType> type, Section section, String kind) {
    if (!kind.equals("not_null") && !ContractKeys.VALUE_KINDS.contains(kind)) {
      problems.add(ContractDiagnostics.noPathForKind(section.placeOf("path"), kind));
      return Optional.empty();
    }
    Optional<FieldPath> path = section.requireParsed("path", FieldPath::parse);
    if (path.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    Optional<FieldType> inner = path.get().findType(type.get());
    if (inner.isEmpty()) {
      problems.add(
          ContractDiagnostics.pathLeadsNowhere(
              section.text("path").orElseThrow(), field, type.get()));
      return Optional.empty();
    }

    return assertion(path.get().from(field), inner, section, kind)
        .map(rule -> new Assertion.Within(field, path.get(), (Assertion.OnRow) rule));
  }

  private Optional<? extends Assertion> assertion(
      String field, Optional<FieldType> type, Section section, String kind) {
    Place place = section.placeOf(kind);
    return switch (kind) {
      case "not_null", "unique" ->
          isTrue(section, kind) ? unvalued(field, type, kind, place) : Optional.empty();
      case "min", "max", "exclusive_min", "exclusive_max" -> bound(field, type, section, kind);
      case "in" -> literals(type, section, kind).map(values -> new Assertion.OneOf(field, values));
      case "not_in" ->
          literals(type, section, kind).map(values -> new Assertion.NoneOf(field, values));
      case "pattern" ->
          section
              .requireText(kind)
              .filter(text -> isTextual(type, place, kind) && isPattern(text))
              .map(text -> new Assertion.Matches(field, text.value()));
      case "min_length", "max_length" ->
          length(section, kind)
              .filter(characters -> isTextual(type, place, kind))
              .map(characters -> new Assertion.Length(field, lengthLimit(kind), characters));
      case "format" ->
          section
              .requireParsed(kind, ValueFormat::parse)
              .filter(format -> isTextual(type, place, kind))
              .map(format -> new Assertion.HasFormat(field, format));
      case "compare" -> section.requireText(kind).flatMap(text -> comparison(field, text));
      case "references" ->
          section
              .requireText(kind)
              .filter(
                  text ->
                      fits(
                          type,
                          FieldType::isComparable,
                          place,
                          kind,
                          "values that can be compared"))
              .flatMap(text -> reference(section, field, text));
      default ->
          section
              .requireText(kind)
              .flatMap(text -> options.predicate(text, kind))
              .map(Assertion.Expression::new);
    };
  }

  private boolean isTrue(Section section, String kind) {
    if (section.require(kind).isEmpty() || section.findFlag(kind).isEmpty()) {
      return false;
    }
    if (!section.flag(kind)) {
      problems.add(ContractDiagnostics.constraintSwitchedOff(section.placeOf(kind), kind));
      return false;
    }

    return true;
  }

  private Optional<Assertion> bound(
      String field, Optional<FieldType> type, Section section, String kind) {
    Optional<Located<String>> text = section.requireText(kind);
    if (text.isEmpty()
        || !fits(
            type,
            FieldType::isComparable,
            section.placeOf(kind),
            kind,
            "values that can be compared")
        || !isLiteral(type, text.get(), kind)) {
      return Optional.empty();
    }

    Assertion.Limit limit = Assertion.Limit.valueOf(kind.toUpperCase(java.util.Locale.ROOT));
    return Optional.of(new Assertion.Bound(field, limit, text.get().value()));
  }

  private Optional<List<String>> literals(Optional<FieldType> type, Section section, String kind) {
    if (section.require(kind).isEmpty()) {
      return Optional.empty();
    }
    int problemsBefore = problems.size();
    List<YamlNode> items = section.items(kind);
    if (items.isEmpty() && problems.size() == problemsBefore) {
      problems.add(ContractDiagnostics.emptyChoice(section.placeOf(kind), kind));
    }
    if (!fits(
        type,
        FieldType::isComparable,
        section.placeOf(kind),
        kind,
        "values that can be compared")) {
      return Optional.empty();
    }

    List<String> values = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (YamlNode item : items) {
      if (item instanceof YamlNode.Empty) {
        problems.add(ContractDiagnostics.nullChoice(item.place(), kind));
        continue;
      }
      Optional<Located<String>> text = Section.text(item, "a value of '" + kind + "'", problems);
      if (text.isPresent() && isLiteral(type, text.get(), kind)) {
        String value = text.get().value();
        values.add(value);
        Object comparable =
            type.<Object>flatMap(known -> Literals.find(value, known)).orElse(value);
        if (!seen.add(comparable)) {
          problems.add(ContractDiagnostics.repeatedChoice(text.get(), kind));
        }
      }
    }
    return problems.size() == problemsBefore ? Optional.of(values) : Optional.empty();
  }

  private Optional<Integer> length(Section section, String kind) {
    return section.require(kind).isEmpty()
        ? Optional.empty()
        : section.wholeNumber(kind, 0, Integer.MAX_VALUE).map(Math::toIntExact);
  }

  private static Assertion.Limit lengthLimit(String kind) {
    return kind.equals("min_length") ? Assertion.Limit.MIN : Assertion.Limit.MAX;
  }

  private Optional<Assertion> reference(Section section, String field, Located<String> text) {
    return CrossRowReader.Target.find(text, section, problems)
        .map(target -> Assertion.References.of(field, target.source(), target.field()));
  }

  private Optional<Assertion> comparison(String field, Located<String> text) {
    Matcher matcher = COMPARISON.matcher(text.value());
    if (!matcher.matches()) {
      problems.add(ContractDiagnostics.badComparison(text));
      return Optional.empty();
    }

    compared.add(new Compared(field, new Located<>(matcher.group(2), text.place())));
    return Optional.of(
        new Assertion.Comparison(field, Condition.Operator.of(matcher.group(1)), matcher.group(2)));
  }

  private boolean isPattern(Located<String> text) {
    if (text.value().length() > LONGEST_PATTERN) {
      problems.add(ContractDiagnostics.patternTooLong(text.place(), LONGEST_PATTERN));
      return false;
    }
    try {
      Pattern.compile(text.value());
      return true;
    } catch (PatternSyntaxException e) {
      problems.add(ContractDiagnostics.badPattern(text, e.getDescription(), e.getIndex()));
      return false;
    }
  }

  private boolean isLiteral(Optional<FieldType> type, Located<String> text, String kind) {
    boolean fits = type.map(known -> Literals.find(text.value(), known).isPresent()).orElse(true);
    if (!fits) {
      problems.add(ContractDiagnostics.literalDoesNotFit(text, kind, type.orElseThrow()));
    }
    return fits;
  }

  private boolean isTextual(Optional<FieldType> type, Place place, String kind) {
    return fits(type, FieldType::isText, place, kind, "text");
  }

  private boolean fits(
      Optional<FieldType> type,
      java.util.function.Predicate<FieldType> suitable,
      Place place,
      String kind,
      String needed) {
    boolean fits = type.map(suitable::test).orElse(true);
    if (!fits) {
      problems.add(
          ContractDiagnostics.constraintDoesNotFit(place, kind, type.orElseThrow(), needed));
    }
    return fits;
  }
}
