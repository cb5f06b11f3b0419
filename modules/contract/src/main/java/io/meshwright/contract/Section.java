package io.meshwright.contract;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One mapping of the file, read key by key.
 *
 * <p>A method that cannot give what it is asked for returns empty; whether that is a problem, it
 * has already told. Asking for a key that the section does not know is a fault of the program.
 */
public final class Section {

  private final YamlNode.Mapping mapping;
  private final List<String> known;
  private final List<Diagnostic> problems;
  private final Map<String, YamlNode.Entry> entries = new HashMap<>();
  private final Set<String> emptyTold = new HashSet<>();

  private Section(YamlNode.Mapping mapping, List<String> known, List<Diagnostic> problems) {
    this.mapping = mapping;
    this.known = known;
    this.problems = problems;
    mapping.entries().forEach(entry -> entries.put(entry.key(), entry));
  }

  /** Reads {@code mapping}, whose keys should be among {@code known}. */
  static Section of(YamlNode.Mapping mapping, List<String> known, List<Diagnostic> problems) {
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        problems.add(ContractDiagnostics.unknownKey(entry.place(), entry.key(), known));
      }
    }
    return new Section(mapping, known, problems);
  }

  /** Reads {@code node} if it is a mapping; {@code what} names it in the message otherwise. */
  public static Optional<Section> of(
      YamlNode node, String what, List<String> known, List<Diagnostic> problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      return Optional.of(of(mapping, known, problems));
    }

    problems.add(
        ContractDiagnostics.wrongShape(
            node, what, "a mapping with the keys " + String.join(", ", known)));
    return Optional.empty();
  }

  /** The same mapping for whoever asks for more keys than it may have. */
  Section knowing(List<String> keys) {
    return new Section(mapping, keys, problems);
  }

  public Place place() {
    return mapping.place();
  }

  /** Where {@code key} stands, or where this section starts if it is absent. */
  public Place placeOf(String key) {
    return entries.containsKey(key) ? entries.get(key).place() : place();
  }

  public boolean has(String key) {
    requireKnown(key);
    return entries.containsKey(key) && !(entries.get(key).value() instanceof YamlNode.Empty);
  }

  List<String> present(List<String> keys) {
    return keys.stream().filter(entries::containsKey).toList();
  }

  boolean hasUnknownKeys() {
    return unknownKeys().findAny().isPresent();
  }

  public Optional<YamlNode> find(String key) {
    if (has(key)) {
      return Optional.of(entries.get(key).value());
    }
    if (entries.containsKey(key) && emptyTold.add(key)) {
      problems.add(withoutValue(entries.get(key)));
    }
    return Optional.empty();
  }

  /** What there is to say about a key without a value. */
  static Diagnostic withoutValue(YamlNode.Entry entry) {
    YamlNode.Empty empty = (YamlNode.Empty) entry.value();
    return empty
        .comment()
        .map(comment -> ContractDiagnostics.commentTrap(empty.place(), entry.key(), comment))
        .orElseGet(() -> ContractDiagnostics.emptyValue(entry.place(), entry.key()));
  }

  Optional<YamlNode> require(String key) {
    if (has(key)) {
      return find(key);
    }

    if (emptyTold.add(key) && !isMisspelt(key)) {
      problems.add(missing(key));
    }
    return Optional.empty();
  }

  public Optional<Located<String>> text(String key) {
    return find(key).flatMap(node -> text(node, key));
  }

  public Optional<String> value(String key) {
    return text(key).map(Located::value);
  }

  /** Text that must be there and have something to read in it. */
  public Optional<Located<String>> requireText(String key) {
    Optional<Located<String>> text = require(key).flatMap(node -> text(node, key));
    if (text.isPresent() && text.get().value().isBlank()) {
      problems.add(ContractDiagnostics.blank(text.get().place(), key));
      return Optional.empty();
    }

    return text;
  }

  /** Text that {@code parse} accepts; what it throws becomes a problem at the value. */
  <T> Optional<T> parsed(String key, Function<String, T> parse) {
    return text(key).flatMap(text -> parse(text, parse));
  }

  <T> Optional<T> requireParsed(String key, Function<String, T> parse) {
    return requireText(key).flatMap(text -> parse(text, parse));
  }

  <T> Optional<T> parse(Located<String> text, Function<String, T> parse) {
    try {
      return Optional.of(parse.apply(text.value()));
    } catch (IllegalArgumentException e) {
      problems.add(ContractDiagnostics.refused(text.place(), e));
      return Optional.empty();
    }
  }

  /** A day that must be there, written year-month-day. */
  Optional<LocalDate> requireDate(String key) {
    return requireText(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(LocalDate.parse(text.value()));
              } catch (DateTimeException e) {
                problems.add(ContractDiagnostics.noDate(text));
                return Optional.empty();
              }
            });
  }

  public <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key).flatMap(text -> choice(key, type, text));
  }

  <E extends Enum<E>> Optional<E> requireChoice(String key, Class<E> type) {
    return requireText(key).flatMap(text -> choice(key, type, text));
  }

  public boolean flag(String key) {
    return findFlag(key).orElse(false);
  }

  public Optional<Boolean> findFlag(String key) {
    Optional<Located<String>> text = text(key);
    if (text.isPresent() && !text.get().value().matches("true|false")) {
      problems.add(ContractDiagnostics.noFlag(text.get(), key));
      return Optional.empty();
    }

    return text.map(located -> located.value().equals("true"));
  }

  /** A part of a whole, {@code 99.9%} or {@code 0.999}, as a fraction from 0 to 1. */
  Optional<BigDecimal> fraction(String key) {
    return text(key)
        .flatMap(
            text -> {
              Optional<BigDecimal> fraction = findFraction(text.value());
              if (fraction.isEmpty()) {
                problems.add(ContractDiagnostics.noFraction(text, key));
              }
              return fraction;
            });
  }

  Optional<BigDecimal> number(String key) {
    return text(key)
        .flatMap(
            text -> {
              Optional<BigDecimal> number = Decimals.find(text.value());
              if (number.isEmpty()) {
                problems.add(ContractDiagnostics.noNumber(text, key));
              }
              return number;
            });
  }

  /** {@code min} and {@code max}, read by {@code number}; one of them at least. */
  Optional<Range> range(Function<String, Optional<BigDecimal>> number) {
    int before = problems.size();
    Optional<BigDecimal> min = number.apply("min");
    Optional<BigDecimal> max = number.apply("max");
    if (problems.size() > before) {
      return Optional.empty();
    }
    if (min.isEmpty() && max.isEmpty()) {
      problems.add(ContractDiagnostics.withoutBound(place()));
      return Optional.empty();
    }
    if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
      problems.add(
          ContractDiagnostics.nothingBetween(
              placeOf("max"), "the range", "min " + min.get(), "max " + max.get()));
      return Optional.empty();
    }

    return Optional.of(new Range(min, max));
  }

  /** A whole number from {@code least} up. */
  public Optional<Long> wholeNumber(String key, long least, long most) {
    return text(key)
        .flatMap(
            text -> {
              Optional<Long> number =
                  Optional.of(text.value())
                      .filter(digits -> digits.matches("-?\\d{1,18}"))
                      .map(Long::valueOf)
                      .filter(whole -> whole >= least && whole <= most);
              if (number.isEmpty()) {
                problems.add(ContractDiagnostics.noWholeNumber(text, key, least, most));
              }
              return number;
            });
  }

  Optional<Duration> hours(String key) {
    return text(key)
        .flatMap(
            text -> {
              Optional<Duration> hours = Decimals.findHours(text.value());
              if (hours.isEmpty()) {
                problems.add(ContractDiagnostics.noHours(text, key));
              }
              return hours;
            });
  }

  public Optional<Section> section(String key, List<String> keys) {
    return find(key).flatMap(node -> of(node, "'" + key + "'", keys, problems));
  }

  public Optional<Section> requireSection(String key, List<String> keys) {
    return require(key).isEmpty() ? Optional.empty() : section(key, keys);
  }

  /** The items of a list; none if the key is absent. */
  List<YamlNode> items(String key) {
    return find(key).map(node -> items(node, key)).orElse(List.of());
  }

  public List<Section> sections(String key, List<String> keys) {
    return items(key).stream()
        .flatMap(node -> of(node, "an item of '" + key + "'", keys, problems).stream())
        .toList();
  }

  /** The texts of a list; none if the key is absent. */
  public List<Located<String>> texts(String key) {
    return items(key).stream()
        .flatMap(node -> text(node, "an item of '" + key + "'", problems).stream())
        .toList();
  }

  public List<String> values(String key) {
    return texts(key).stream().map(Located::value).toList();
  }

  /** The texts of a mapping with keys of the author's own choice, in the order of the file. */
  Map<String, Located<String>> map(String key) {
    Map<String, Located<String>> map = new LinkedHashMap<>();
    find(key)
        .ifPresent(
            node -> {
              if (node instanceof YamlNode.Mapping pairs) {
                for (YamlNode.Entry pair : pairs.entries()) {
                  text(pair.value(), "'" + key + "." + pair.key() + "'", problems)
                      .ifPresent(text -> map.put(pair.key(), text));
                }
              } else {
                problems.add(
                    ContractDiagnostics.wrongShape(
                        node, "'" + key + "'", "a mapping such as {name: value}"));
              }
            });
    return map;
  }

  Map<String, String> valueMap(String key) {
    return values(map(key));
  }

  static Map<String, String> values(Map<String, Located<String>> map) {
    Map<String, String> values = new LinkedHashMap<>();
    map.forEach((name, text) -> values.put(name, text.value()));
    return values;
  }

  /** The text of a node; {@code what} names it in the message if it is none. */
  static Optional<Located<String>> text(YamlNode node, String what, List<Diagnostic> problems) {
    if (node instanceof YamlNode.Scalar scalar) {
      return Optional.of(new Located<>(scalar.text(), scalar.place()));
    }

    problems.add(ContractDiagnostics.wrongShape(node, what, "a single value"));
    return Optional.empty();
  }

  /** Says whether an unknown key, already told of, was probably meant to be this one. */
  private boolean isMisspelt(String key) {
    return !entries.containsKey(key)
        && unknownKeys()
            .anyMatch(unknown -> NearestName.find(unknown, known).equals(Optional.of(key)));
  }

  private Stream<String> unknownKeys() {
    return mapping.entries().stream().map(YamlNode.Entry::key).filter(key -> !known.contains(key));
  }

  private Diagnostic missing(String key) {
    if (!entries.containsKey(key)) {
      return ContractDiagnostics.missingKey(place(), key);
    }

    YamlNode.Empty empty = (YamlNode.Empty) entries.get(key).value();
    return empty
        .comment()
        .map(comment -> ContractDiagnostics.requiredValueIsComment(empty.place(), key, comment))
        .orElseGet(() -> ContractDiagnostics.requiredValueIsEmpty(placeOf(key), key));
  }

  private Optional<Located<String>> text(YamlNode node, String key) {
    return text(node, "'" + key + "'", problems);
  }

  private List<YamlNode> items(YamlNode node, String key) {
    if (node instanceof YamlNode.Items items) {
      return new ArrayList<>(items.nodes());
    }

    problems.add(ContractDiagnostics.wrongShape(node, "'" + key + "'", "a list"));
    return List.of();
  }

  private <E extends Enum<E>> Optional<E> choice(String key, Class<E> type, Located<String> text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.value().toUpperCase(Locale.ROOT))) {
        return Optional.of(constant);
      }
    }

    problems.add(ContractDiagnostics.unknownChoice(text, key, choices(type)));
    return Optional.empty();
  }

  private static <E extends Enum<E>> List<String> choices(Class<E> type) {
    List<String> choices = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      choices.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return choices;
  }

  private static Optional<BigDecimal> findFraction(String text) {
    try {
      Amount amount = Amount.parse(text);
      BigDecimal fraction =
          amount instanceof Amount.Share share
              ? share.fraction()
              : ((Amount.Count) amount).number();
      return Optional.of(fraction)
          .filter(part -> part.signum() >= 0 && part.compareTo(BigDecimal.ONE) <= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void requireKnown(String key) {
    if (!known.contains(key)) {
      throw new IllegalArgumentException(
          "Cannot read key '%s': the section knows %s".formatted(key, known));
    }
  }
}
