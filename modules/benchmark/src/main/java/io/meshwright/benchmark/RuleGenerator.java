package io.meshwright.benchmark;

import static io.meshwright.contract.Assertion.Limit.MAX;
import static io.meshwright.contract.Assertion.Limit.MIN;

import io.meshwright.benchmark.ColumnProfile.Range;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.RowSource;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes as many rules as are asked for that the rows of a table keep: of every kind in turn, spread
 * over the columns, and the same ones each time.
 *
 * <p>When every column has its tightest rules, looser ones follow: no two are the same, so that
 * nobody gets away with measuring one for two.
 */
final class RuleGenerator {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal MOST_COMPLETE = BigDecimal.valueOf(99);

  /** The rules of one kind and one slack, in the order of the columns. */
  private interface Kind {
    List<Rule> rules(int slack);
  }

  private final List<ColumnProfile> profiles;
  private final List<Assertion.Comparison> comparisons;

  RuleGenerator(List<ColumnProfile> profiles, List<Assertion.Comparison> comparisons) {
    this.profiles = List.copyOf(profiles);
    this.comparisons = List.copyOf(comparisons);
  }

  /**
   * Makes {@code number} rules about rows and columns, none about keys.
   *
   * @throws IllegalArgumentException if the columns do not give that many
   */
  List<Rule> rules(int number) {
    List<Rule> rules = new ArrayList<>();
    for (int slack = 0; rules.size() < number; slack++) {
      List<Rule> more = inTurn(slack);
      if (more.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot make %d rules: the columns give %d".formatted(number, rules.size()));
      }
      rules.addAll(more);
    }
    return List.copyOf(rules.subList(0, number));
  }

  /** The rule that the key of a table identifies its rows. */
  static Rule unique(SampleTable table) {
    return rule("key_unique", new Assertion.Unique(table.key()));
  }

  /** The rule that the foreign key of a table finds its target. */
  static Rule references(SampleTable table) {
    ForeignKey key = table.foreignKey();
    return rule(
        key.column() + "_references",
        Assertion.References.of(
            key.column(), RowSource.parse(WorkloadContract.TARGETS), key.target()));
  }

  /** One rule of each kind, then the next of each, beginning at another column for each kind. */
  private List<Rule> inTurn(int slack) {
    List<Kind> kinds =
        List.of(
            this::notNull,
            at -> each("min", at, this::min),
            at -> each("in", at, RuleGenerator::oneOf),
            at -> each("pattern", at, RuleGenerator::matches),
            at -> each("max", at, this::max),
            at -> each("max_length", at, (column, s) -> length(column, MAX, s)),
            this::comparisons,
            at -> each("completeness", at, RuleGenerator::completeness),
            at -> each("min_length", at, (column, s) -> length(column, MIN, -s)));
    List<List<Rule>> rules = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      List<Rule> ofKind = new ArrayList<>(kinds.get(i).rules(slack));
      Collections.rotate(ofKind, i);
      rules.add(ofKind);
    }
    int longest = rules.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, longest)
        .boxed()
        .flatMap(at -> rules.stream().filter(list -> at < list.size()).map(list -> list.get(at)))
        .toList();
  }

  private List<Rule> notNull(int slack) {
    return slack > 0
        ? List.of()
        : profiles.stream()
            .filter(column -> column.filled() == 1)
            .map(column -> rule(column.name() + "_not_null", new Assertion.NotNull(column.name())))
            .toList();
  }

  private List<Rule> comparisons(int slack) {
    return slack > 0
        ? List.of()
        : comparisons.stream()
            .map(pair -> rule(pair.field() + "_at_most_" + pair.other(), pair))
            .toList();
  }

  /** What one column promises, given how loose it may be; empty if it cannot. */
  @FunctionalInterface
  private interface Promise {
    Optional<? extends Assertion> of(ColumnProfile column, int slack);
  }

  private List<Rule> each(String kind, int slack, Promise promise) {
    return profiles.stream()
        .flatMap(
            column ->
                promise.of(column, slack).stream()
                    .map(made -> rule("%s_%s_%d".formatted(column.name(), kind, slack), made)))
        .toList();
  }

  private Optional<Assertion> min(ColumnProfile column, int slack) {
    return bound(column, MIN, Range::least, -slack);
  }

  private Optional<Assertion> max(ColumnProfile column, int slack) {
    return bound(column, MAX, Range::greatest, slack);
  }

  private static Optional<Assertion> bound(
      ColumnProfile column, Assertion.Limit limit, Function<Range, String> end, int by) {
    return column
        .range()
        .filter(range -> !column.isText())
        .map(range -> moved(column, end.apply(range), by))
        .map(value -> new Assertion.Bound(column.name(), limit, value));
  }

  private static String moved(ColumnProfile column, String value, int by) {
    return column.column().type().isTemporal()
        ? LocalDate.parse(value).plusDays(by).toString()
        : new BigDecimal(value).add(BigDecimal.valueOf(by)).toPlainString();
  }

  private static Optional<Assertion> oneOf(ColumnProfile column, int slack) {
    Stream<String> others = IntStream.rangeClosed(1, slack).mapToObj(i -> "other " + i);
    return column.values().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Assertion.OneOf(
                column.name(), Stream.concat(column.values().stream(), others).toList()));
  }

  /** No value of the benchmarks has a bar: it separates the values in their files. */
  private static Optional<Assertion> matches(ColumnProfile column, int slack) {
    return column
        .range()
        .filter(range -> column.isText())
        .map(
            range ->
                new Assertion.Matches(
                    column.name(),
                    "[^|]{%s,%d}"
                        .formatted(range.least(), Integer.parseInt(range.greatest()) + slack)));
  }

  private static Optional<Assertion> length(ColumnProfile column, Assertion.Limit limit, int by) {
    return column
        .range()
        .filter(range -> column.isText())
        .map(range -> Integer.parseInt(limit == MIN ? range.least() : range.greatest()) + by)
        .filter(characters -> characters >= 0)
        .map(characters -> new Assertion.Length(column.name(), limit, characters));
  }

  private static Optional<Assertion> completeness(ColumnProfile column, int slack) {
    BigDecimal percent =
        BigDecimal.valueOf(column.filled())
            .multiply(HUNDRED)
            .setScale(0, RoundingMode.FLOOR)
            .min(MOST_COMPLETE)
            .subtract(BigDecimal.valueOf(slack));
    return percent.signum() <= 0
        ? Optional.empty()
        : Optional.of(
            new Assertion.Completeness(Optional.of(column.name()), percent.movePointLeft(2)));
  }

  private static Rule rule(String name, Assertion assertion) {
    return Rule.of(name, assertion, Severity.ERROR);
  }
}
