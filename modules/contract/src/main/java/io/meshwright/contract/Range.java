package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/** The numbers from {@code min} to {@code max}, both inclusive; at least one of them is given. */
public record Range(Optional<BigDecimal> min, Optional<BigDecimal> max) {

  public Range {
    requireNonNull(min, "min");
    requireNonNull(max, "max");
    min = min.map(Decimals::canonical);
    max = max.map(Decimals::canonical);
    if (min.isEmpty() && max.isEmpty()) {
      throw new IllegalArgumentException("Invalid range: it has neither min nor max");
    }
    if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
      throw new IllegalArgumentException(
          "Invalid range: min %s is above max %s".formatted(min.get(), max.get()));
    }
  }

  public boolean contains(BigDecimal number) {
    return min.map(least -> least.compareTo(number) <= 0).orElse(true)
        && max.map(most -> most.compareTo(number) >= 0).orElse(true);
  }

  /** Prints {@code >= 1}, {@code <= 2}, or {@code from 1 to 2}. */
  @Override
  public String toString() {
    if (max.isEmpty()) {
      return ">= " + min.orElseThrow().toPlainString();
    }
    if (min.isEmpty()) {
      return "<= " + max.orElseThrow().toPlainString();
    }

    return "from %s to %s".formatted(min.get().toPlainString(), max.get().toPlainString());
  }
}
