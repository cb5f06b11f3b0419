package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/** One entry of a contract's changelog. */
public record Release(
    SemanticVersion version, LocalDate date, List<String> changes, boolean breaking) {

  public Release {
    requireNonNull(version, "version");
    requireNonNull(date, "date");
    changes = List.copyOf(changes);
  }
}
