package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Located;
import io.meshwright.contract.Owner;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads waivers from {@code waivers/*.yaml} below the folder of the policies.
 *
 * <pre>
 * waivers:
 *   - rule: schema_validation/primary_key
 *     product: sales.orders
 *     reason: the source has no key before its migration in March
 *     approver: dana@company.com
 *     approved_on: 2024-01-15
 *     expires_on: 2024-03-01
 * </pre>
 *
 * <p>The approver is not the product's owner. In domains under SOX there are two, {@code approvers:
 * [dana@company.com, erik@company.com]}, and neither is. A waiver that is over is a warning: it
 * allows nothing.
 */
public final class WaiverReader {

  private final Known known;

  /**
   * What waivers may speak of.
   *
   * @param owners every product there is, with its owner
   * @param rules every rule of the policies, as {@code policy/rule}
   * @param fourEyes the domains whose waivers need two approvers
   */
  public record Known(Map<ProductName, Owner> owners, Set<String> rules, Set<String> fourEyes) {
    public Known {
      owners = Map.copyOf(owners);
      rules = Set.copyOf(rules);
      fourEyes = Set.copyOf(fourEyes);
    }
  }

  /** Waivers that can be used, and what is to be said of them. */
  public record Loaded(WaiverList waivers, List<Diagnostic> warnings) {
    public Loaded {
      requireNonNull(waivers, "waivers");
      warnings = List.copyOf(warnings);
    }
  }

  public WaiverReader(Known known) {
    this.known = requireNonNull(known, "known");
  }

  /** The files of waivers below the folder of the policies, in order; none if there is no such. */
  public static List<Path> filesBelow(Path policies) {
    Path folder = policies.resolve("waivers");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }

    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }

  /**
   * Reads all of {@code files}.
   *
   * @throws InvalidContractException with every problem of every file, if there is one
   */
  public Loaded read(List<Path> files, LocalDate today) {
    List<Diagnostic> problems = new ArrayList<>();
    List<Waiver> waivers = new ArrayList<>();
    Map<String, Place> places = new HashMap<>();
    for (Path file : files) {
      for (Waiver waiver : read(file, problems)) {
        Place before = places.putIfAbsent(waiver.id(), waiver.place());
        if (before == null) {
          waivers.add(waiver);
        } else {
          problems.add(WaiverDiagnostics.twice(waiver, before));
        }
      }
    }
    if (problems.stream().anyMatch(problem -> problem.level() == Level.ERROR)) {
      throw new InvalidContractException(problems);
    }

    waivers.stream()
        .filter(waiver -> waiver.isOverOn(today))
        .map(WaiverDiagnostics::over)
        .forEach(problems::add);
    return new Loaded(new WaiverList(waivers), problems);
  }

  private List<Waiver> read(Path file, List<Diagnostic> problems) {
    try {
      YamlNode root =
          YamlParser.parse(file, Files.readString(file), problems)
              .orElseGet(() -> new YamlNode.Empty(Place.startOf(file), Optional.empty()));
      return items(root, problems).stream()
          .flatMap(node -> WaiverEntry.of(node, problems).stream())
          .flatMap(entry -> waiver(entry, problems).stream())
          .toList();
    } catch (InvalidContractException e) {
      problems.addAll(e.diagnostics());
    } catch (CharacterCodingException e) {
      problems.add(WaiverDiagnostics.noText(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s".formatted(file), e);
    }
    return List.of();
  }

  private static List<YamlNode> items(YamlNode root, List<Diagnostic> problems) {
    if (root instanceof YamlNode.Mapping mapping
        && mapping.entries().size() == 1
        && mapping.entries().get(0).key().equals("waivers")
        && mapping.entries().get(0).value() instanceof YamlNode.Items items) {
      return items.nodes();
    }

    problems.add(WaiverDiagnostics.noList(root.place()));
    return List.of();
  }

  private Optional<Waiver> waiver(WaiverEntry entry, List<Diagnostic> problems) {
    Optional<Located<String>> rule = entry.text("rule");
    Optional<Located<ProductName>> product =
        entry.parsed("product", ProductName::parse, WaiverDiagnostics::noProductName);
    Optional<Located<String>> reason = entry.text("reason");
    List<Located<String>> approvers = entry.approvers();
    Optional<Located<LocalDate>> approvedOn =
        entry.parsed("approved_on", LocalDate::parse, WaiverDiagnostics::noDay);
    Optional<Located<LocalDate>> expiresOn =
        entry.parsed("expires_on", LocalDate::parse, WaiverDiagnostics::noDay);

    rule.filter(found -> !known.rules().contains(found.value()))
        .ifPresent(found -> problems.add(WaiverDiagnostics.unknownRule(found, known.rules())));
    product.ifPresent(found -> checkApprovers(found, approvers, problems));
    if (entry.hasProblem()) {
      return Optional.empty();
    }

    try {
      return Optional.of(
          new Waiver(
              rule.orElseThrow().value(),
              product.orElseThrow().value(),
              reason.orElseThrow().value(),
              approvers.stream().map(Located::value).toList(),
              approvedOn.orElseThrow().value(),
              expiresOn.orElseThrow().value(),
              entry.place()));
    } catch (IllegalArgumentException e) {
      problems.add(WaiverDiagnostics.wrongTime(expiresOn.orElseThrow().place(), e.getMessage()));
      return Optional.empty();
    }
  }

  private void checkApprovers(
      Located<ProductName> product, List<Located<String>> approvers, List<Diagnostic> problems) {
    Owner owner = known.owners().get(product.value());
    if (owner == null) {
      problems.add(WaiverDiagnostics.unknownProduct(product, known.owners().keySet()));
      return;
    }

    List<String> owners =
        Stream.of(Optional.of(owner.team()), owner.contact(), owner.slack())
            .flatMap(Optional::stream)
            .map(Waiver::canonical)
            .toList();
    approvers.stream()
        .filter(approver -> owners.contains(Waiver.canonical(approver.value())))
        .forEach(
            approver -> problems.add(WaiverDiagnostics.ownApproval(approver, product.value())));
    long people = approvers.stream().map(Located::value).map(Waiver::canonical).distinct().count();
    if (people == 1 && known.fourEyes().contains(product.value().domain())) {
      problems.add(WaiverDiagnostics.twoEyes(approvers.get(0), product.value().domain()));
    }
  }
}
