package io.meshwright.contract;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code quality_checks}: promises about the table as a whole. */
final class QualityCheckReader {

  private final RuleOptions options;
  private final KnownFields fields;
  private final List<Diagnostic> problems;
  private final CrossRowReader crossRow;

  QualityCheckReader(RuleOptions options, KnownFields fields, List<Diagnostic> problems) {
    this.options = options;
    this.fields = fields;
    this.problems = problems;
    this.crossRow = new CrossRowReader(fields, problems);
  }

  List<Rule> read(List<YamlNode> items) {
    List<Rule> rules = new ArrayList<>();
    for (YamlNode item : items) {
      Section.of(item, "a quality check", ContractKeys.QUALITY_CHECK, problems)
          .flatMap(this::rule)
          .ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<Rule> rule(Section section) {
    Optional<Located<String>> name = section.requireText("name");
    List<String> kinds = section.present(ContractKeys.CHECK_KINDS);
    if (kinds.size() != 1) {
      problems.add(
          ContractDiagnostics.notOneKind(
              section.place(), "a quality check", kinds, ContractKeys.CHECK_KINDS));
      return Optional.empty();
    }
    String kind = kinds.get(0);
    if (!kind.equals("query")) {
      section
          .present(ContractKeys.QUERY_OPTIONS)
          .forEach(
              key ->
                  problems.add(
                      ContractDiagnostics.onlyForQueries(section.placeOf(key), key, kind)));
    }

    Optional<? extends Assertion> assertion = assertion(section, kind);
    return name.isPresent()
        ? assertion.map(made -> options.rule(section, made, Severity.CRITICAL))
        : Optional.empty();
  }

  private Optional<? extends Assertion> assertion(Section section, String kind) {
    return switch (kind) {
      case "query" -> query(section);
      case "unique" -> unique(section);
      case "expression" ->
          section
              .requireText(kind)
              .flatMap(text -> options.predicate(text, kind))
              .map(Assertion.Expression::new);
      case "row_count" -> section.requireSection(kind, ContractKeys.ROW_COUNT).map(this::rowCount);
      case "completeness" ->
          section.requireSection(kind, ContractKeys.COMPLETENESS).flatMap(this::completeness);
      case "freshness" ->
          section.requireSection(kind, ContractKeys.FRESHNESS).flatMap(this::freshness);
      default -> crossRow.read(section, kind);
    };
  }

  private Optional<Assertion> query(Section section) {
    Optional<String> sql =
        section
            .requireText("query")
            .map(QualityCheckReader::withoutPlaceholder)
            .flatMap(text -> options.query(text, "query"));
    Optional<BigDecimal> threshold =
        section.require("threshold").isEmpty() ? Optional.empty() : section.number("threshold");
    java.util.Map<String, String> tables = section.valueMap("tables");
    return sql.isPresent() && threshold.isPresent()
        ? Optional.of(new Assertion.Query(sql.get(), threshold.get(), tables))
        : Optional.empty();
  }

  /** {@code {table}} is how other tools call the rows that are checked. */
  private static Located<String> withoutPlaceholder(Located<String> query) {
    return new Located<>(query.value().replace("{table}", Assertion.Query.SELF), query.place());
  }

  private Assertion rowCount(Section section) {
    Optional<Long> min = section.wholeNumber("min", 0, Long.MAX_VALUE);
    Optional<Long> max = section.wholeNumber("max", 0, Long.MAX_VALUE);
    if (section.present(ContractKeys.ROW_COUNT).isEmpty()) {
      problems.add(ContractDiagnostics.rowCountWithoutBound(section.place()));
    }
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      problems.add(
          ContractDiagnostics.nothingBetween(
              section.placeOf("max"), "row_count", "min " + min.get(), "max " + max.get()));
    }
    return new Assertion.RowCount(min, max);
  }

  private Optional<Assertion> unique(Section section) {
    if (section.require("unique").isEmpty()) {
      return Optional.empty();
    }
    List<Located<String>> names = fields.requireKey(section, "unique", "unique");
    return Optional.of(new Assertion.Unique(names.stream().map(Located::value).toList()));
  }

  private Optional<Assertion> completeness(Section section) {
    Optional<Located<String>> field = section.text("field");
    field.ifPresent(name -> fields.require(name, "completeness"));
    Optional<BigDecimal> min =
        section.require("min").isEmpty() ? Optional.empty() : section.fraction("min");
    return min.map(share -> new Assertion.Completeness(field.map(Located::value), share));
  }

  private Optional<Assertion> freshness(Section section) {
    Optional<Located<String>> field = section.requireText("field");
    field.ifPresent(name -> fields.requireDateOrTimestamp(name, "freshness"));
    Optional<Duration> maxAge =
        section.require("max_age_hours").isEmpty()
            ? Optional.empty()
            : section.hours("max_age_hours");
    return field.isPresent() && maxAge.isPresent()
        ? Optional.of(new Assertion.Freshness(field.get().value(), maxAge.get()))
        : Optional.empty();
  }
}
