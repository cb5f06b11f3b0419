package io.meshwright.governance;

import io.meshwright.contract.DataCategory;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.Located;
import io.meshwright.contract.NearestName;
import io.meshwright.contract.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that policies written in prose stand for. A policy is known by its name, and each line
 * of its list by its words; a line that stands for nothing is an error, not a remark.
 */
final class Prose {

  private static final int DAYS_OF_YEAR = 365;
  private static final Pattern ITEM = Pattern.compile("\\s*-\\s+(.+?)\\s*");
  private static final Pattern RETENTION =
      Pattern.compile("(Operational data|Analytical data|Logs): (\\d{1,3}) (year|day)s?");
  private static final Pattern TRASH = Pattern.compile("Deleted data: (\\d{1,4}) days in trash");
  private static final Pattern WARNINGS = Pattern.compile("Warning threshold: (<= .+)");
  private static final Pattern NOTICE = Pattern.compile("(\\d{1,4})-day deprecation notice");

  private static final Map<String, List<Requirement>> WHOLE =
      Map.of(
          "data_classification", List.of(ContractRequirement.CLASSIFICATION),
          "pii_handling", List.of(),
          "data_retention", List.of(ContractRequirement.RETENTION),
          "schema_validation", List.of(),
          "quality_gates",
              List.of(ContractRequirement.COMPLETENESS_CHECK, ContractRequirement.FRESHNESS_CHECK),
          "breaking_changes", List.of());

  private static final Map<String, List<Requirement>> LINES =
      Map.ofEntries(
          Map.entry("data_classification/public", List.of()),
          Map.entry("data_classification/internal", List.of()),
          Map.entry(
              "data_classification/confidential",
              List.of(ContractRequirement.CONFIDENTIAL_FOR_ROLES)),
          Map.entry(
              "data_classification/restricted",
              List.of(ContractRequirement.RESTRICTED_NEEDS_APPROVAL)),
          Map.entry(
              "pii_handling/mark pii fields in schema",
              List.of(ContractRequirement.PII_DECLARED, ContractRequirement.PII_CATEGORY)),
          Map.entry(
              "pii_handling/implement column-level encryption",
              List.of(
                  ContractRequirement.PII_PROTECTED, ContractRequirement.PII_NOT_PARTITIONED_BY)),
          Map.entry("pii_handling/enable audit logging", List.of(ContractRequirement.PII_AUDITED)),
          Map.entry(
              "pii_handling/comply with gdpr/ccpa requirements",
              List.of(ContractRequirement.PII_SUBJECT_KEY, ContractRequirement.PII_PURPOSE)),
          Map.entry("schema_validation/primary key", List.of(ContractRequirement.PRIMARY_KEY)),
          Map.entry(
              "schema_validation/column descriptions", List.of(ContractRequirement.DESCRIPTIONS)),
          Map.entry("schema_validation/data types", List.of(ContractRequirement.SCHEMA)),
          Map.entry("schema_validation/constraints", List.of(ContractRequirement.QUALITY_CHECKS)),
          Map.entry(
              "quality_gates/no critical failures", List.of(new Measured.NoCriticalFailure())),
          Map.entry("breaking_changes/major version increment", List.of(new BreakingChanges(0))),
          Map.entry("breaking_changes/migration guide", List.of(new BreakingChanges(0))));

  private final Located<String> name;
  private final List<Diagnostic> problems;
  private final Set<Requirement> requirements = new LinkedHashSet<>();
  private final Map<DataCategory, Integer> kept = new EnumMap<>(DataCategory.class);
  private Optional<Integer> noticeDays = Optional.empty();

  private Prose(Located<String> name, List<Diagnostic> problems) {
    this.name = name;
    this.problems = problems;
  }

  /** What a policy of this name and text asks for; what it does not understand goes to problems. */
  static List<Requirement> requirements(
      Located<String> name, Located<String> text, List<Diagnostic> problems) {
    return new Prose(name, problems).read(text);
  }

  private List<Requirement> read(Located<String> text) {
    if (!WHOLE.containsKey(name.value())) {
      problems.add(unknownPolicy());
      return List.of();
    }

    requirements.addAll(WHOLE.get(name.value()));
    for (String line : text.value().split("\n")) {
      Matcher item = ITEM.matcher(line);
      if (item.matches()) {
        line(item.group(1), text.place());
      }
    }
    if (!kept.isEmpty()) {
      requirements.add(new Retention.Maximum(kept));
    }
    noticeDays.ifPresent(
        days -> {
          requirements.remove(new BreakingChanges(0));
          requirements.add(new BreakingChanges(days));
        });
    return List.copyOf(requirements);
  }

  private void line(String line, Place place) {
    String key = name.value().equals("data_classification") ? line.replaceFirst(":.*", "") : line;
    List<Requirement> known =
        LINES.get(name.value() + "/" + key.toLowerCase(java.util.Locale.ROOT));
    if (known != null) {
      requirements.addAll(known);
    } else if (!withNumber(line)) {
      problems.add(
          new Diagnostic(
              place.file(),
              place.line(),
              place.column(),
              Level.ERROR,
              "policy '%s' says '%s', which no rule stands for".formatted(name.value(), line),
              "write it as one of %s, or as a rule of its own".formatted(linesOf(name.value()))));
    }
  }

  private boolean withNumber(String line) {
    Matcher retention = RETENTION.matcher(line);
    Matcher trash = TRASH.matcher(line);
    Matcher warnings = WARNINGS.matcher(line);
    Matcher notice = NOTICE.matcher(line);
    boolean isRetention = name.value().equals("data_retention");
    if (isRetention && retention.matches()) {
      int count = Integer.parseInt(retention.group(2));
      kept.put(
          category(retention.group(1)),
          retention.group(3).equals("year") ? count * DAYS_OF_YEAR : count);
      return true;
    }
    if (isRetention && trash.matches()) {
      return requirements.add(new Retention.Trash(Integer.parseInt(trash.group(1))));
    }
    if (name.value().equals("quality_gates") && warnings.matches()) {
      return isShare(warnings.group(1));
    }
    if (name.value().equals("breaking_changes") && notice.matches()) {
      noticeDays = Optional.of(Integer.parseInt(notice.group(1)));
      return true;
    }

    return false;
  }

  private boolean isShare(String text) {
    try {
      requirements.add(new Measured.WarningShare(Threshold.mostShare(text)));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static DataCategory category(String words) {
    return switch (words) {
      case "Operational data" -> DataCategory.OPERATIONAL;
      case "Analytical data" -> DataCategory.ANALYTICAL;
      default -> DataCategory.LOG;
    };
  }

  private Diagnostic unknownPolicy() {
    List<String> names = WHOLE.keySet().stream().sorted().toList();
    return new Diagnostic(
        name.place().file(),
        name.place().line(),
        name.place().column(),
        Level.ERROR,
        "policy '%s' stands for no rule".formatted(name.value()),
        NearestName.find(name.value(), names)
            .map("did you mean '%s'?"::formatted)
            .orElse("use one of " + String.join(", ", names)));
  }

  private static List<String> linesOf(String policy) {
    List<String> lines = new ArrayList<>();
    LINES.keySet().stream()
        .filter(key -> key.startsWith(policy + "/"))
        .map(key -> key.substring(policy.length() + 1))
        .sorted()
        .forEach(lines::add);
    if (policy.equals("data_retention")) {
      lines.addAll(
          List.of(
              "operational data: 7 years",
              "analytical data: 3 years",
              "logs: 1 year",
              "deleted data: 30 days in trash"));
    } else if (policy.equals("quality_gates")) {
      lines.add("warning threshold: <= 5%");
    } else if (policy.equals("breaking_changes")) {
      lines.add("30-day deprecation notice");
    }
    return lines;
  }
}
