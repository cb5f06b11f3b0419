package io.meshwright.governance;

import io.meshwright.contract.DataCategory;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.Located;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.NearestName;
import io.meshwright.contract.Place;
import io.meshwright.contract.Section;
import io.meshwright.contract.Severity;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads rules that say by a key what kind they are, such as {@code retention_maximum}. */
final class RuleReader {

  private static final int MOST_DAYS = 100_000;
  private static final String EXPRESSION = "expression";
  private static final Map<String, BiFunction<RuleReader, Section, Optional<Requirement>>> KINDS =
      kinds();

  /** The keys that a rule may have. */
  static final List<String> KEYS =
      Stream.concat(
              Stream.of("name", "severity", "stages", "message", "fix"), KINDS.keySet().stream())
          .toList();

  private final List<Diagnostic> problems;

  RuleReader(List<Diagnostic> problems) {
    this.problems = problems;
  }

  /** The rule of a section; empty after a problem was told. */
  Optional<PolicyRule> read(Section section) {
    List<String> kinds = KINDS.keySet().stream().filter(section::has).toList();
    if (kinds.size() != 1) {
      problem(
          section.place(),
          kinds.isEmpty()
              ? "the rule asks for nothing"
              : "the rule asks for %d things at once: %s"
                  .formatted(kinds.size(), String.join(", ", kinds)),
          "give exactly one of " + String.join(", ", KINDS.keySet()));
      return Optional.empty();
    }

    String kind = kinds.get(0);
    Optional<Located<String>> name =
        kind.equals(EXPRESSION) ? section.requireText("name") : section.text("name");
    if (!kind.equals(EXPRESSION)) {
      Stream.of("message", "fix")
          .filter(section::has)
          .forEach(
              key ->
                  problem(
                      section.placeOf(key),
                      "'%s' has a %s of its own".formatted(kind, key),
                      "delete %s, which is for expressions".formatted(key)));
    }
    Optional<Severity> severity = section.choice("severity", Severity.class);
    Set<Stage> stages = stages(section);
    return KINDS
        .get(kind)
        .apply(this, section)
        .map(
            requirement ->
                new PolicyRule(
                    name.map(Located::value).orElse(requirement.kind()),
                    requirement,
                    severity.orElse(requirement.severity()),
                    stages,
                    Optional.of(section.place())));
  }

  private Set<Stage> stages(Section section) {
    List<String> known = Arrays.stream(Stage.values()).map(Stage::toString).toList();
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (Located<String> text : section.texts("stages")) {
      if (isKnown(text, known, "stage")) {
        stages.add(Stage.valueOf(text.value().toUpperCase(Locale.ROOT)));
      }
    }
    if (section.has("stages") && stages.isEmpty()) {
      problem(
          section.placeOf("stages"),
          "the rule is for no stage",
          "name some of %s, or delete the key".formatted(String.join(", ", known)));
    }
    return stages.isEmpty() ? PolicyRule.ALL_STAGES : stages;
  }

  private static Map<String, BiFunction<RuleReader, Section, Optional<Requirement>>> kinds() {
    Map<String, BiFunction<RuleReader, Section, Optional<Requirement>>> kinds =
        new LinkedHashMap<>();
    kinds.put(EXPRESSION, RuleReader::expression);
    Stream.concat(
            Arrays.stream(ContractRequirement.values()),
            Stream.of(new Measured.NoCriticalFailure()))
        .forEach(
            requirement ->
                kinds.put(
                    requirement.kind(), (reader, section) -> reader.asked(section, requirement)));
    kinds.put("retention_maximum", RuleReader::retentionMaximum);
    kinds.put("retention_minimum", RuleReader::retentionMinimum);
    kinds.put("trash_days", (reader, section) -> days(section, "trash_days", Retention.Trash::new));
    for (String metric : List.of(MeasuredRun.COMPLETENESS, MeasuredRun.ACCURACY)) {
      kinds.put(
          metric + "_minimum",
          (reader, section) ->
              reader.limit(
                  section,
                  metric + "_minimum",
                  text -> new Measured.Share(metric, Threshold.leastShare(">= " + text))));
    }
    kinds.put(
        "freshness_maximum",
        (reader, section) ->
            reader.limit(
                section,
                "freshness_maximum",
                text -> new Measured.Age(Threshold.mostAge("<= " + text))));
    kinds.put(
        "warning_share",
        (reader, section) ->
            reader.limit(
                section,
                "warning_share",
                text -> new Measured.WarningShare(Threshold.mostShare("<= " + text))));
    kinds.put(
        "required_metrics",
        (reader, section) ->
            reader.names(section, "required_metrics", MetricName.known(), Observed.Metrics::new));
    kinds.put(
        "required_alerts",
        (reader, section) ->
            reader.names(
                section, "required_alerts", Observed.Alerts.known(), Observed.Alerts::new));
    kinds.put(
        "pii_fields",
        (reader, section) ->
            reader.names(section, "pii_fields", List.of(), PersonalNames.Marked::new));
    kinds.put(
        "approval_required",
        (reader, section) ->
            reader.names(
                section, "approval_required", List.of(), PersonalNames.ApprovalRequired::new));
    kinds.put(
        "breaking_changes",
        (reader, section) ->
            section
                .section("breaking_changes", List.of("notice_days"))
                .flatMap(terms -> days(terms, "notice_days", BreakingChanges::new)));
    return kinds;
  }

  private Optional<Requirement> expression(Section section) {
    Optional<Located<String>> text = section.requireText(EXPRESSION);
    Optional<String> message = section.value("message");
    Optional<String> fix = section.value("fix");
    if (text.isEmpty()) {
      return Optional.empty();
    }

    try {
      CelProgram program = CelProgram.compile(text.get().value());
      if (program.isAboutRun() && section.values("stages").contains(Stage.CONTRACT.toString())) {
        problem(
            section.placeOf("stages"),
            "nothing is known of the run at stage contract",
            "take contract out of stages, or run out of the expression");
      }
      return Optional.of(
          new Expression(
              program,
              message.orElse("The product does not do what the expression says"),
              fix.orElse("make the expression true")));
    } catch (CelProgram.InvalidExpressionException e) {
      problem(text.get().place(), e.getMessage(), e.fix());
      return Optional.empty();
    }
  }

  private Optional<Requirement> asked(Section section, Requirement requirement) {
    Optional<Boolean> flag = section.findFlag(requirement.kind());
    if (flag.isPresent() && !flag.get()) {
      problem(
          section.placeOf(requirement.kind()),
          "'%s: false' asks for nothing".formatted(requirement.kind()),
          "write true, or delete the rule");
    }
    return flag.map(asked -> requirement);
  }

  private Optional<Requirement> retentionMaximum(Section section) {
    List<String> categories =
        Arrays.stream(DataCategory.values())
            .map(category -> category.name().toLowerCase(Locale.ROOT))
            .toList();
    Map<DataCategory, Integer> days = new EnumMap<>(DataCategory.class);
    Optional<Section> limits = section.section("retention_maximum", categories);
    for (String category : categories) {
      limits
          .flatMap(found -> found.wholeNumber(category, 1, MOST_DAYS))
          .ifPresent(
              limit ->
                  days.put(
                      DataCategory.valueOf(category.toUpperCase(Locale.ROOT)), limit.intValue()));
    }
    if (days.isEmpty()) {
      problem(
          section.placeOf("retention_maximum"),
          "'retention_maximum' limits nothing",
          "write it as {analytical: 1095}");
      return Optional.empty();
    }

    return Optional.of(new Retention.Maximum(days));
  }

  private Optional<Requirement> retentionMinimum(Section section) {
    Optional<Section> limit = section.section("retention_minimum", List.of("days", "reason"));
    Optional<Located<String>> reason = limit.flatMap(found -> found.requireText("reason"));
    return limit.flatMap(
        found ->
            days(
                found,
                "days",
                days -> new Retention.Minimum(days, reason.map(Located::value).orElse("a law"))));
  }

  private static Optional<Requirement> days(
      Section section, String key, Function<Integer, Requirement> requirement) {
    return section
        .requireText(key)
        .flatMap(text -> section.wholeNumber(key, 0, MOST_DAYS))
        .map(Long::intValue)
        .map(requirement);
  }

  private Optional<Requirement> limit(
      Section section, String key, Function<String, Requirement> requirement) {
    Optional<Located<String>> text = section.text(key);
    try {
      return text.map(Located::value).map(requirement);
    } catch (IllegalArgumentException e) {
      problem(
          text.orElseThrow().place(),
          "'%s' is no limit".formatted(text.orElseThrow().value()),
          key.equals("freshness_maximum")
              ? "write it as \"24 hours\""
              : "write it as \"99.5%\", at most 100%");
      return Optional.empty();
    }
  }

  /** Reads names, any if none are known. */
  private Optional<Requirement> names(
      Section section,
      String key,
      Collection<String> known,
      Function<Set<String>, Requirement> requirement) {
    List<Located<String>> texts = section.texts(key);
    if (texts.isEmpty()) {
      problem(section.placeOf(key), "'%s' names nothing".formatted(key), "list some names");
      return Optional.empty();
    }

    if (!known.isEmpty()) {
      texts.forEach(text -> isKnown(text, known, "name for " + key));
    }
    return Optional.of(
        requirement.apply(
            texts.stream().map(Located::value).collect(Collectors.toCollection(TreeSet::new))));
  }

  private boolean isKnown(Located<String> text, Collection<String> known, String what) {
    if (known.contains(text.value())) {
      return true;
    }

    problem(
        text.place(),
        "'%s' is no %s".formatted(text.value(), what),
        NearestName.find(text.value(), known)
            .map("did you mean '%s'?"::formatted)
            .orElse("use one of " + String.join(", ", known.stream().sorted().toList())));
    return false;
  }

  private void problem(Place place, String problem, String fix) {
    problems.add(
        new Diagnostic(place.file(), place.line(), place.column(), Level.ERROR, problem, fix));
  }
}
