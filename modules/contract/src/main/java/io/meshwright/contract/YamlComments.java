package io.meshwright.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Finds the comments of YAML text, which the tree of {@link YamlParser} does not have.
 *
 * <p>A {@code #} begins a comment unless it is part of a value or key.
 */
final class YamlComments {

  /**
   * One comment, from its {@code #} to the end of the line.
   *
   * @param line counts from 1
   * @param ownLine whether nothing but the comment is on its line
   */
  record Comment(int line, String text, boolean ownLine) {}

  /** Code points of the text that belong to a value: from {@code start}, before {@code end}. */
  private record Span(int start, int end) {}

  private final int[] characters;
  private final List<Span> spans;

  private YamlComments(int[] characters, List<Span> spans) {
    this.characters = characters;
    this.spans = spans;
  }

  /** The comments of {@code text}, which must be YAML that can be parsed, from top to bottom. */
  static List<Comment> in(Path file, String text) {
    int[] characters = text.codePoints().toArray();
    List<Span> spans = new ArrayList<>();
    for (Event event : new Parse(YamlParser.settings(file, text)).parseString(text)) {
      if (event instanceof ScalarEvent scalar) {
        findSpan(scalar, characters).ifPresent(spans::add);
      }
    }
    spans.sort(Comparator.comparingInt(Span::start));
    return new YamlComments(characters, spans).find();
  }

  /** A block's own line, {@code |}, may end with a comment; its text begins on the next. */
  private static Optional<Span> findSpan(ScalarEvent scalar, int[] characters) {
    Optional<Integer> end = scalar.getEndMark().map(Mark::getIndex);
    return scalar
        .getStartMark()
        .map(Mark::getIndex)
        .map(start -> isBlock(scalar) ? endOfLine(characters, start) : start)
        .flatMap(start -> end.filter(last -> last > start).map(last -> new Span(start, last)));
  }

  private static boolean isBlock(ScalarEvent scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED;
  }

  private List<Comment> find() {
    List<Comment> comments = new ArrayList<>();
    int line = 1;
    int startOfLine = 0;
    int span = 0;
    for (int index = 0; index < characters.length; index++) {
      while (span < spans.size() && spans.get(span).end() <= index) {
        span++;
      }
      boolean inValue = span < spans.size() && spans.get(span).start() <= index;
      if (characters[index] == '#' && !inValue) {
        int end = endOfLine(characters, index);
        comments.add(new Comment(line, text(index, end), isBlank(startOfLine, index)));
        index = end - 1;
      } else if (endsLine(index)) {
        line++;
        startOfLine = index + 1;
      }
    }
    return comments;
  }

  private boolean endsLine(int index) {
    boolean followed = index + 1 < characters.length && characters[index + 1] == '\n';
    return characters[index] == '\n' || (characters[index] == '\r' && !followed);
  }

  private String text(int start, int end) {
    return new String(characters, start, end - start).stripTrailing();
  }

  private boolean isBlank(int start, int end) {
    return IntStream.range(start, end)
        .map(index -> characters[index])
        .allMatch(character -> Character.isWhitespace(character) || character == '\uFEFF');
  }

  private static int endOfLine(int[] characters, int start) {
    int end = start;
    while (end < characters.length && characters[end] != '\n' && characters[end] != '\r') {
      end++;
    }
    return end;
  }
}
