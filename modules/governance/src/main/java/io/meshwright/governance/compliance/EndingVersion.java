package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Deprecation;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A version whose end was announced.
 *
 * @param days until it need not be readable any more; not positive once that is so
 */
public record EndingVersion(String product, String version, Deprecation deprecation, long days) {
  public EndingVersion {
    requireNonNull(product, "product");
    requireNonNull(version, "version");
    requireNonNull(deprecation, "deprecation");
  }

  static Optional<EndingVersion> find(Contract contract, LocalDate today) {
    return contract
        .deprecation()
        .map(
            deprecation ->
                new EndingVersion(
                    contract.name().toString(),
                    contract.version().toString(),
                    deprecation,
                    ChronoUnit.DAYS.between(today, deprecation.sunsetOn())));
  }
}
