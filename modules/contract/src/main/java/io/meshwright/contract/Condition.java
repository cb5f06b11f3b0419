package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When an alert fires: a fact such as {@code quality_check_failed}, or a metric past a threshold
 * such as {@code age_hours > 26} or {@code row_count_change > 50%}.
 */
public record Condition(String metric, Optional<Threshold> threshold) {

  /** A comparison with an amount; the metric stands on the left. */
  public record Threshold(Operator operator, Amount amount) {
    public Threshold {
      requireNonNull(operator, "operator");
      requireNonNull(amount, "amount");
    }
  }

  public enum Operator {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<="),
    EQUAL("=="),
    NOT_EQUAL("!=");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }

    static Operator of(String symbol) {
      return Arrays.stream(values())
          .filter(operator -> operator.symbol.equals(symbol))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("Invalid operator '%s'".formatted(symbol)));
    }
  }

  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9_.]*)(?:\\s*(>=|<=|==|!=|>|<)\\s*(\\S+))?");

  public Condition {
    requireNonNull(metric, "metric");
    requireNonNull(threshold, "threshold");
  }

  /**
   * Reads a metric alone, or a metric, an operator and an amount.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Condition parse(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Invalid condition '%s': expected a metric, or metric %s amount, such as age_hours > 26"
              .formatted(
                  text,
                  Arrays.stream(Operator.values())
                      .map(Operator::symbol)
                      .collect(Collectors.joining(" | "))));
    }

    if (matcher.group(2) == null) {
      return new Condition(matcher.group(1), Optional.empty());
    }

    return new Condition(
        matcher.group(1),
        Optional.of(new Threshold(Operator.of(matcher.group(2)), Amount.parse(matcher.group(3)))));
  }

  @Override
  public String toString() {
    return threshold
        .map(limit -> metric + " " + limit.operator().symbol() + " " + limit.amount())
        .orElse(metric);
  }
}
