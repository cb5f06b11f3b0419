package io.meshwright.contract.evolution;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where in a contract something changed: its keys from the top, and the names of fields, rules and
 * inputs where the contract has lists of them.
 *
 * <p>{@code toString()} joins them with dots; a part that is no plain word stands in backticks.
 */
public record ChangePath(List<String> parts) {

  static final ChangePath ROOT = new ChangePath(List.of());

  private static final String UNNAMED = "\u0000";

  /** The order of the things that are named beside it; no name has this character. */
  static final String ORDER = UNNAMED + "order";

  /** Parts of a type that have no name. */
  static final String ELEMENT = UNNAMED + "element";

  static final String MAP_KEY = UNNAMED + "key";
  static final String MAP_VALUE = UNNAMED + "value";

  private static final String SCHEMA = "schema";
  private static final String FIELDS = "fields";
  private static final String TYPE = "type";
  private static final int FIELD = 2;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_-]+");

  public ChangePath {
    parts = List.copyOf(parts);
  }

  static ChangePath of(String... parts) {
    return new ChangePath(List.of(parts));
  }

  static ChangePath ofField(String name) {
    return of(SCHEMA, FIELDS, name);
  }

  ChangePath child(String part) {
    List<String> longer = new ArrayList<>(parts);
    longer.add(part);
    return new ChangePath(longer);
  }

  ChangePath first(int count) {
    return new ChangePath(parts.subList(0, count));
  }

  String last() {
    return parts.get(parts.size() - 1);
  }

  boolean isOrder() {
    return !parts.isEmpty() && last().equals(ORDER);
  }

  boolean startsWith(ChangePath other) {
    return parts.size() >= other.parts.size() && first(other.parts.size()).equals(other);
  }

  /** The top-level field that changed, which is a column of the table; empty outside of fields. */
  public Optional<String> column() {
    return parts.size() > FIELD
            && parts.get(0).equals(SCHEMA)
            && parts.get(1).equals(FIELDS)
            && !parts.get(FIELD).equals(ORDER)
        ? Optional.of(parts.get(FIELD))
        : Optional.empty();
  }

  /** The field or the part of a struct that changed, as {@code address.street}. */
  public Optional<String> field() {
    return column()
        .map(
            column -> {
              boolean inside = parts.size() > FIELD + 2 && parts.get(FIELD + 1).equals(TYPE);
              List<String> names = new ArrayList<>(List.of(column));
              if (inside) {
                parts.subList(FIELD + 2, parts.size()).stream()
                    .filter(part -> !part.startsWith(UNNAMED))
                    .forEach(names::add);
              }
              return String.join(".", names);
            });
  }

  @Override
  public String toString() {
    return parts.stream().map(ChangePath::readable).collect(joining("."));
  }

  private static String readable(String part) {
    if (part.startsWith(UNNAMED)) {
      return "(" + part.substring(1) + ")";
    }

    return WORD.matcher(part).matches() ? part : "`" + part.replace("`", "``") + "`";
  }
}
