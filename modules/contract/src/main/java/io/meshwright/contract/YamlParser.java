package io.meshwright.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;

/**
 * Reads YAML text into a {@link YamlNode} tree.
 *
 * <p>Only what a contract needs is read: one document of mappings, lists and values. Aliases, tags
 * and deep nesting are refused, so that a small file cannot become a large tree.
 */
public final class YamlParser {

  static final int DEEPEST = 20;

  private static final Pattern COMMENT_WITHOUT_SPACE = Pattern.compile("\\s+#(\\S.*?)\\s*");

  private final Path file;
  private final String[] lines;
  private final Iterator<Event> events;
  private final List<Diagnostic> problems;
  private final int deepest;

  private YamlParser(Path file, String text, int deepest, List<Diagnostic> problems) {
    this.file = file;
    this.lines = text.split("\r\n|\r|\n", -1);
    this.events = new Parse(settings(file, text)).parseString(text).iterator();
    this.problems = problems;
    this.deepest = deepest;
  }

  /**
   * Reads the only document of {@code text}; empty if there is none. Duplicate keys and other slips
   * that leave a tree are added to {@code problems}.
   *
   * @throws InvalidContractException with one diagnostic if the text is no YAML
   */
  public static Optional<YamlNode> parse(Path file, String text, List<Diagnostic> problems) {
    return parse(file, text, DEEPEST, problems);
  }

  /** Reads a document that may be nested {@code deepest} levels. */
  public static Optional<YamlNode> parse(
      Path file, String text, int deepest, List<Diagnostic> problems) {
    YamlParser parser = new YamlParser(file, text, deepest, problems);
    try {
      return parser.document();
    } catch (MarkedYamlEngineException e) {
      throw new InvalidContractException(List.of(parser.syntaxProblem(e)));
    } catch (ReaderException e) {
      throw new InvalidContractException(
          List.of(
              ContractDiagnostics.unprintableCharacter(
                  placeOf(file, text, e.getPosition()), e.getCodePoint())));
    }
  }

  /** One buffer for all: snakeyaml-engine 2.10 fails where a surrogate pair spans two buffers. */
  static LoadSettings settings(Path file, String text) {
    return LoadSettings.builder()
        .setLabel(file.toString())
        .setBufferSize(text.length() + 1024)
        .build();
  }

  private Optional<YamlNode> document() {
    Optional<YamlNode> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event.getEventId() != Event.ID.DocumentStart) {
        continue;
      }
      if (root.isPresent()) {
        problems.add(ContractDiagnostics.secondDocument(place(event)));
        return root;
      }
      root = Optional.of(node(events.next(), 0));
    }
    return root.filter(node -> !(node instanceof YamlNode.Empty));
  }

  private YamlNode node(Event event, int depth) {
    if (depth > deepest) {
      throw new InvalidContractException(
          List.of(ContractDiagnostics.nestedTooDeep(place(event), deepest)));
    }
    if (event instanceof AliasEvent alias) {
      throw new InvalidContractException(
          List.of(ContractDiagnostics.alias(place(event), alias.getAlias().getValue())));
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(event, scalar.getTag());
      return scalar(scalar);
    }

    CollectionStartEvent collection = (CollectionStartEvent) event;
    refuseTag(event, collection.getTag());
    return event.getEventId() == Event.ID.SequenceStart
        ? items(collection, depth)
        : mapping(collection, depth);
  }

  private YamlNode scalar(ScalarEvent event) {
    String text = event.getValue();
    if (!event.isPlain() || !List.of("", "~", "null").contains(text)) {
      return new YamlNode.Scalar(place(event), text, event.isPlain());
    }

    Place place = place(event);
    String line = place.line() <= lines.length ? lines[place.line() - 1] : "";
    int start = line.offsetByCodePoints(0, Math.min(place.column() - 1, length(line)));
    Matcher matcher = COMMENT_WITHOUT_SPACE.matcher(line.substring(start));
    if (!text.isEmpty() || !matcher.matches()) {
      return new YamlNode.Empty(place, Optional.empty());
    }

    int column = place.column() + matcher.start(1) - 1;
    return new YamlNode.Empty(
        new Place(file, place.line(), column), Optional.of("#" + matcher.group(1)));
  }

  private YamlNode items(Event start, int depth) {
    List<YamlNode> nodes = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      nodes.add(node(event, depth + 1));
    }
    return new YamlNode.Items(place(start), nodes);
  }

  private YamlNode mapping(Event start, int depth) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Place> places = new HashMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Place place = place(event);
      YamlNode key = node(event, depth + 1);
      YamlNode value = node(events.next(), depth + 1);
      if (!(key instanceof YamlNode.Scalar scalar)) {
        problems.add(ContractDiagnostics.keyIsNoText(place, key));
      } else if (places.containsKey(scalar.text())) {
        problems.add(
            ContractDiagnostics.duplicateKey(place, scalar.text(), places.get(scalar.text())));
      } else {
        places.put(scalar.text(), place);
        entries.add(new YamlNode.Entry(place, scalar.text(), value));
      }
    }
    return new YamlNode.Mapping(place(start), entries);
  }

  private void refuseTag(Event event, Optional<String> tag) {
    tag.ifPresent(name -> problems.add(ContractDiagnostics.tag(place(event), name)));
  }

  private Diagnostic syntaxProblem(MarkedYamlEngineException e) {
    Place place = e.getProblemMark().or(e::getContextMark).map(this::place).orElse(start());
    String line = place.line() <= lines.length ? lines[place.line() - 1] : "";
    int firstText = line.length() - line.stripLeading().length();
    int tab = line.substring(0, firstText).indexOf('\t');
    return tab >= 0
        ? ContractDiagnostics.tab(new Place(file, place.line(), tab + 1))
        : ContractDiagnostics.syntax(place, e.getProblem());
  }

  private Place start() {
    return Place.startOf(file);
  }

  private Place place(Event event) {
    return event.getStartMark().map(this::place).orElse(start());
  }

  private Place place(Mark mark) {
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Place placeOf(Path file, String text, int position) {
    String before = text.substring(0, Math.min(position, text.length()));
    int line = (int) before.chars().filter(character -> character == '\n').count();
    return new Place(file, line + 1, before.length() - before.lastIndexOf('\n'));
  }

  private static int length(String line) {
    return line.codePointCount(0, line.length());
  }
}
