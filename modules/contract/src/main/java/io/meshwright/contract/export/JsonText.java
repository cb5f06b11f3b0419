package io.meshwright.contract.export;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Prints maps, lists, texts, numbers and booleans as JSON, two spaces a level. */
final class JsonText {

  private final StringBuilder json = new StringBuilder();

  private JsonText() {}

  static String print(Object value) {
    JsonText text = new JsonText();
    text.value(value, "\n");
    return text.json.append('\n').toString();
  }

  private void value(Object value, String margin) {
    if (value instanceof Map<?, ?> map) {
      mapping(map, margin);
    } else if (value instanceof List<?> list) {
      list(list, margin);
    } else if (value instanceof BigDecimal number) {
      json.append(number.toPlainString());
    } else if (value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else if (value == Null.NULL) {
      json.append("null");
    } else {
      text(value.toString());
    }
  }

  /** The value that JSON calls null. */
  enum Null {
    NULL
  }

  private void mapping(Map<?, ?> map, String margin) {
    if (map.isEmpty()) {
      json.append("{}");
      return;
    }

    json.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      json.append(margin).append("  ");
      text(entry.getKey().toString());
      json.append(": ");
      value(entry.getValue(), margin + "  ");
      json.append(entries.hasNext() ? "," : "");
    }
    json.append(margin).append('}');
  }

  /** A list of single values stands on one line. */
  private void list(List<?> list, String margin) {
    boolean isFlat =
        list.stream().noneMatch(item -> item instanceof Map<?, ?> || item instanceof List<?>);
    json.append('[');
    for (int i = 0; i < list.size(); i++) {
      json.append(i == 0 ? "" : isFlat ? ", " : ",").append(isFlat ? "" : margin + "  ");
      value(list.get(i), margin + "  ");
    }
    json.append(isFlat ? "" : margin).append(']');
  }

  private void text(String text) {
    json.append('"');
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                  if (Character.isISOControl(character)) {
                    json.append("\\u%04x".formatted(character));
                  } else {
                    json.appendCodePoint(character);
                  }
                }
              }
            });
    json.append('"');
  }
}
