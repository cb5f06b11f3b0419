package io.meshwright.contract.odcs;

import io.meshwright.contract.YamlNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code slaProperties}: the service level and the retention of contracts. */
final class ServiceLevelReader {

  /** The properties with a counterpart, and the short names of the standard. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "availability", "availability",
          "av", "availability",
          "latency", "latency",
          "ly", "latency",
          "freshness", "latency",
          "frequency", "frequency",
          "fy", "frequency",
          "retention", "retention",
          "re", "retention",
          "completeness", "completeness");

  private static final BigDecimal DAY = new BigDecimal(24);
  private static final int DAYS_A_YEAR = 365;
  private static final int HOUR_DIGITS = 20;

  private final List<Node> properties;
  private final Optional<String> defaultElement;
  private final Reading reading;

  ServiceLevelReader(Node document, Reading reading) {
    this.properties = document.nodes("slaProperties");
    this.defaultElement = document.value("slaDefaultElement");
    this.reading = reading;
  }

  /**
   * The clauses of one product, each by its property: one about it alone before one about several
   * products, and that before one about all.
   */
  private Map<String, Node> clauses(Set<String> names, Set<String> fields, boolean isOnly) {
    List<Map<String, Node>> tiers =
        List.of(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    for (Node clause : properties) {
      Optional<String> property = property(clause).filter(known -> isMapped(known, clause));
      List<String> elements =
          clause.peek("element").flatMap(Tree::text).or(() -> defaultElement).stream()
              .flatMap(text -> Arrays.stream(text.split(",")))
              .map(String::strip)
              .toList();
      long own = elements.stream().filter(element -> isOf(element, names, fields, isOnly)).count();
      if (property.isPresent() && (elements.isEmpty() || own > 0)) {
        int tier = elements.isEmpty() ? 2 : own == elements.size() ? 0 : 1;
        tiers.get(tier).putIfAbsent(property.get(), clause);
      }
    }
    Map<String, Node> clauses = new LinkedHashMap<>(tiers.get(0));
    tiers.get(1).forEach(clauses::putIfAbsent);
    tiers.get(2).forEach(clauses::putIfAbsent);
    return clauses;
  }

  private static Optional<String> property(Node clause) {
    return clause
        .peek("property")
        .flatMap(Tree::text)
        .flatMap(text -> Optional.ofNullable(PROPERTIES.get(text.toLowerCase(Locale.ROOT))));
  }

  private static boolean isOf(
      String element, Set<String> names, Set<String> fields, boolean isOnly) {
    return names.contains(element)
        || names.contains(element.replaceFirst("\\..*", ""))
        || (isOnly && fields.contains(element));
  }

  /** Only a frequency that is a schedule has a counterpart. */
  private static boolean isMapped(String property, Node clause) {
    return !property.equals("frequency")
        || clause.peek("unit").flatMap(Tree::text).filter("cron"::equals).isPresent();
  }

  /**
   * Adds what is promised of one product to its contract.
   *
   * @param names what the document calls its object
   */
  void read(
      Keys contract,
      Keys sla,
      String product,
      Set<String> names,
      Set<String> fields,
      boolean isOnly) {
    clauses(names, fields, isOnly)
        .forEach(
            (property, clause) -> {
              Optional<YamlNode> value = value(property, clause);
              if (value.isEmpty()) {
                return;
              }
              clause.find("property");
              clause.find("value");
              clause.find("unit");
              clause.find("element");
              label(clause, Labels.sla(property, isOnly ? "" : product));
              put(contract, sla, property, value.get());
            });
  }

  /** A clause of several products is none of theirs: a change of one must not be one of others. */
  private void label(Node clause, String label) {
    String known = reading.labels().getOrDefault(clause.place(), label);
    reading.label(clause.place(), known.equals(label) ? label : Labels.SHARED);
  }

  /** Tells of each clause that became part of no contract. */
  void tellTheRest() {
    for (Node clause : properties) {
      if (!reading.labels().containsKey(clause.place())) {
        clause.useAll();
        reading.tell(
            OdcsDiagnostics.clauseNotMapped(
                clause.place(), clause.peek("property").flatMap(Tree::text).orElse("")));
      }
    }
  }

  private static void put(Keys contract, Keys sla, String property, YamlNode value) {
    switch (property) {
      case "retention" -> contract.put("retention_days", value);
      case "latency" -> sla.putAt(List.of("freshness", "max_age_hours"), value);
      case "frequency" -> sla.putAt(List.of("freshness", "update_schedule"), value);
      case "completeness" -> sla.putAt(List.of("completeness", "min_threshold"), value);
      default -> sla.put("availability", value);
    }
  }

  private Optional<YamlNode> value(String property, Node clause) {
    Optional<String> text = clause.peek("value").flatMap(Tree::text);
    String unit =
        clause.peek("unit").flatMap(Tree::text).orElse("").strip().toLowerCase(Locale.ROOT);
    return switch (property) {
      case "frequency" -> text.map(schedule -> Tree.text(clause.placeOf("value"), schedule));
      case "latency" ->
          text.flatMap(value -> hours(value, unit))
              .map(hours -> Tree.raw(clause.placeOf("value"), Numbers.print(hours)));
      case "retention" ->
          text.flatMap(value -> hours(value, unit))
              .map(hours -> hours.divide(DAY, HOUR_DIGITS, RoundingMode.HALF_UP))
              .filter(days -> days.stripTrailingZeros().scale() <= 0)
              .map(days -> retention(clause, unit, days));
      default ->
          text.flatMap(value -> share(value, unit))
              .map(share -> Tree.text(clause.placeOf("value"), share));
    };
  }

  private YamlNode retention(Node clause, String unit, BigDecimal days) {
    if (unit.startsWith("y")) {
      reading.tell(OdcsDiagnostics.yearsCounted(clause.placeOf("value"), DAYS_A_YEAR));
    }
    return Tree.raw(clause.placeOf("value"), Numbers.print(days));
  }

  private static Optional<String> share(String value, String unit) {
    if (value.strip().endsWith("%")) {
      return Optional.of(value.strip());
    }

    return Numbers.find(value)
        .filter(number -> unit.matches("percent|%|pct|"))
        .map(number -> Numbers.print(number) + "%");
  }

  private static Optional<BigDecimal> hours(String value, String unit) {
    Optional<BigDecimal> factor =
        switch (unit) {
          case "h", "hr", "hrs", "hour", "hours" -> Optional.of(BigDecimal.ONE);
          case "d", "day", "days" -> Optional.of(DAY);
          case "w", "wk", "week", "weeks" -> Optional.of(DAY.multiply(BigDecimal.valueOf(7)));
          case "y", "yr", "yrs", "year", "years" ->
              Optional.of(DAY.multiply(BigDecimal.valueOf(DAYS_A_YEAR)));
          default -> Optional.empty();
        };
    Optional<Integer> parts =
        switch (unit) {
          case "min", "mins", "minute", "minutes" -> Optional.of(60);
          case "s", "sec", "second", "seconds" -> Optional.of(3600);
          default -> Optional.empty();
        };
    Optional<BigDecimal> number = Numbers.find(value);
    if (number.isPresent()) {
      return factor
          .map(number.get()::multiply)
          .or(
              () ->
                  parts.map(
                      part ->
                          number
                              .get()
                              .divide(
                                  BigDecimal.valueOf(part), HOUR_DIGITS, RoundingMode.HALF_UP)));
    }

    return unit.isEmpty() ? duration(value) : Optional.empty();
  }

  /** A duration of ISO 8601, such as PT26H or P1D. */
  private static Optional<BigDecimal> duration(String value) {
    try {
      return Optional.of(
          BigDecimal.valueOf(Duration.parse(value.strip()).toSeconds())
              .divide(BigDecimal.valueOf(3600), HOUR_DIGITS, RoundingMode.HALF_UP));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
