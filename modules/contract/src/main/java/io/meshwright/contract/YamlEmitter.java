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

  private YamlEmitter() {}

  /** Prints a mapping; values are texts, {@link Raw}s, lists and mappings. */
  static String print(Map<String, ?> mapping) {
    YamlEmitter emitter = new YamlEmitter();
    emitter.mapping(mapping, 0);
    return emitter.yaml.toString();
  }

  /** Prints a tree as it was read, comments and layout aside: what had no quotes gets none. */
  public static String print(YamlNode.Mapping tree) {
    YamlEmitter emitter = new YamlEmitter();
    emitter.mapping(values(tree), 0);
    return emitter.yaml.toString();
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

  private void mapping(Map<?, ?> mapping, int indent) {
    String margin = " ".repeat(indent);
    mapping.forEach(
        (key, value) -> {
          yaml.append(margin);
          entry(key, value, indent);
        });
  }

  private void entry(Object key, Object value, int indent) {
    yaml.append(text(key.toString())).append(':');
    value(value, indent);
  }

  private void value(Object value, int indent) {
    if (value instanceof Map<?, ?> mapping) {
      yaml.append(mapping.isEmpty() ? " {}\n" : "\n");
      mapping(mapping, indent + 2);
    } else if (value instanceof List<?> list) {
      yaml.append(list.isEmpty() ? " []\n" : "\n");
      list.forEach(item -> item(item, indent + 2));
    } else {
      yaml.append(' ').append(scalar(value)).append('\n');
    }
  }

  /** The first key of a mapping stands beside the dash. */
  private void item(Object item, int indent) {
    String margin = " ".repeat(indent) + "- ";
    if (item instanceof Noted noted) {
      noted.comment().lines().forEach(line -> comment(line, indent));
      item(noted.item(), indent);
    } else if (item instanceof Map<?, ?> mapping && !mapping.isEmpty()) {
      for (Map.Entry<?, ?> entry : mapping.entrySet()) {
        yaml.append(margin);
        entry(entry.getKey(), entry.getValue(), indent + 2);
        margin = " ".repeat(indent + 2);
      }
    } else if (item instanceof Map<?, ?> || item instanceof List<?>) {
      yaml.append(margin.stripTrailing());
      value(item, indent);
    } else {
      yaml.append(margin).append(scalar(item)).append('\n');
    }
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
