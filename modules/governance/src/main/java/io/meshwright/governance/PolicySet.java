package io.meshwright.governance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Classification;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every policy there is, global and of domains, and the organization they are for. Made by {@link
 * PolicyReader}; the order of files and of rules in them makes no difference.
 *
 * <p>A domain's rules are added to the global ones, or stand in the place of those of the same
 * policy and name: they can ask for more, and never for less.
 */
public final class PolicySet {

  private final List<Policy> policies;
  private final Optional<Organization> organization;
  private final Map<String, Classification> defaultAccess;
  private final Set<String> underSox;
  private final String hash;

  private PolicySet(
      List<Policy> policies,
      Optional<Organization> organization,
      Map<String, Classification> defaultAccess,
      Set<String> underSox) {
    this.policies = policies;
    this.organization = organization;
    this.defaultAccess = new TreeMap<>(defaultAccess);
    this.underSox = Set.copyOf(underSox);
    this.hash = hash(policies, organization, this.defaultAccess);
  }

  static PolicySet of(
      Collection<Policy> policies,
      Optional<Organization> organization,
      Map<String, Classification> defaultAccess,
      Set<String> underSox) {
    requireNonNull(organization, "organization");
    return new PolicySet(
        policies.stream().sorted(Comparator.comparing(Policy::canonical)).toList(),
        organization,
        defaultAccess,
        underSox);
  }

  /**
   * How far a product of the domain may be found when its access block is silent. Says nothing of
   * its classification.
   */
  public Optional<Classification> findDefaultAccess(String domain) {
    return Optional.ofNullable(defaultAccess.get(domain));
  }

  /** The domains under the Sarbanes-Oxley Act, where nobody approves anything alone. */
  public Set<String> domainsUnderSox() {
    return underSox;
  }

  /** Every rule there is, as {@code policy/rule}. */
  public Set<String> ruleNames() {
    return policies.stream()
        .flatMap(policy -> policy.rules().stream().map(policy::idOf))
        .map(RuleId::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How long rows of a domain have to be kept by law. */
  Optional<Integer> leastDays(String domain) {
    return of(domain)
        .flatMap(policy -> policy.requirements(Retention.Minimum.class))
        .map(Retention.Minimum::days)
        .max(Comparator.naturalOrder());
  }

  /** The names that mean personal data in a domain, wherever they appear. */
  public Set<String> personalNames(String domain) {
    return of(domain)
        .flatMap(policy -> policy.requirements(PersonalNames.class))
        .flatMap(names -> names.names().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Says whether whoever reads a product of a domain through the library is to be recorded: its
   * policy audits all access, or it is under the Sarbanes-Oxley Act.
   */
  public boolean auditsReads(String domain, LocalDate today) {
    return of(domain)
        .filter(policy -> policy.effect().holdsOn(today))
        .flatMap(policy -> policy.requirements(ContractRequirement.class))
        .anyMatch(ContractRequirement.AUDITED::equals);
  }

  /** The SHA-256 of all that the policies and the organization say, in hexadecimal digits. */
  public String hash() {
    return hash;
  }

  /** The names of the policies, in order, each once. */
  public List<String> names() {
    return policies.stream().map(Policy::name).distinct().sorted().toList();
  }

  public Optional<Organization> organization() {
    return organization;
  }

  /** The policies about products of a domain. */
  Stream<Policy> of(String domain) {
    return Tightening.inForce(policies, domain);
  }

  List<Policy> policies() {
    return policies;
  }

  private static String hash(
      List<Policy> policies,
      Optional<Organization> organization,
      Map<String, Classification> defaultAccess) {
    var digest = Sha256.digest();
    for (Policy policy : policies) {
      digest.update(policy.canonical().getBytes(UTF_8));
      digest.update((byte) 0);
    }
    organization.ifPresent(known -> digest.update(canonical(known).getBytes(UTF_8)));
    digest.update(defaultAccess.toString().getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String canonical(Organization organization) {
    return organization.domains().stream()
        .sorted(Comparator.comparing(Organization.Domain::name))
        .toList()
        .toString();
  }
}
