package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What consumers may rely on over time.
 *
 * @param availability fraction of the time, 0.999 for 99.9%
 * @param maxAge how old the published data may be
 * @param completeness fraction of non-null cells over all declared fields
 */
public record ServiceLevel(
    Optional<BigDecimal> availability,
    Optional<Duration> maxAge,
    Optional<CronSchedule> updateSchedule,
    Optional<BigDecimal> completeness) {

  public static final ServiceLevel NONE =
      new ServiceLevel(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public ServiceLevel {
    availability = availability.map(Decimals::canonical);
    requireNonNull(maxAge, "maxAge");
    requireNonNull(updateSchedule, "updateSchedule");
    completeness = completeness.map(Decimals::canonical);
  }
}
