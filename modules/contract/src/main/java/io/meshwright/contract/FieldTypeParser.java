package io.meshwright.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one type in Spark's DDL notation, by recursive descent. */
final class FieldTypeParser {

  private static final int DEEPEST = 50;

  private static final Map<String, FieldType> ATOMIC =
      Map.ofEntries(
          Map.entry("boolean", FieldType.Atomic.BOOLEAN),
          Map.entry("byte", FieldType.Atomic.BYTE),
          Map.entry("tinyint", FieldType.Atomic.BYTE),
          Map.entry("short", FieldType.Atomic.SHORT),
          Map.entry("smallint", FieldType.Atomic.SHORT),
          Map.entry("int", FieldType.Atomic.INTEGER),
          Map.entry("integer", FieldType.Atomic.INTEGER),
          Map.entry("long", FieldType.Atomic.LONG),
          Map.entry("bigint", FieldType.Atomic.LONG),
          Map.entry("float", FieldType.Atomic.FLOAT),
          Map.entry("real", FieldType.Atomic.FLOAT),
          Map.entry("double", FieldType.Atomic.DOUBLE),
          Map.entry("string", FieldType.Atomic.STRING),
          Map.entry("binary", FieldType.Atomic.BINARY),
          Map.entry("date", FieldType.Atomic.DATE),
          Map.entry("timestamp", FieldType.Atomic.TIMESTAMP),
          Map.entry("timestamp_ltz", FieldType.Atomic.TIMESTAMP),
          Map.entry("timestamp_ntz", FieldType.Atomic.TIMESTAMP_NTZ));

  private static final List<String> KNOWN =
      List.of(
          "boolean",
          "byte",
          "short",
          "integer",
          "long",
          "float",
          "double",
          "decimal(p,s)",
          "string",
          "varchar(n)",
          "char(n)",
          "binary",
          "date",
          "timestamp",
          "timestamp_ntz",
          "array<...>",
          "map<...,...>",
          "struct<name:...>");

  private static final List<String> KNOWN_WORDS =
      KNOWN.stream().map(type -> type.replaceFirst("[(<].*", "")).toList();

  private final String text;
  private int at;

  FieldTypeParser(String text) {
    this.text = text;
  }

  FieldType parse() {
    FieldType type = type(0);
    skipSpace();
    if (at < text.length()) {
      throw problem("nothing is expected after '%s'".formatted(text.substring(0, at).trim()));
    }

    return type;
  }

  private FieldType type(int depth) {
    if (depth > DEEPEST) {
      throw problem("it is nested deeper than %d levels".formatted(DEEPEST));
    }

    String word = word().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "decimal", "dec", "numeric" -> decimal();
      case "varchar" -> new FieldType.Text(false, onlyArgument(word));
      case "char", "character" -> new FieldType.Text(true, onlyArgument(word));
      case "array" -> array(depth);
      case "map" -> map(depth);
      case "struct" -> struct(depth);
      case "interval" ->
          throw problem(
              "a Delta table cannot hold intervals; use long and say the unit in the name");
      case "void", "null" -> throw problem("a Delta table cannot hold a type without values");
      default -> Optional.ofNullable(ATOMIC.get(word)).orElseThrow(() -> unknown(word));
    };
  }

  private FieldType decimal() {
    List<Integer> arguments = arguments();
    int precision = arguments.isEmpty() ? 10 : arguments.get(0);
    int scale = arguments.size() < 2 ? 0 : arguments.get(1);
    if (arguments.size() > 2) {
      throw problem("decimal has a precision and a scale, such as decimal(12,2)");
    }

    return new FieldType.Decimal(precision, scale);
  }

  private int onlyArgument(String word) {
    List<Integer> arguments = arguments();
    if (arguments.size() != 1) {
      throw problem("%s needs one length, such as %s(40)".formatted(word, word));
    }

    return arguments.get(0);
  }

  private FieldType array(int depth) {
    expect('<');
    FieldType element = type(depth + 1);
    expect('>');
    return new FieldType.Array(element);
  }

  private FieldType map(int depth) {
    expect('<');
    FieldType key = type(depth + 1);
    expect(',');
    FieldType value = type(depth + 1);
    expect('>');
    return new FieldType.Map(key, value);
  }

  private FieldType struct(int depth) {
    expect('<');
    List<FieldType.Struct.Member> members = new ArrayList<>();
    do {
      String name = peek() == '`' ? quotedWord() : word();
      if (peek() == ':') {
        at++;
      }
      members.add(new FieldType.Struct.Member(name, type(depth + 1)));
    } while (take(','));
    expect('>');
    return new FieldType.Struct(members);
  }

  private List<Integer> arguments() {
    List<Integer> arguments = new ArrayList<>();
    if (take('(')) {
      do {
        String word = word();
        if (!word.matches("\\d{1,9}")) {
          throw problem("'%s' is not a whole number".formatted(word));
        }
        arguments.add(Integer.valueOf(word));
      } while (take(','));
      expect(')');
    }
    return arguments;
  }

  private String word() {
    skipSpace();
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (start == at) {
      throw problem("a name or type is expected at position %d".formatted(at + 1));
    }

    return text.substring(start, at);
  }

  private String quotedWord() {
    StringBuilder name = new StringBuilder();
    for (at++; at < text.length(); at++) {
      if (text.charAt(at) != '`') {
        name.append(text.charAt(at));
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '`') {
        name.append('`');
        at++;
      } else {
        at++;
        return name.toString();
      }
    }
    throw problem("a ` is not closed");
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw problem("'%s' is expected at position %d".formatted(wanted, at + 1));
    }
  }

  private boolean take(char wanted) {
    if (peek() != wanted) {
      return false;
    }

    at++;
    return true;
  }

  private char peek() {
    skipSpace();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException unknown(String word) {
    String hint =
        NearestName.find(word, KNOWN_WORDS)
            .map(meant -> "did you mean '%s' instead of '%s'? use".formatted(meant, word))
            .orElse("instead of '%s' use".formatted(word));
    return problem(hint + " one of " + String.join(", ", KNOWN));
  }

  private IllegalArgumentException problem(String reason) {
    return new IllegalArgumentException("Invalid type '%s': %s".formatted(text, reason));
  }
}
