package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.contract.ValueFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that one column suggests, before anyone has measured whether they hold. */
final class FieldIdeas {

  /** A rule and why it is proposed. */
  record Idea(Rule rule, String reason) {}

  private static final int MOST_TEXTS = 50;
  private static final int MOST_NUMBERS = 10;

  /** Fewer texts of one shape may be chance. */
  private static final int ENOUGH = 10;

  /** Room for the texts of tomorrow. */
  private static final List<Integer> LENGTHS = List.of(10, 20, 50, 100, 200, 500, 1000, 4000);

  /** Ways to write dates and times, by their shape. Two of one shape are told apart by values. */
  private static final Map<String, List<String>> DATES =
      Map.ofEntries(
          Map.entry("9999-99-99", List.of("yyyy-MM-dd")),
          Map.entry("9999/99/99", List.of("yyyy/MM/dd")),
          Map.entry("99999999", List.of("yyyyMMdd")),
          Map.entry("99.99.9999", List.of("dd.MM.yyyy", "MM.dd.yyyy")),
          Map.entry("99/99/9999", List.of("dd/MM/yyyy", "MM/dd/yyyy")),
          Map.entry("99-99-9999", List.of("dd-MM-yyyy", "MM-dd-yyyy")),
          Map.entry("99:99", List.of("HH:mm")),
          Map.entry("99:99:99", List.of("HH:mm:ss")),
          Map.entry("9999-99-99 99:99:99", List.of("yyyy-MM-dd HH:mm:ss")),
          Map.entry("9999-99-99A99:99:99", List.of("yyyy-MM-dd'T'HH:mm:ss")),
          Map.entry("9999-99-99A99:99:99A", List.of("yyyy-MM-dd'T'HH:mm:ss'Z'")));

  private static final Pattern RUN = Pattern.compile("9+|A+|a+|[^9Aa]");

  private final ColumnProfile column;
  private final long rows;
  private final DeequAdvice advice;
  private final List<Idea> sure = new ArrayList<>();
  private final List<Idea> dates = new ArrayList<>();
  private final List<Idea> otherwise = new ArrayList<>();

  FieldIdeas(ColumnProfile column, long rows, boolean isPrimaryKey) {
    this.column = column;
    this.rows = rows;
    this.advice = new DeequAdvice(column, rows);
    if (!isPrimaryKey) {
      addKeyIdeas();
    }
    if (column.filled() > 0) {
      addValueIdeas();
    }
  }

  ColumnProfile column() {
    return column;
  }

  List<Idea> all() {
    List<Idea> all = new ArrayList<>(sure);
    all.addAll(dates);
    all.addAll(otherwise);
    return all;
  }

  /**
   * The ideas that hold, without those that others make redundant. Of two ways to read a date, both
   * of which fit, none is right.
   */
  List<Idea> choose(Set<String> broken) {
    List<Idea> kept = new ArrayList<>(holding(sure, broken));
    List<Idea> fitting = holding(dates, broken);
    kept.addAll(fitting.size() == 1 ? fitting : holding(otherwise, broken));
    return kept.stream().map(FieldIdeas::underItsName).toList();
  }

  /** What there is to say of the field itself. */
  String about() {
    List<String> about = new ArrayList<>();
    if (column.filled() == 0) {
      about.add("no row has a value: its type is what the source says, or a guess");
    } else if (column.filled() < rows) {
      about.add(gaps());
    }
    column
        .distinct()
        .filter(distinct -> column.filled() > 0)
        .ifPresent(
            distinct ->
                about.add(
                    (distinct.isExact() ? "%d distinct" : "about %d distinct")
                        .formatted(distinct.count())));
    column.personal().ifPresent(data -> about.add("taken for personal data by " + data.reason()));
    return String.join("; ", about);
  }

  String gaps() {
    return "a value in %d of %d rows".formatted(column.filled(), rows);
  }

  private void addKeyIdeas() {
    if (advice.isComplete()) {
      sure(new Assertion.NotNull(column.name()), "all %d rows have a value".formatted(rows));
    }
    if (rows > 1 && column.isUnique() && column.filled() > 1 && Profiler.isKeyType(column)) {
      sure(
          new Assertion.Unique(List.of(column.name())),
          "all %d values differ".formatted(column.filled()));
    }
  }

  private void addValueIdeas() {
    if (column.summary() instanceof ColumnProfile.Numbers numbers) {
      numbers
          .spread()
          .filter(spread -> advice.isNotNegative(spread) && holdsZero())
          .ifPresent(
              spread ->
                  sure(
                      new Assertion.Bound(column.name(), Assertion.Limit.MIN, "0"),
                      "the smallest is " + spread.min()));
      if (isWhole()) {
        addListIdea(MOST_NUMBERS);
      }
    }
    if (column.summary() instanceof ColumnProfile.Texts texts && texts.lengths().isPresent()) {
      addTextIdeas(texts, texts.lengths().get());
    }
  }

  private void addTextIdeas(ColumnProfile.Texts texts, ColumnProfile.Lengths lengths) {
    Optional<ValueFormat.Named> form = findForm(texts.forms());
    if (form.isPresent()) {
      sure(
          new Assertion.HasFormat(column.name(), form.get()),
          "all %d values are written so".formatted(column.filled()));
      return;
    }
    if (addListIdea(MOST_TEXTS)) {
      return;
    }

    boolean isUsual = column.filled() >= ENOUGH;
    texts.forms().shape().filter(shape -> isUsual).ifPresent(this::addShapeIdeas);
    if (otherwise.isEmpty() && advice.hasLength(lengths)) {
      addLengthIdeas(lengths);
    }
  }

  private void addShapeIdeas(ColumnProfile.Shape shape) {
    for (String date : DATES.getOrDefault(shape.classes(), List.of())) {
      Assertion format = new Assertion.HasFormat(column.name(), new ValueFormat.DatePattern(date));
      dates.add(
          new Idea(
              Rule.of(Rule.defaultName(format) + " " + date, format, Severity.ERROR),
              "all %d values are dates or times written so".formatted(column.filled())));
    }
    if (shape.classes().contains("9")) {
      Assertion matches = new Assertion.Matches(column.name(), pattern(shape));
      otherwise.add(
          new Idea(
              Rule.of(Rule.defaultName(matches), matches, Severity.ERROR),
              "all %d values look alike".formatted(column.filled())));
    }
  }

  private void addLengthIdeas(ColumnProfile.Lengths lengths) {
    LENGTHS.stream()
        .filter(length -> length >= lengths.max())
        .findFirst()
        .ifPresent(
            length -> {
              Assertion longest = new Assertion.Length(column.name(), Assertion.Limit.MAX, length);
              otherwise.add(
                  new Idea(
                      Rule.of(Rule.defaultName(longest), longest, Severity.ERROR),
                      "the longest has %d characters".formatted(lengths.max())));
            });
  }

  /** Proposes the list of all values, where they are few and none of them personal. */
  private boolean addListIdea(int most) {
    List<ColumnProfile.Frequency> values = column.values().frequent();
    if (values.size() > most || !advice.isCategorical()) {
      return false;
    }

    sure(
        new Assertion.OneOf(
            column.name(),
            values.stream().map(ColumnProfile.Frequency::value).sorted(order()).toList()),
        "%d rows have no other value than %s"
            .formatted(column.filled(), values.size() == 1 ? "this" : "these " + values.size()));
    return true;
  }

  private java.util.Comparator<String> order() {
    return isWhole()
        ? java.util.Comparator.comparing(java.math.BigInteger::new)
        : java.util.Comparator.naturalOrder();
  }

  private Optional<ValueFormat.Named> findForm(ColumnProfile.Forms forms) {
    return forms.matching().entrySet().stream()
        .filter(entry -> entry.getValue() == column.filled())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  private void sure(Assertion assertion, String reason) {
    sure.add(new Idea(Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR), reason));
  }

  private static List<Idea> holding(List<Idea> ideas, Set<String> broken) {
    return ideas.stream().filter(idea -> !broken.contains(idea.rule().name())).toList();
  }

  /** Rules that compete for a name had another until one was chosen. */
  private static Idea underItsName(Idea idea) {
    Assertion assertion = idea.rule().assertion();
    return new Idea(Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR), idea.reason());
  }

  /** {@code ORD-999} that begins with {@code ORD-} as {@code ORD-[0-9]{3}}. */
  private static String pattern(ColumnProfile.Shape shape) {
    StringBuilder pattern = new StringBuilder(escaped(shape.prefix()));
    Matcher run = RUN.matcher(shape.classes().substring(shape.prefix().length()));
    while (run.find()) {
      String text = run.group();
      pattern.append(
          switch (text.charAt(0)) {
            case '9' -> "[0-9]" + times(text.length());
            case 'A' -> "[A-Z]" + times(text.length());
            case 'a' -> "[a-z]" + times(text.length());
            default -> escaped(text);
          });
    }
    return pattern.toString();
  }

  private static String times(int count) {
    return count == 1 ? "" : "{" + count + "}";
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\^$.|?*+(){}\\[\\]]", "\\\\$0");
  }

  private boolean isWhole() {
    return column
        .type()
        .filter(
            type ->
                type.isNumeric()
                    && !type.toString().toLowerCase(Locale.ROOT).matches("float|double"))
        .map(type -> !(type instanceof FieldType.Decimal decimal) || decimal.scale() == 0)
        .orElse(false);
  }

  /** A decimal without a digit before the point has no literal 0. */
  private boolean holdsZero() {
    return column
        .type()
        .map(
            type ->
                !(type instanceof FieldType.Decimal decimal)
                    || decimal.precision() > decimal.scale())
        .orElse(false);
  }
}
