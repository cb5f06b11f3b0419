package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.benchmark.ColumnProfile.Range;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleGeneratorTest {

  private static final ColumnProfile ID =
      column("id", "long", 1, Optional.of(new Range("1", "900")));
  private static final ColumnProfile DAY =
      column("day", "date", 0.955, Optional.of(new Range("1992-01-01", "1998-08-02")));
  private static final ColumnProfile STATUS =
      new ColumnProfile(
          new SampleColumn("status", FieldType.Atomic.STRING),
          1,
          Optional.of(new Range("4", "7")),
          List.of("open", "shipped"));
  private static final ColumnProfile EMPTY = column("login", "string", 0, Optional.empty());

  private final RuleGenerator generator =
      new RuleGenerator(List.of(ID, DAY, STATUS, EMPTY), List.of(SampleTable.atMost("id", "day")));

  @Test
  void makesARuleOfEachKindBeforeASecondOfOne() {
    assertThat(generator.rules(9))
        .extracting(Rule::name, Rule::assertion)
        .containsExactly(
            made("id_not_null", new Assertion.NotNull("id")),
            made("day_min_0", new Assertion.Bound("day", Assertion.Limit.MIN, "1992-01-01")),
            made("status_in_0", new Assertion.OneOf("status", List.of("open", "shipped"))),
            made("status_pattern_0", new Assertion.Matches("status", "[^|]{4,7}")),
            made("id_max_0", new Assertion.Bound("id", Assertion.Limit.MAX, "900")),
            made("status_max_length_0", new Assertion.Length("status", Assertion.Limit.MAX, 7)),
            made("id_at_most_day", SampleTable.atMost("id", "day")),
            made(
                "status_completeness_0",
                new Assertion.Completeness(Optional.of("status"), new BigDecimal("0.99"))),
            made("status_min_length_0", new Assertion.Length("status", Assertion.Limit.MIN, 4)));
  }

  @Test
  void goesOnWithLooserRulesWhenTheTightestAreUsedUp() {
    assertThat(generator.rules(40))
        .extracting(Rule::assertion)
        .contains(
            new Assertion.Bound("id", Assertion.Limit.MIN, "0"),
            new Assertion.Bound("day", Assertion.Limit.MAX, "1998-08-03"),
            new Assertion.OneOf("status", List.of("open", "shipped", "other 1")),
            new Assertion.Length("status", Assertion.Limit.MIN, 3),
            new Assertion.Completeness(Optional.of("day"), new BigDecimal("0.95")),
            new Assertion.Completeness(Optional.of("day"), new BigDecimal("0.94")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 200})
  void makesAsManyAsAreAskedForAndNoneTwice(int number) {
    List<Rule> rules = generator.rules(number);

    assertThat(rules).hasSize(number);
    assertThat(rules).extracting(Rule::name).doesNotHaveDuplicates();
    assertThat(rules).extracting(Rule::assertion).doesNotHaveDuplicates();
  }

  @Test
  void makesTheSameRulesEachTime() {
    assertThat(generator.rules(50)).isEqualTo(generator.rules(50));
    assertThat(generator.rules(50)).startsWith(generator.rules(10).toArray(Rule[]::new));
  }

  @Test
  void refusesWhatTheColumnsDoNotGive() {
    assertThatThrownBy(() -> new RuleGenerator(List.of(EMPTY), List.of()).rules(10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot make 10 rules: the columns give 0");
  }

  @Test
  void isGivenSevenAndSixtyColumns() {
    assertThat(Stream.of("orders", "wide").map(SampleTables::parse))
        .extracting(table -> table.columns().size())
        .containsExactly(7, 60);
  }

  private static ColumnProfile column(
      String name, String type, double filled, Optional<Range> range) {
    return new ColumnProfile(
        new SampleColumn(name, FieldType.parse(type)), filled, range, List.of());
  }

  private static Tuple made(String name, Assertion assertion) {
    return Tuple.tuple(name, assertion);
  }
}
