package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.meshwright.contract.ExitCode;
import io.meshwright.governance.Waiver;
import io.meshwright.governance.WaiverList;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the products of a mesh keep its policies, at one instant.
 *
 * @param policySetHash which policies there were
 * @param domains by name; products of which not even the domain is known are under ""
 * @param products by name
 * @param waivers of these products, by product, rule and end
 * @param deprecations what ends first, first
 */
public record ComplianceReport(
    Instant at,
    String policySetHash,
    Tally mesh,
    SortedMap<String, Tally> domains,
    List<ProductCompliance> products,
    List<WaiverUse> waivers,
    List<EndingVersion> deprecations) {

  public ComplianceReport {
    requireNonNull(at, "at");
    requireNonNull(policySetHash, "policySetHash");
    requireNonNull(mesh, "mesh");
    domains = new TreeMap<>(domains);
    products = List.copyOf(products);
    waivers = List.copyOf(waivers);
    deprecations = List.copyOf(deprecations);
  }

  /**
   * Puts together what is known.
   *
   * @param waivers all there are; those of other products are left out
   * @param memory since when violations are there, from the report before
   */
  public static ComplianceReport of(
      Instant at,
      String policySetHash,
      List<Assessed> assessed,
      WaiverList waivers,
      FirstSeen memory) {
    LocalDate today = at.atOffset(ZoneOffset.UTC).toLocalDate();
    List<ProductCompliance> products = new ArrayList<>();
    List<EndingVersion> deprecations = new ArrayList<>();
    for (Assessed each : assessed) {
      if (each instanceof Assessed.Evaluated evaluated) {
        products.add(ProductCompliance.of(evaluated, memory));
        EndingVersion.find(evaluated.contract(), today).ifPresent(deprecations::add);
      } else {
        products.add(ProductCompliance.of((Assessed.NotEvaluated) each));
      }
    }
    products.sort(Comparator.comparing(ProductCompliance::name));
    deprecations.sort(
        Comparator.comparing(EndingVersion::days).thenComparing(EndingVersion::product));
    SortedMap<String, Tally> domains = new TreeMap<>();
    products.stream()
        .collect(groupingBy(product -> product.domain().orElse("")))
        .forEach((domain, its) -> domains.put(domain, Tally.of(its)));
    return new ComplianceReport(
        at,
        policySetHash,
        Tally.of(products),
        domains,
        products,
        uses(waivers, products, today),
        deprecations);
  }

  /** What is to be remembered for the next report. */
  public FirstSeen remember(FirstSeen memory) {
    return memory.after(products);
  }

  /**
   * How the command ends: a report that does not know about every product can be relied on for
   * none.
   */
  public ExitCode exitCode() {
    if (products.isEmpty() || mesh.count(ComplianceStatus.NOT_EVALUATED) > 0) {
      return ExitCode.UNMEASURED;
    }

    return mesh.count(ComplianceStatus.DENIED) > 0 ? ExitCode.DENIED : ExitCode.DONE;
  }

  private static List<WaiverUse> uses(
      WaiverList waivers, List<ProductCompliance> products, LocalDate today) {
    List<WaiverUse> uses = new ArrayList<>();
    for (Waiver waiver : waivers.waivers()) {
      products.stream()
          .filter(product -> product.name().equals(waiver.product().toString()))
          .findFirst()
          .map(product -> WaiverUse.of(waiver, today, allowed(waiver, product)))
          .ifPresent(uses::add);
    }
    return uses;
  }

  private static long allowed(Waiver waiver, ProductCompliance product) {
    return product.findings().stream()
        .filter(finding -> finding.violation().waiver().equals(Optional.of(waiver.id())))
        .count();
  }
}
