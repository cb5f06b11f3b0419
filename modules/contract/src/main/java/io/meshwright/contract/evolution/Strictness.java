package io.meshwright.contract.evolution;

import io.meshwright.contract.Written;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether another value of a rule's key lets fewer rows pass, or more.
 *
 * <p>It goes by what a key is called, not by the kind of rule it belongs to: {@code min...} is a
 * lower limit and {@code max...} an upper one wherever they stand.
 */
final class Strictness {

  /** Where a rule moved. */
  enum Direction {
    TIGHTER,
    LOOSER,
    UNKNOWN
  }

  private static final List<String> LOWER = List.of("min", "exclusive_min");
  private static final List<String> UPPER = List.of("max", "exclusive_max", "threshold");

  /** The tolerance of a rule that gives none. */
  private static final Optional<Written> NO_ROWS = Optional.of(new Written.Text("0"));

  private Strictness() {}

  /**
   * The directions of one key's change: two where a list has lost some values and won others, none
   * where both say the same.
   */
  static Set<Direction> of(String key, Optional<Written> before, Optional<Written> after) {
    if (key.equals("where") || key.equals("allow_empty")) {
      return Set.of(presence(before, after, Direction.LOOSER));
    }
    if (key.equals("tolerance")) {
      return limit(before.or(() -> NO_ROWS), after.or(() -> NO_ROWS), Direction.LOOSER);
    }
    if (key.equals("in")) {
      return list(before, after, Direction.LOOSER);
    }
    if (key.equals("not_in")) {
      return list(before, after, Direction.TIGHTER);
    }
    if (isAmong(LOWER, key)) {
      return limit(before, after, Direction.TIGHTER);
    }

    return isAmong(UPPER, key) ? limit(before, after, Direction.LOOSER) : Set.of(Direction.UNKNOWN);
  }

  private static boolean isAmong(List<String> limits, String key) {
    return limits.stream().anyMatch(limit -> key.equals(limit) || key.startsWith(limit + "_"));
  }

  /** A limit that appears tightens; {@code up} is the direction of a higher one. */
  private static Set<Direction> limit(
      Optional<Written> before, Optional<Written> after, Direction up) {
    if (before.isEmpty() || after.isEmpty()) {
      return Set.of(presence(before, after, Direction.TIGHTER));
    }

    Optional<Integer> order = order(before.get(), after.get());
    if (order.isEmpty()) {
      return Set.of(Direction.UNKNOWN);
    }
    if (order.get() == 0) {
      return Set.of();
    }

    return Set.of(order.get() < 0 ? up : opposite(up));
  }

  /** How two limits compare; empty unless both are numbers of one unit, or days. */
  private static Optional<Integer> order(Written before, Written after) {
    Optional<BigDecimal> old = number(before);
    Optional<BigDecimal> young = number(after);
    boolean sameUnit = isShare(before) == isShare(after) || isZero(old) || isZero(young);
    if (old.isPresent() && young.isPresent() && sameUnit) {
      return Optional.of(old.get().compareTo(young.get()));
    }

    return isDay(before) && isDay(after)
        ? Optional.of(before.toString().compareTo(after.toString()))
        : Optional.empty();
  }

  private static Direction presence(
      Optional<Written> before, Optional<Written> after, Direction appearing) {
    if (before.isPresent() && after.isPresent()) {
      return Direction.UNKNOWN;
    }

    return after.isPresent() ? appearing : opposite(appearing);
  }

  private static Set<Direction> list(
      Optional<Written> before, Optional<Written> after, Direction more) {
    Set<String> old = texts(before);
    Set<String> young = texts(after);
    Set<Direction> directions = new LinkedHashSet<>();
    if (!old.containsAll(young)) {
      directions.add(more);
    }
    if (!young.containsAll(old)) {
      directions.add(opposite(more));
    }
    return directions;
  }

  private static Direction opposite(Direction direction) {
    return switch (direction) {
      case TIGHTER -> Direction.LOOSER;
      case LOOSER -> Direction.TIGHTER;
      case UNKNOWN -> Direction.UNKNOWN;
    };
  }

  private static Set<String> texts(Optional<Written> written) {
    return written
        .filter(Written.Items.class::isInstance)
        .map(list -> (Set<String>) new HashSet<>(((Written.Items) list).texts()))
        .orElse(Set.of());
  }

  private static Optional<BigDecimal> number(Written written) {
    String text = written.toString();
    try {
      return Optional.of(
          new BigDecimal(isShare(written) ? text.substring(0, text.length() - 1) : text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isZero(Optional<BigDecimal> number) {
    return number.map(value -> value.signum() == 0).orElse(false);
  }

  private static boolean isShare(Written written) {
    return written.toString().endsWith("%");
  }

  /** Days in this form have the order of their texts. */
  private static boolean isDay(Written written) {
    return written.toString().matches("\\d{4}-\\d{2}-\\d{2}");
  }
}
