package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The domains there are, and what each is responsible for.
 *
 * @param domains in the order of the file
 */
public record Organization(List<Domain> domains) {

  /**
   * A part of the organization that answers for data products.
   *
   * @param boundedContext what it is about, in words
   * @param products the names of its products
   */
  public record Domain(
      String name, Optional<String> boundedContext, Set<String> products, Team team) {
    public Domain {
      requireNonNull(name, "name");
      requireNonNull(boundedContext, "boundedContext");
      products = java.util.Collections.unmodifiableSet(new TreeSet<>(products));
      requireNonNull(team, "team");
    }
  }

  /** Who works in a domain: the product owner, and how many engineers. */
  public record Team(Optional<String> productOwner, int dataEngineers, int analyticsEngineers) {
    public Team {
      requireNonNull(productOwner, "productOwner");
    }
  }

  public Organization {
    domains = List.copyOf(domains);
  }

  public Optional<Domain> findDomain(String name) {
    return domains.stream().filter(domain -> domain.name().equals(name)).findFirst();
  }

  /** The names of the domains, in the order of the file. */
  public List<String> domainNames() {
    return domains.stream().map(Domain::name).toList();
  }
}
