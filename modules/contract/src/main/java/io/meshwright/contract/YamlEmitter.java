package io.meshwright.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Prints maps, lists and values as block-style YAML, always the same way: two spaces a level, and a
 * text in double quotes unless no reader could take it for anything else.
 */
public final class YamlEmitter {

  /** A number or a word that YAML should see as such; printed without quotes. */
  record Raw(String text) {}

  /** An item of a list with a comment above it; an empty comment is none. */
  record Noted(Object item, String comment) {}

  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z_/][A-Za-z0-9_/.@+()-]*( [A-Za-z0-9_/.@+(][A-Za-z0-9_/.@+()-]*)*|\\d+(\\.\\d+){2,}");

  private static final Pattern GUESSED =
      Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|[+-]?\\.?(inf|nan)|\\.\\w+");

  private final StringBuilder yaml = new StringBuilder();
  private final Comments comments;
  private final boolean breaksLines;

  private YamlEmitter(Comments comments, boolean breaksLines) {
    this.comments = comments;
    this.breaksLines = breaksLines;
  }

  /** Prints a mapping; values are texts, {@link Raw}s, lists and mappings. */
  static String print(Map<String, ?> mapping) {
    return new YamlEmitter(Comments.none(), false).document(mapping);
  }

  /**
   * Prints a mapping for people: with comments where they have their place in it, and texts of
   * several lines as such.
   */
  static String print(Map<String, ?> mapping, Comments comments) {
    return new YamlEmitter(comments, true).document(mapping);
  }

  /** Prints a tree as it was read, comments and layout aside: what had no quotes gets none. */
  public static String print(YamlNode.Mapping tree) {
    return print(values(tree));
  }

  private static Map<String, Object> values(YamlNode.Mapping mapping) {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping.entries().forEach(entry -> values.put(entry.key(), value(entry.value())));
    return values;
  }

  private static Object value(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return values(mapping);
    }
    if (node instanceof YamlNode.Items items) {
      return items.nodes().stream().map(YamlEmitter::value).toList();
    }

    return node instanceof YamlNode.Scalar scalar
        ? scalar.plain() && !scalar.text().contains("\n") ? new Raw(scalar.text()) : scalar.text()
        : new Raw("null");
  }

  private String document(Map<String, ?> mapping) {
    lines(comments.head(), 0);
    mapping(mapping, List.of(), 0);
    lines(comments.foot(), 0);
    return yaml.toString();
  }

  private void mapping(Map<?, ?> mapping, List<String> path, int indent) {
    mapping.forEach((key, value) -> entry(key.toString(), value, path, indent, " ".repeat(indent)));
  }

  /** Prints a key and its value after {@code margin}: spaces, or the dash of an item. */
  private void entry(String key, Object value, List<String> path, int indent, String margin) {
    List<String> inside = CanonicalPaths.append(path, key);
    lines(comments.above(inside), margin.endsWith("- ") ? indent - 2 : indent);
    yaml.append(margin).append(text(key)).append(':');
    value(value, inside, indent);
  }

  private void value(Object value, List<String> path, int indent) {
    if (value instanceof Map<?, ?> mapping) {
      endLine(mapping.isEmpty() ? " {}" : "", path);
      mapping(mapping, path, indent + 2);
    } else if (value instanceof List<?> list) {
      endLine(list.isEmpty() ? " []" : "", path);
      for (int index = 0; index < list.size(); index++) {
        item(list.get(index), CanonicalPaths.append(path, Integer.toString(index)), indent + 2);
      }
    } else {
      yaml.append(' ');
      scalar(value, path, indent + 2);
    }
  }

  /** The first key of a mapping stands beside the dash. */
  private void item(Object item, List<String> path, int indent) {
    lines(comments.above(path), indent);
    String margin = " ".repeat(indent) + "- ";
    if (item instanceof Noted noted) {
      noted.comment().lines().forEach(line -> comment(line, indent));
      item(noted.item(), path, indent);
    } else if (item instanceof Map<?, ?> mapping && !mapping.isEmpty()) {
      for (Map.Entry<?, ?> entry : mapping.entrySet()) {
        entry(entry.getKey().toString(), entry.getValue(), path, indent + 2, margin);
        margin = " ".repeat(indent + 2);
      }
    } else if (item instanceof Map<?, ?> || item instanceof List<?>) {
      yaml.append(margin.stripTrailing());
      value(item, path, indent);
    } else {
      yaml.append(margin);
      scalar(item, path, indent + 2);
    }
  }

  private void scalar(Object value, List<String> path, int indent) {
    if (breaksLines && value instanceof String text && isBlock(text)) {
      endLine(text.endsWith("\n") ? "|" : "|-", path);
      text.lines()
          .forEach(
              line -> yaml.append(line.isEmpty() ? "" : " ".repeat(indent) + line).append('\n'));
    } else {
      endLine(scalar(value), path);
    }
  }

  private void lines(List<String> texts, int indent) {
    texts.forEach(text -> yaml.append(" ".repeat(indent)).append(text).append('\n'));
  }

  private void endLine(String end, List<String> path) {
    yaml.append(end);
    comments.findBeside(path).ifPresent(comment -> yaml.append(' ').append(comment));
    yaml.append('\n');
  }

  /** Nothing in a comment may end it: what follows would be read as YAML. */
  private void comment(String line, int indent) {
    yaml.append(" ".repeat(indent)).append("# ");
    line.codePoints()
        .map(character -> isPrintable(character) ? character : ' ')
        .forEach(yaml::appendCodePoint);
    yaml.append('\n');
  }

  private static String scalar(Object value) {
    return value instanceof Raw raw ? raw.text() : text(value.toString());
  }

  /** Says whether a literal block gives the text back as it is. */
  private static boolean isBlock(String text) {
    return text.contains("\n")
        && !text.endsWith("\n\n")
        && !text.startsWith("\n")
        && !text.startsWith(" ")
        && text.lines().noneMatch(line -> line.endsWith(" "))
        && text.codePoints().allMatch(character -> character == '\n' || isPrintable(character));
  }

  private static String text(String text) {
    return PLAIN.matcher(text).matches() && !GUESSED.matcher(text).matches() ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(character -> quoted.append(escaped(character)));
    return quoted.append('"').toString();
  }

  private static String escaped(int character) {
    return switch (character) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> isPrintable(character) ? Character.toString(character) : numbered(character);
    };
  }

  private static String numbered(int character) {
    return character > Character.MAX_VALUE
        ? "\\U%08X".formatted(character)
        : "\\u%04X".formatted(character);
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> character == ' ' || !Character.isSpaceChar(character);
    };
  }
}
