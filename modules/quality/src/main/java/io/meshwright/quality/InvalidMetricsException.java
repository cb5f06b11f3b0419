package io.meshwright.quality;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Thrown when metrics or alerts do not fit the contract; carries every problem found. */
public final class InvalidMetricsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One metric or alert that cannot be measured, and how to put it right. */
  public record Broken(String problem, String fix) {

    @Override
    public String toString() {
      return "%s%n    fix: %s".formatted(problem, fix);
    }
  }

  private final transient List<Broken> broken;

  InvalidMetricsException(List<Broken> broken) {
    super(broken.stream().map(Broken::toString).collect(joining(System.lineSeparator())));
    this.broken = List.copyOf(broken);
  }

  public List<Broken> broken() {
    return broken;
  }
}
