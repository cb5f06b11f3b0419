package io.meshwright.contract.documents;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes a page of GitHub Markdown; texts that come from a contract never become markup. */
final class Markdown {

  private static final Pattern SPECIAL =
      Pattern.compile("([\\\\`*<>|\\[\\]&~$]|(?<!\\w)_|_(?!\\w))");
  private static final Pattern START_OF_BLOCK =
      Pattern.compile("^([#+=-]|\\d{1,9}(?=[.)](\\s|$)))");
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}&&[^\\n\\t]]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private final StringBuilder page = new StringBuilder();

  Markdown title(int level, String text) {
    return block("#".repeat(level) + " " + text);
  }

  /** Adds a block as it is; what it quotes must be escaped. */
  Markdown block(String markdown) {
    page.append(page.isEmpty() ? "" : "\n").append(markdown).append('\n');
    return this;
  }

  /** Adds the author's own paragraphs. */
  Markdown prose(String text) {
    for (String paragraph : text.strip().split("\\R(\\h*\\R)+")) {
      block(paragraph.lines().map(Markdown::text).collect(joining("\n")));
    }
    return this;
  }

  Markdown items(Stream<String> items) {
    return block(items.map(item -> "- " + item).collect(joining("\n")));
  }

  /** Adds a table; cells must be escaped. */
  Markdown table(List<String> headers, Stream<List<String>> rows) {
    Stream<List<String>> head = Stream.of(headers, headers.stream().map(header -> "---").toList());
    return block(
        Stream.concat(head, rows)
            .map(cells -> cells.stream().collect(joining(" | ", "| ", " |")))
            .collect(joining("\n")));
  }

  String page() {
    return page.toString();
  }

  /** On one line, and without characters that Markdown would take for its own. */
  static String text(String text) {
    String escaped = SPECIAL.matcher(oneLine(text)).replaceAll("\\\\$1");
    return START_OF_BLOCK
        .matcher(escaped)
        .replaceFirst(
            match ->
                match.group().matches("\\d+") ? match.group() + "\\\\" : "\\\\" + match.group());
  }

  static String text(Optional<String> text) {
    return text.map(Markdown::text).orElse("");
  }

  /** In the letters of code, in a table: there a bar is escaped even in code. */
  static String code(String text) {
    String line = oneLine(text);
    if (line.isEmpty()) {
      return "";
    }

    int longest =
        BACKTICKS.matcher(line).results().mapToInt(run -> run.group().length()).max().orElse(0);
    String fence = "`".repeat(longest + 1);
    String space = longest > 0 ? " " : "";
    return (fence + space + line + space + fence).replace("|", "\\|");
  }

  private static String oneLine(String text) {
    return UNSEEN.matcher(text).replaceAll("\uFFFD").replaceAll("\\s+", " ").strip();
  }
}
