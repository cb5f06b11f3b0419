package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes rules of contracts as {@code quality}: as a metric or a query where those say the same,
 * and as a rule of our own engine elsewhere, kinds that are not known here included.
 */
final class QualityWriter {

  private static final Set<String> SEVERITIES = Set.of("info", "warning", "error");
  private static final List<String> COMMON = List.of("name", "severity", "tags");
  private static final Pattern PLACEHOLDER = Pattern.compile("(?s).*\\{\\w+}.*|.*[;\\s]|\\s.*");

  private final Place place;

  QualityWriter(Place place) {
    this.place = place;
  }

  /** A constraint that is no key of its property. */
  YamlNode constraint(String field, Keys constraint) {
    String name = Rules.name(field, constraint);
    String kind = Rules.kind(constraint);
    if (!Rules.hasOnly(constraint, List.of("name", "severity", "tags", "tolerance"))
        || !hasUsualSeverity(constraint)) {
      return ours(name, constraint);
    }

    Keys rule = new Keys(place).text("name", name);
    YamlNode value = constraint.find(kind).orElseThrow();
    switch (kind) {
      case "not_null" -> rule.text("metric", "nullValues");
      case "unique" -> rule.text("metric", "duplicateValues");
      case "in" -> invalidValues(rule, "validValues", value);
      case "pattern" ->
          invalidValues(
              rule, "pattern", Tree.text(place, Patterns.toSearch(Tree.text(value).orElseThrow())));
      default -> {
        return ours(name, constraint);
      }
    }
    allowed(rule, constraint.find("tolerance").flatMap(Tree::text));
    return options(rule, constraint).mapping();
  }

  YamlNode check(Keys check) {
    String name = check.find("name").flatMap(Tree::text).orElseThrow();
    String kind = Rules.kind(check);
    Keys rule = new Keys(place).text("name", name);
    boolean isPlain = Rules.hasOnly(check, COMMON) && hasUsualSeverity(check);
    YamlNode value = check.find(kind).orElseThrow();
    if (kind.equals("query") && isPlainQuery(check, Tree.text(value).orElse(""))) {
      rule.text("type", "sql").put("query", value);
      rule.put("mustBeLessOrEqualTo", check.find("threshold"));
      check
          .find("tables")
          .ifPresent(
              tables ->
                  rule.list(
                      "customProperties", List.of(CustomKeys.write("tables", tables, place))));
    } else if (kind.equals("row_count") && isPlain) {
      rule.text("metric", "rowCount");
      bounds(rule, Keys.of(Optional.of(value), place));
    } else if (kind.equals("unique") && isPlain) {
      rule.text("metric", "duplicateValues");
      rule.put("arguments", new Keys(place).put("properties", value)).raw("mustBe", "0");
    } else {
      return ours(name, check);
    }
    return options(rule, check).mapping();
  }

  private static boolean isPlainQuery(Keys check, String query) {
    return Rules.hasOnly(check, List.of("name", "severity", "tags", "threshold", "tables"))
        && hasUsualSeverity(check)
        && !PLACEHOLDER.matcher(query).matches();
  }

  private void bounds(Keys rule, Keys count) {
    Optional<YamlNode> min = count.find("min");
    Optional<YamlNode> max = count.find("max");
    if (min.isPresent() && max.isPresent()) {
      rule.list("mustBeBetween", List.of(min.get(), max.get()));
    } else {
      rule.put("mustBeGreaterOrEqualTo", min).put("mustBeLessOrEqualTo", max);
    }
  }

  private void invalidValues(Keys rule, String argument, YamlNode value) {
    rule.text("metric", "invalidValues").put("arguments", new Keys(place).put(argument, value));
  }

  private static void allowed(Keys rule, Optional<String> tolerance) {
    if (tolerance.isEmpty()) {
      rule.raw("mustBe", "0");
    } else if (tolerance.get().endsWith("%")) {
      rule.raw("mustBeLessOrEqualTo", tolerance.get().replace("%", "")).text("unit", "percent");
    } else {
      rule.raw("mustBeLessOrEqualTo", tolerance.get());
    }
  }

  /** A tag for the dimension stands last, where the reader puts it. */
  private Keys options(Keys rule, Keys from) {
    rule.put("severity", from.find("severity"));
    List<YamlNode> tags = new ArrayList<>(from.find("tags").map(Tree::items).orElse(List.of()));
    Optional<String> last =
        tags.isEmpty() ? Optional.empty() : Tree.text(tags.get(tags.size() - 1));
    Optional<String> dimension =
        last.filter(tag -> tag.startsWith(QualityReader.DIMENSION_TAG))
            .map(tag -> tag.substring(QualityReader.DIMENSION_TAG.length()))
            .filter(QualityReader::isDimension);
    if (dimension.isPresent()) {
      tags.remove(tags.size() - 1);
    }
    return rule.text("dimension", dimension).list("tags", tags);
  }

  private static boolean hasUsualSeverity(Keys rule) {
    return rule.find("severity").flatMap(Tree::text).map(SEVERITIES::contains).orElse(true);
  }

  private YamlNode ours(String name, Keys rule) {
    return new Keys(place)
        .text("name", name)
        .text("type", "custom")
        .text("engine", QualityReader.ENGINE)
        .put("implementation", rule)
        .mapping();
  }
}
