package io.meshwright.governance;

import io.meshwright.contract.NearestName;
import io.meshwright.contract.Severity;
import java.util.List;

/** A product belongs to a domain that the organization has, and is one of its products. */
enum KnownDomain implements Requirement {
  DOMAIN(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      Organization organization = facts.organization().orElseThrow();
      String domain = facts.contract().name().domain();
      return organization.findDomain(domain).isPresent()
          ? List.of()
          : List.of(
              new Breach(
                  List.of("domain"),
                  "There is no domain '%s'".formatted(domain),
                  "one of " + String.join(", ", organization.domainNames()),
                  domain,
                  NearestName.find(domain, organization.domainNames())
                      .map("did you mean '%s'?"::formatted)
                      .orElse("add the domain to organization.yaml")));
    }
  },

  PRODUCT(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      String product = facts.contract().name().product();
      return facts
          .organization()
          .orElseThrow()
          .findDomain(facts.contract().name().domain())
          .filter(domain -> !domain.products().contains(product))
          .map(
              domain ->
                  new Breach(
                      List.of("name"),
                      "The organization knows no product '%s' of %s"
                          .formatted(product, domain.name()),
                      "a product under data_products of its domain",
                      product,
                      "add it to organization.yaml"))
          .stream()
          .toList();
    }
  };

  private final Severity severity;

  KnownDomain(Severity severity) {
    this.severity = severity;
  }

  @Override
  public String kind() {
    return this == DOMAIN ? "known_domain" : "known_product";
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public boolean appliesTo(Facts facts) {
    return facts.organization().isPresent();
  }

  @Override
  public boolean isAtLeast(Requirement other) {
    return this == other;
  }

  @Override
  public String toString() {
    return kind();
  }
}
