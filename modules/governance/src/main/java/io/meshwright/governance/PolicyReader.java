package io.meshwright.governance;

import io.meshwright.contract.Classification;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Located;
import io.meshwright.contract.MetricName;
import io.meshwright.contract.Place;
import io.meshwright.contract.Section;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads policies and the organization they are for.
 *
 * <p>Policies are files with the key {@code governance}: policies in prose that are known by their
 * names ({@code global_policies}, {@code automated_policies}), thresholds and flags of domains
 * ({@code domain_policies}) and what has to be observed ({@code observability_requirements}). The
 * organization is {@code organization.yaml} beside the policies' folder.
 *
 * <p>Below the folder are policies with the key {@code policy}, for everybody in {@code global},
 * and for a domain in {@code domains/<domain>}; see {@link ScopedPolicyReader}.
 */
public final class PolicyReader {

  private static final List<String> GOVERNANCE =
      List.of(
          "global_policies", "domain_policies", "automated_policies", "observability_requirements");
  private static final List<String> GLOBAL = List.of("name", "mandatory", "policy");
  private static final List<String> AUTOMATED = List.of("name", "enforcement", "check");
  private static final List<String> DOMAIN = List.of("data_quality", "access_control");
  private static final List<String> QUALITY = List.of("completeness", "accuracy", "freshness");
  private static final List<String> ACCESS =
      List.of(
          "default_access",
          "pii_fields",
          "approval_required",
          "sox_compliance",
          "audit_all_access");
  private static final List<String> OBSERVED = List.of("metrics", "alerts");

  /** Sarbanes-Oxley, section 802: records of audits are kept for seven years, leap days and all. */
  private static final int SOX_DAYS = 7 * 365 + 2;

  private final List<Diagnostic> problems = new ArrayList<>();
  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();
  private final Map<String, Classification> defaultAccess = new HashMap<>();
  private final Set<String> underSox = new HashSet<>();

  private PolicyReader() {}

  /** The files of policies in a folder, in order; those of waivers are no policies. */
  public static List<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }

  /**
   * Reads the policies of a folder, and {@code organization.yaml} beside it if it is there.
   *
   * @throws InvalidContractException with every problem of every file, or if there is no policy
   */
  public static PolicySet read(Path folder) {
    List<Path> files = filesIn(folder);
    Map<Path, Scope> scoped = ScopedPolicyReader.filesBelow(folder);
    PolicyReader reader = new PolicyReader();
    reader.problems.addAll(ScopedPolicyReader.misplacedBelow(folder));
    if (files.isEmpty() && scoped.isEmpty() && reader.problems.isEmpty()) {
      throw new InvalidContractException(
          List.of(
              new Diagnostic(
                  folder,
                  1,
                  1,
                  Level.ERROR,
                  "the folder of the policies has no policy",
                  "put a file such as governance_policy.yaml into it")));
    }

    return reader.readAll(
        files,
        scoped,
        Optional.of(folder.resolveSibling("organization.yaml")).filter(Files::isRegularFile));
  }

  /**
   * Reads policies.
   *
   * @param files at least one
   * @param organization the file of the domains, if there is one
   * @throws InvalidContractException with every problem of every file
   */
  public static PolicySet read(List<Path> files, Optional<Path> organization) {
    return new PolicyReader().readAll(files, Map.of(), organization);
  }

  private PolicySet readAll(
      List<Path> files, Map<Path, Scope> scoped, Optional<Path> organization) {
    files.forEach(this::file);
    scoped.forEach(this::scopedFile);
    Optional<Organization> domains = organization.flatMap(this::organization);
    domains.ifPresent(known -> organizationPolicy(organization.orElseThrow()));
    domains.ifPresent(known -> scoped.forEach((file, scope) -> knownDomain(file, scope, known)));
    problems.addAll(Tightening.problems(policies));
    if (!problems.isEmpty()) {
      throw new InvalidContractException(
          problems.stream()
              .sorted(
                  Comparator.comparing(Diagnostic::file)
                      .thenComparing(Diagnostic::line)
                      .thenComparing(Diagnostic::column))
              .toList());
    }

    return PolicySet.of(policies, domains, defaultAccess, underSox);
  }

  private Optional<Section> open(Path file, String what, List<String> keys) {
    Optional<YamlNode> root = YamlParser.parse(file, ContractReader.text(file), problems);
    if (root.isEmpty()) {
      problem(Place.startOf(file), "the file is empty", "write " + what);
    }
    return root.flatMap(node -> Section.of(node, what, keys, problems));
  }

  private void file(Path file) {
    Optional<Section> governance =
        open(file, "a file of policies", List.of("governance"))
            .flatMap(root -> root.requireSection("governance", GOVERNANCE));
    governance.ifPresent(
        section -> {
          section
              .sections("global_policies", GLOBAL)
              .forEach(policy -> prose(policy, "policy", policy.findFlag("mandatory")));
          section
              .sections("automated_policies", AUTOMATED)
              .forEach(
                  policy -> {
                    enforcement(policy);
                    prose(policy, "check", Optional.of(true));
                  });
          section.find("domain_policies").ifPresent(this::domains);
          observability(section);
        });
  }

  private void scopedFile(Path file, Scope scope) {
    open(file, "a policy", List.of("policy"))
        .flatMap(root -> root.requireSection("policy", ScopedPolicyReader.KEYS))
        .flatMap(section -> new ScopedPolicyReader(problems).read(section, scope))
        .ifPresent(this::add);
  }

  private void knownDomain(Path file, Scope scope, Organization organization) {
    scope
        .domain()
        .filter(domain -> organization.findDomain(domain).isEmpty())
        .ifPresent(
            domain ->
                problem(
                    Place.startOf(file),
                    "the policy is for domain '%s', which the organization does not have"
                        .formatted(domain),
                    "move it into the folder of one of "
                        + String.join(", ", organization.domainNames())));
  }

  private void enforcement(Section policy) {
    policy
        .text("enforcement")
        .filter(text -> !text.value().equals("pre-publish"))
        .ifPresent(
            text ->
                problem(
                    text.place(),
                    "'%s' is no enforcement".formatted(text.value()),
                    "write pre-publish"));
  }

  private void prose(Section section, String key, Optional<Boolean> mandatory) {
    Optional<Located<String>> name = section.requireText("name");
    Optional<Located<String>> text = section.requireText(key);
    if (name.isPresent() && text.isPresent()) {
      List<Requirement> requirements = Prose.requirements(name.get(), text.get(), problems);
      Enforcement enforcement = mandatory.orElse(true) ? Enforcement.BLOCK : Enforcement.WARN;
      add(
          name.get(),
          Scope.GLOBAL,
          new Effect(enforcement, Optional.empty(), Optional.empty()),
          requirements);
    }
  }

  private void add(
      Located<String> name, Scope scope, Effect effect, List<Requirement> requirements) {
    add(
        new Policy(
            name.value(),
            scope,
            Optional.empty(),
            effect,
            requirements.stream()
                .map(requirement -> PolicyRule.of(requirement, name.place()))
                .toList(),
            name.place()));
  }

  private void add(Policy policy) {
    Place first = names.putIfAbsent(policy.scope() + " " + policy.name(), policy.place());
    if (first == null) {
      policies.add(policy);
    } else {
      problem(
          policy.place(),
          "policy '%s' is there twice".formatted(policy.name()),
          "delete one; the other is at %s:%d:%d"
              .formatted(first.file(), first.line(), first.column()));
    }
  }

  private void observability(Section governance) {
    List<Section> sections = governance.sections("observability_requirements", OBSERVED);
    if (sections.isEmpty()) {
      return;
    }

    List<Requirement> requirements = new ArrayList<>();
    Set<String> metrics = new HashSet<>();
    Set<String> alerts = new HashSet<>();
    for (Section section : sections) {
      section.texts("metrics").forEach(name -> metrics.add(known(name, MetricName.known())));
      section
          .texts("alerts")
          .forEach(name -> alerts.add(known(name, Observed.Alerts.known().stream().toList())));
    }
    if (!metrics.isEmpty()) {
      requirements.add(new Observed.Metrics(metrics));
    }
    if (!alerts.isEmpty()) {
      requirements.add(new Observed.Alerts(alerts));
    }
    add(
        new Located<>(
            "observability_requirements", governance.placeOf("observability_requirements")),
        Scope.GLOBAL,
        Effect.ALWAYS,
        requirements);
  }

  private String known(Located<String> name, List<String> known) {
    if (!known.contains(name.value())) {
      problem(
          name.place(),
          "'%s' is nothing that can be observed".formatted(name.value()),
          "use one of " + String.join(", ", known.stream().sorted().toList()));
    }
    return name.value();
  }

  private void domains(YamlNode node) {
    if (!(node instanceof YamlNode.Mapping mapping)) {
      problem(
          node.place(), "'domain_policies' is no mapping", "write a domain's name and below it");
      return;
    }

    for (YamlNode.Entry domain : mapping.entries()) {
      Section.of(domain.value(), "'" + domain.key() + "'", DOMAIN, problems)
          .ifPresent(section -> domain(new Located<>(domain.key(), domain.place()), section));
    }
  }

  private void domain(Located<String> domain, Section section) {
    Scope scope = Scope.of(domain.value());
    List<Requirement> quality = new ArrayList<>();
    for (Section item : section.sections("data_quality", QUALITY)) {
      limit(item, MeasuredRun.COMPLETENESS, Threshold::leastShare)
          .ifPresent(least -> quality.add(new Measured.Share(MeasuredRun.COMPLETENESS, least)));
      limit(item, MeasuredRun.ACCURACY, Threshold::leastShare)
          .ifPresent(least -> quality.add(new Measured.Share(MeasuredRun.ACCURACY, least)));
      limit(item, "freshness", Threshold::mostAge)
          .ifPresent(most -> quality.add(new Measured.Age(most)));
    }
    if (!quality.isEmpty()) {
      Place place = section.placeOf("data_quality");
      add(new Located<>("data_quality", place), scope, Effect.ALWAYS, quality);
    }

    List<Requirement> access = new ArrayList<>();
    for (Section item : section.sections("access_control", ACCESS)) {
      item.choice("default_access", Classification.class)
          .ifPresent(found -> defaultAccess.put(domain.value(), found));
      if (item.has("pii_fields")) {
        access.add(new PersonalNames.Marked(Set.copyOf(item.values("pii_fields"))));
      }
      if (item.has("approval_required")) {
        Set<String> restricted = Set.copyOf(item.values("approval_required"));
        access.add(new PersonalNames.ApprovalRequired(restricted));
      }
      if (item.flag("sox_compliance")) {
        underSox.add(domain.value());
        access.add(new Retention.Minimum(SOX_DAYS, "the Sarbanes-Oxley Act"));
        access.add(ContractRequirement.AUDITED);
      }
      if (item.flag("audit_all_access") && !access.contains(ContractRequirement.AUDITED)) {
        access.add(ContractRequirement.AUDITED);
      }
    }
    if (!access.isEmpty()) {
      Place place = section.placeOf("access_control");
      add(new Located<>("access_control", place), scope, Effect.ALWAYS, access);
    }
  }

  private <T> Optional<T> limit(Section section, String key, Function<String, T> parse) {
    Optional<Located<String>> text = section.text(key);
    try {
      return text.map(Located::value).map(parse);
    } catch (IllegalArgumentException e) {
      problem(text.orElseThrow().place(), e.getMessage(), "correct the limit");
      return Optional.empty();
    }
  }

  private void organizationPolicy(Path file) {
    add(
        new Located<>("organization", Place.startOf(file)),
        Scope.GLOBAL,
        Effect.ALWAYS,
        List.of(KnownDomain.DOMAIN, KnownDomain.PRODUCT, ContractRequirement.OWN_LOCATION));
  }

  private Optional<Organization> organization(Path file) {
    List<String> domainKeys = List.of("name", "bounded_context", "data_products", "team");
    List<String> teamKeys = List.of("product_owner", "data_engineers", "analytics_engineers");
    return open(file, "an organization", List.of("organization"))
        .flatMap(root -> root.requireSection("organization", List.of("domains")))
        .map(
            section ->
                new Organization(
                    section.sections("domains", domainKeys).stream()
                        .flatMap(domain -> domain(domain, teamKeys).stream())
                        .toList()));
  }

  private static Optional<Organization.Domain> domain(Section domain, List<String> teamKeys) {
    Organization.Team team =
        domain
            .section("team", teamKeys)
            .map(
                section ->
                    new Organization.Team(
                        section.value("product_owner"),
                        section.wholeNumber("data_engineers", 0, 10_000).orElse(0L).intValue(),
                        section
                            .wholeNumber("analytics_engineers", 0, 10_000)
                            .orElse(0L)
                            .intValue()))
            .orElse(new Organization.Team(Optional.empty(), 0, 0));
    return domain
        .requireText("name")
        .map(
            name ->
                new Organization.Domain(
                    name.value(),
                    domain.value("bounded_context"),
                    Set.copyOf(domain.values("data_products")),
                    team));
  }

  private void problem(Place place, String problem, String fix) {
    problems.add(
        new Diagnostic(place.file(), place.line(), place.column(), Level.ERROR, problem, fix));
  }
}
