package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Reads the {@code quality} of an object or property into rules of a contract. */
final class QualityReader {

  /** The engine of rules that only we measure. */
  static final String ENGINE = "meshwright";

  /** How a rule's tag names the dimension that ODCS has a key for. */
  static final String DIMENSION_TAG = "dimension:";

  private static final Map<String, String> DIMENSIONS =
      Map.of(
          "ac", "accuracy",
          "cp", "completeness",
          "cf", "conformity",
          "cs", "consistency",
          "cv", "coverage",
          "tm", "timeliness",
          "uq", "uniqueness");

  private static final Set<String> SEVERITIES = Set.of("info", "warning", "error", "critical");

  private final RuleDrafts rules;
  private final Set<String> otherObjects;
  private final Reading reading;

  QualityReader(RuleDrafts rules, Set<String> otherObjects, Reading reading) {
    this.rules = rules;
    this.otherObjects = otherObjects;
    this.reading = reading;
  }

  /** Reads the rules of one property, or of the object where no field is given. */
  void read(Node owner, Optional<String> field) {
    owner.nodes("quality").forEach(rule -> rule(rule, field));
  }

  private void rule(Node rule, Optional<String> field) {
    Optional<String> metric =
        Optional.of(rule.has("metric") ? "metric" : "rule").flatMap(rule::value);
    String type =
        rule.value("type")
            .map(text -> text.toLowerCase(Locale.ROOT))
            .orElse(metric.isPresent() ? "library" : "");
    switch (type) {
      case "library" -> library(rule, field, metric);
      case "sql" -> sql(rule, field);
      case "custom" -> custom(rule, field);
      case "text" -> notEnforced(rule, OdcsDiagnostics.textNotEnforced(rule.place()));
      case "" -> reading.tell(OdcsDiagnostics.ruleWithoutType(rule.place()));
      default -> notEnforced(rule, OdcsDiagnostics.unknownRuleType(rule.placeOf("type"), type));
    }
  }

  private void library(Node rule, Optional<String> field, Optional<String> metric) {
    if (rule.has("pattern")) {
      reading.tell(OdcsDiagnostics.patternBesideArguments(rule.placeOf("pattern")));
      return;
    }
    if (metric.isEmpty()) {
      reading.tell(OdcsDiagnostics.ruleWithoutType(rule.place()));
      return;
    }

    Optional<Comparison> comparison = Comparison.read(rule, reading);
    Optional<Metric> read =
        Metric.read(rule, metric.get(), field, rules.product(), reading)
            .filter(known -> comparison.isPresent());
    if (read.isEmpty()) {
      notEnforced(
          rule, OdcsDiagnostics.notMeasured(rule.place(), metric.get(), comparison.isPresent()));
      return;
    }

    Keys options = options(rule);
    Place place = rule.place();
    boolean isError =
        options.find("severity").flatMap(Tree::text).map("error"::equals).orElse(true);
    Optional<String> tolerance =
        comparison.get().atMost().filter(most -> most.equals("0") || isError);
    Optional<Keys> constraint =
        tolerance
            .filter(most -> field.isPresent())
            .flatMap(most -> read.get().constraint(place, most));
    if (constraint.isPresent()) {
      tolerance
          .filter(most -> !most.equals("0"))
          .ifPresent(most -> constraint.get().text("tolerance", most));
      add(rule, field, constraint.get(), options, metric.get());
      return;
    }

    Keys check =
        read.get()
            .check(place, comparison.get())
            .orElseGet(
                () ->
                    new Keys(place)
                        .text("query", answer(comparison.get(), read.get().query(comparison.get())))
                        .raw("threshold", "0"));
    add(rule, Optional.empty(), check, options, nameOf(field, metric.get()));
  }

  private void sql(Node rule, Optional<String> field) {
    Optional<Located<String>> query = rule.requireText("query");
    Optional<Comparison> comparison = Comparison.read(rule, reading);
    if (query.isEmpty() || comparison.isEmpty()) {
      notEnforced(rule, OdcsDiagnostics.notMeasured(rule.place(), "sql", comparison.isPresent()));
      return;
    }

    String sql =
        query
            .get()
            .value()
            .strip()
            .replaceFirst("[;\\s]+$", "")
            .replaceAll("\\$?\\{(object|table|model)\\}", rules.product())
            .replaceAll(
                "\\$?\\{(property|column|field)\\}",
                Matcher.quoteReplacement(field.map(Metric::column).orElse("*")));
    otherObjects.stream()
        .filter(other -> sql.matches("(?is).*\\b" + other + "\\b.*"))
        .forEach(other -> reading.tell(OdcsDiagnostics.otherObject(query.get().place(), other)));
    Optional<String> threshold =
        Optional.of(comparison.get())
            .filter(
                compared ->
                    compared.operator() == Comparison.Operator.LESS_OR_EQUAL
                        || (compared.operator() == Comparison.Operator.MUST_BE
                            && compared.first().signum() == 0
                            && sql.matches("(?is)\\s*select\\s+count\\s*\\(.*")))
            .map(compared -> Numbers.print(compared.first()));
    Keys check =
        new Keys(rule.place())
            .text("query", threshold.isPresent() ? sql : answer(comparison.get(), sql))
            .raw("threshold", threshold.orElse("0"));
    CustomKeys.read(rule).forEach(custom -> check.putAt(custom.path(), custom.value()));
    add(rule, Optional.empty(), check, options(rule), nameOf(field, "sql"));
  }

  /** A query that gives 0 where the comparison holds for the answer of another, and 1 elsewhere. */
  private static String answer(Comparison comparison, String query) {
    return "SELECT CASE WHEN %s THEN 0 ELSE 1 END FROM (%s) AS answer(value)"
        .formatted(comparison.over("value"), query);
  }

  private void custom(Node rule, Optional<String> field) {
    Optional<YamlNode> implementation =
        rule.peek("implementation").filter(YamlNode.Mapping.class::isInstance);
    Optional<String> engine = rule.value("engine");
    if (engine.filter(ENGINE::equals).isEmpty() || implementation.isEmpty()) {
      notEnforced(
          rule, OdcsDiagnostics.otherEngine(rule.place(), engine.orElse("no engine at all")));
      return;
    }

    rule.find("implementation");
    reading.useAll(implementation.get());
    Keys keys = Keys.of((YamlNode.Mapping) implementation.get());
    Optional<String> name = keys.takeText("name");
    if (field.isPresent()) {
      rules.constraint(field.get(), keys, name, rule.place());
    } else {
      rules.check(keys, name.or(() -> rule.value("name")).orElse("custom"), rule.place());
    }
    rule.find("name");
  }

  private void add(Node rule, Optional<String> field, Keys keys, Keys options, String otherwise) {
    Optional<String> name = rule.value(rule.has("name") ? "name" : "id");
    options.names().forEach(option -> keys.put(option, options.find(option)));
    if (field.isPresent()) {
      rules.constraint(field.get(), keys, name, rule.place());
    } else {
      rules.check(keys, name.orElse(otherwise), rule.place());
    }
  }

  private Keys options(Node rule) {
    Keys options = new Keys(rule.place());
    Optional<Located<String>> severity = rule.text("severity");
    severity.ifPresent(
        text -> {
          String word = text.value().toLowerCase(Locale.ROOT);
          if (!SEVERITIES.contains(word)) {
            reading.tell(OdcsDiagnostics.unknownSeverity(text));
          } else {
            options.text("severity", word);
          }
        });
    List<String> tags = new ArrayList<>(rule.texts("tags").stream().map(Located::value).toList());
    rule.text("dimension").flatMap(this::dimension).ifPresent(tags::add);
    return options.texts("tags", tags);
  }

  static boolean isDimension(String word) {
    return DIMENSIONS.containsValue(word);
  }

  private Optional<String> dimension(Located<String> text) {
    String word = text.value().toLowerCase(Locale.ROOT);
    String dimension = DIMENSIONS.getOrDefault(word, word);
    if (!DIMENSIONS.containsValue(dimension)) {
      reading.tell(OdcsDiagnostics.unknownDimension(text));
    }
    return Optional.of(DIMENSION_TAG + dimension);
  }

  private static String nameOf(Optional<String> field, String kind) {
    return field.map(name -> name + "_" + kind).orElse(kind);
  }

  private void notEnforced(Node rule, Diagnostic diagnostic) {
    rule.useAll();
    reading.tell(diagnostic);
  }
}
