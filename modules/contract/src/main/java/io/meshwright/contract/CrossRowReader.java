package io.meshwright.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Reads the quality checks that compare rows with each other, with rows elsewhere, or with a number
 * that is worked out from all of them.
 */
final class CrossRowReader {

  private final KnownFields fields;
  private final List<Diagnostic> problems;

  CrossRowReader(KnownFields fields, List<Diagnostic> problems) {
    this.fields = fields;
    this.problems = problems;
  }

  Optional<? extends Assertion> read(Section check, String kind) {
    return switch (kind) {
      case "row_count_match" ->
          check.requireSection(kind, ContractKeys.ROW_COUNT_MATCH).flatMap(this::rowCountMatch);
      case "uniqueness", "distinctness", "distinct_count" ->
          check
              .requireSection(kind, ContractKeys.KEY_STATISTIC)
              .flatMap(section -> keyStatistic(section, kind));
      case "references" ->
          check.requireSection(kind, ContractKeys.REFERENCES).flatMap(this::references);
      case "value_set" ->
          check.requireSection(kind, ContractKeys.VALUE_SET).flatMap(this::valueSet);
      case "functional_dependency" ->
          check
              .requireSection(kind, ContractKeys.FUNCTIONAL_DEPENDENCY)
              .flatMap(this::functionalDependency);
      case "monotonic" ->
          check.requireSection(kind, ContractKeys.MONOTONIC).flatMap(this::monotonic);
      case "gap_free" -> check.requireSection(kind, ContractKeys.GAP_FREE).flatMap(this::gapFree);
      case "aggregate" ->
          check.requireSection(kind, ContractKeys.AGGREGATE).flatMap(this::aggregate);
      case "distribution" ->
          check.requireSection(kind, ContractKeys.DISTRIBUTION).flatMap(this::distribution);
      default -> throw new IllegalArgumentException("Cannot read a check '%s'".formatted(kind));
    };
  }

  private Optional<Assertion> rowCountMatch(Section section) {
    Optional<RowSource> with = section.requireParsed("with", RowSource::parse);
    Amount tolerance = tolerance(section);
    return with.map(source -> new Statistic.RowCountMatch(source, tolerance));
  }

  private Amount tolerance(Section section) {
    Optional<Located<String>> text = section.text("tolerance");
    Optional<Amount> amount = text.flatMap(given -> section.parse(given, Amount::parse));
    if (amount.isPresent() && !amount.get().isTolerance()) {
      problems.add(ContractDiagnostics.badTolerance(text.orElseThrow()));
    }
    return amount.filter(given -> !given.isZero()).orElse(Amount.none());
  }

  private Optional<Assertion> keyStatistic(Section section, String kind) {
    List<Located<String>> names = key(section, "fields", kind);
    Statistic.KeyMeasure measure =
        Statistic.KeyMeasure.valueOf(kind.toUpperCase(java.util.Locale.ROOT));
    Optional<Range> range =
        measure == Statistic.KeyMeasure.DISTINCT_COUNT
            ? section.range(bound -> count(section, bound))
            : section.range(section::fraction);
    return names.isEmpty()
        ? Optional.empty()
        : range.map(bounds -> new Statistic.KeyStatistic(measure, values(names), bounds));
  }

  private static Optional<BigDecimal> count(Section section, String key) {
    return section.wholeNumber(key, 0, Long.MAX_VALUE).map(BigDecimal::valueOf);
  }

  private Optional<Assertion> references(Section section) {
    List<Located<String>> names = key(section, "fields", "references");
    Optional<RowSource> to = section.requireParsed("to", RowSource::parse);
    List<Located<String>> targets =
        section.require("target").isEmpty() ? List.of() : section.texts("target");
    if (!names.isEmpty() && !targets.isEmpty() && names.size() != targets.size()) {
      problems.add(
          ContractDiagnostics.unequalLists(
              section.placeOf("target"), "target", targets.size(), "fields", names.size()));
      return Optional.empty();
    }

    return names.isEmpty() || targets.isEmpty()
        ? Optional.empty()
        : to.map(source -> new Assertion.References(values(names), source, values(targets)));
  }

  private Optional<Assertion> valueSet(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireComparable(name, "value_set"));
    List<String> relations = section.present(ContractKeys.SET_RELATIONS);
    if (relations.size() != 1) {
      problems.add(
          ContractDiagnostics.notOneKind(
              section.place(), "a value set", relations, ContractKeys.SET_RELATIONS));
      return Optional.empty();
    }

    String relation = relations.get(0);
    Optional<Target> target =
        section.requireText(relation).flatMap(text -> Target.find(text, section, problems));
    return field.isPresent()
        ? target.map(
            of ->
                new Statistic.ValueSet(
                    field.get().value(),
                    Statistic.SetRelation.valueOf(relation.toUpperCase(java.util.Locale.ROOT)),
                    of.source(),
                    of.field()))
        : Optional.empty();
  }

  private Optional<Assertion> functionalDependency(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireComparable(name, "functional_dependency"));
    List<Located<String>> on = key(section, "on", "functional_dependency");
    return on.isEmpty()
        ? Optional.empty()
        : field.map(name -> new Assertion.FunctionalDependency(name.value(), values(on)));
  }

  private Optional<Assertion> monotonic(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireComparable(name, "monotonic"));
    Optional<Assertion.Order> order = section.requireChoice("order", Assertion.Order.class);
    List<Located<String>> by = key(section, "by", "monotonic");
    List<Located<String>> within = optionalKey(section, "monotonic");
    return by.isEmpty() || order.isEmpty()
        ? Optional.empty()
        : field.map(
            name -> new Assertion.Monotonic(name.value(), order.get(), values(by), values(within)));
  }

  private Optional<Assertion> gapFree(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireCountable(name, "gap_free"));
    List<Located<String>> within = optionalKey(section, "gap_free");
    return field.map(name -> new Statistic.GapFree(name.value(), values(within)));
  }

  private Optional<Assertion> aggregate(Section section) {
    Optional<Statistic.Function> function =
        section.requireChoice("function", Statistic.Function.class);
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireNumeric(name, "aggregate"));
    boolean isQuantile = function.equals(Optional.of(Statistic.Function.QUANTILE));
    Optional<BigDecimal> at =
        isQuantile && section.require("at").isEmpty() ? Optional.empty() : section.fraction("at");
    if (function.isPresent() && !isQuantile && section.has("at")) {
      problems.add(ContractDiagnostics.onlyForQuantiles(section.placeOf("at"), function.get()));
      return Optional.empty();
    }

    Optional<Range> range = section.range(section::number);
    return function.isEmpty() || field.isEmpty() || (isQuantile && at.isEmpty())
        ? Optional.empty()
        : range.map(
            bounds -> new Statistic.Aggregate(function.get(), field.get().value(), at, bounds));
  }

  private Optional<Assertion> distribution(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireComparable(name, "distribution"));
    Optional<Statistic.Distance> distance =
        section.requireChoice("distance", Statistic.Distance.class);
    if (distance.equals(Optional.of(Statistic.Distance.KS))) {
      field.ifPresent(name -> fields.requireNumeric(name, "distance ks"));
    }
    Optional<BigDecimal> max =
        section.require("max").isEmpty() ? Optional.empty() : section.number("max");
    return field.isEmpty() || distance.isEmpty()
        ? Optional.empty()
        : max.map(most -> new Statistic.Distribution(field.get().value(), distance.get(), most));
  }

  private List<Located<String>> key(Section section, String key, String user) {
    return section.require(key).isEmpty() ? List.of() : fields.requireKey(section, key, user);
  }

  private List<Located<String>> optionalKey(Section section, String user) {
    return section.has("within") ? fields.requireKey(section, "within", user) : List.of();
  }

  private static List<String> values(List<Located<String>> names) {
    return names.stream().map(Located::value).toList();
  }

  /** A field of rows elsewhere, written {@code domain.product.field} or {@code input.field}. */
  record Target(RowSource source, String field) {

    static Optional<Target> find(Located<String> text, Section section, List<Diagnostic> problems) {
      String[] parts = text.value().split("\\.", 3);
      if (parts.length < 2 || parts[parts.length - 1].isBlank()) {
        problems.add(ContractDiagnostics.badReference(text));
        return Optional.empty();
      }

      boolean isInput = parts.length == 2;
      return section
          .parse(text, whole -> RowSource.parse(isInput ? parts[0] : parts[0] + "." + parts[1]))
          .map(source -> new Target(source, parts[parts.length - 1]));
    }

    @Override
    public String toString() {
      return source + "." + field;
    }
  }
}
