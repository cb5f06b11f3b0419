package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a measured number must be: one operator of a quality rule and its one or two numbers. */
record Comparison(Operator operator, BigDecimal first, BigDecimal second, boolean isPercent) {

  enum Operator {
    MUST_BE("mustBe", "= %s"),
    MUST_NOT_BE("mustNotBe", "<> %s"),
    GREATER("mustBeGreaterThan", "> %s"),
    GREATER_OR_EQUAL("mustBeGreaterOrEqualTo", ">= %s"),
    LESS("mustBeLessThan", "< %s"),
    LESS_OR_EQUAL("mustBeLessOrEqualTo", "<= %s"),
    BETWEEN("mustBeBetween", "BETWEEN %s AND %s"),
    NOT_BETWEEN("mustNotBeBetween", "NOT BETWEEN %s AND %s");

    private final String key;
    private final String sql;

    Operator(String key, String sql) {
      this.key = key;
      this.sql = sql;
    }

    String key() {
      return key;
    }

    boolean hasTwoNumbers() {
      return this == BETWEEN || this == NOT_BETWEEN;
    }
  }

  static final List<String> KEYS = Arrays.stream(Operator.values()).map(Operator::key).toList();

  /**
   * Reads the operator of a rule; empty if it has none that can be read, which is then told. Both
   * ends of an interval belong to it.
   */
  static Optional<Comparison> read(Node rule, Reading reading) {
    List<Operator> given =
        Arrays.stream(Operator.values()).filter(operator -> rule.has(operator.key())).toList();
    if (given.size() > 1) {
      given.forEach(operator -> rule.find(operator.key()));
      reading.tell(
          OdcsDiagnostics.twoOperators(
              rule.placeOf(given.get(1).key()), given.get(0).key(), given.get(1).key()));
    }
    if (given.size() != 1) {
      return Optional.empty();
    }

    Operator operator = given.get(0);
    Place place = rule.placeOf(operator.key());
    boolean isPercent =
        rule.value("unit").filter(unit -> unit.matches("(?i)percent|%")).isPresent();
    List<BigDecimal> numbers = numbers(rule.find(operator.key()).orElseThrow());
    if (numbers.size() != (operator.hasTwoNumbers() ? 2 : 1)) {
      reading.tell(OdcsDiagnostics.badOperand(place, operator));
      return Optional.empty();
    }
    if (operator == Operator.BETWEEN) {
      reading.tell(OdcsDiagnostics.betweenIsClosed(place));
    }
    return Optional.of(
        new Comparison(operator, numbers.get(0), numbers.get(numbers.size() - 1), isPercent));
  }

  private static List<BigDecimal> numbers(YamlNode node) {
    List<YamlNode> nodes = node instanceof YamlNode.Items items ? items.nodes() : List.of(node);
    List<BigDecimal> numbers = new ArrayList<>();
    for (YamlNode item : nodes) {
      Tree.text(item).flatMap(Numbers::find).ifPresent(numbers::add);
    }
    return numbers.size() == nodes.size() ? numbers : List.of();
  }

  /** The condition as SQL over {@code value}. */
  String over(String value) {
    return value + " " + operator.sql.formatted(Numbers.print(first), Numbers.print(second));
  }

  /**
   * The amount of bad rows that is allowed, {@code 5} or {@code 0.1%}, if the comparison says no
   * more than that it is not exceeded.
   */
  Optional<String> atMost() {
    Optional<BigDecimal> most =
        switch (operator) {
          case MUST_BE -> Optional.of(first).filter(number -> number.signum() == 0);
          case LESS_OR_EQUAL -> Optional.of(first);
          case LESS ->
              Optional.of(first)
                  .filter(number -> !isPercent && isWhole(number))
                  .map(number -> number.subtract(BigDecimal.ONE));
          case BETWEEN -> Optional.of(second).filter(number -> first.signum() == 0);
          default -> Optional.empty();
        };
    BigDecimal limit = isPercent ? new BigDecimal(100) : new BigDecimal(Long.MAX_VALUE / 10);
    return most.filter(number -> number.signum() >= 0 && number.compareTo(limit) <= 0)
        .filter(number -> isPercent || isWhole(number))
        .map(number -> Numbers.print(number) + (isPercent && number.signum() > 0 ? "%" : ""));
  }

  /** The least and the most of a count that are allowed, each if there is one. */
  Optional<Bounds> bounds() {
    if (isPercent || !isWhole(first) || !isWhole(second)) {
      return Optional.empty();
    }

    return switch (operator) {
      case MUST_BE -> Optional.of(new Bounds(Optional.of(first), Optional.of(first)));
      case GREATER ->
          Optional.of(new Bounds(Optional.of(first.add(BigDecimal.ONE)), Optional.empty()));
      case GREATER_OR_EQUAL -> Optional.of(new Bounds(Optional.of(first), Optional.empty()));
      case LESS ->
          Optional.of(new Bounds(Optional.empty(), Optional.of(first.subtract(BigDecimal.ONE))));
      case LESS_OR_EQUAL -> Optional.of(new Bounds(Optional.empty(), Optional.of(first)));
      case BETWEEN -> Optional.of(new Bounds(Optional.of(first), Optional.of(second)));
      case MUST_NOT_BE, NOT_BETWEEN -> Optional.empty();
    };
  }

  /** An interval of whole numbers, both ends inside. */
  record Bounds(Optional<BigDecimal> min, Optional<BigDecimal> max) {}

  private static boolean isWhole(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }
}
