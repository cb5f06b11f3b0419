package io.meshwright.governance;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads policies with the key {@code policy}, whose folder says whose products they are about:
 * {@code global/*.yaml}, {@code domains/<domain>/*.yaml}.
 */
final class ScopedPolicyReader {

  static final List<String> KEYS =
      List.of("name", "version", "enforcement", "effective_from", "effective_until", "rules");

  private final List<Diagnostic> problems;

  ScopedPolicyReader(List<Diagnostic> problems) {
    this.problems = problems;
  }

  /** The files below the folder of the policies, each with whom it is for. */
  static Map<Path, Scope> filesBelow(Path folder) {
    Map<Path, Scope> files = new TreeMap<>();
    Path global = folder.resolve("global");
    if (Files.isDirectory(global)) {
      PolicyReader.filesIn(global).forEach(file -> files.put(file, Scope.GLOBAL));
    }
    for (Path domain : foldersIn(folder.resolve("domains"))) {
      Scope scope = Scope.of(domain.getFileName().toString());
      PolicyReader.filesIn(domain).forEach(file -> files.put(file, scope));
    }
    return files;
  }

  /** What is said of files that lie beside the folders of the domains. */
  static List<Diagnostic> misplacedBelow(Path folder) {
    Path domains = folder.resolve("domains");
    return Files.isDirectory(domains)
        ? PolicyReader.filesIn(domains).stream()
            .map(
                file ->
                    new Diagnostic(
                        file,
                        1,
                        1,
                        Level.ERROR,
                        "the policy is for no domain",
                        "move it into domains/<domain>/, or into global/"))
            .toList()
        : List.of();
  }

  private static List<Path> foldersIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }

    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list %s".formatted(folder), e);
    }
  }

  /** The policy of a section; empty after a problem was told. */
  Optional<Policy> read(Section section, Scope scope) {
    Optional<Located<String>> name = section.requireText("name");
    Optional<String> version = section.value("version");
    Enforcement enforcement =
        section.choice("enforcement", Enforcement.class).orElse(Enforcement.BLOCK);
    Optional<LocalDate> from = day(section, "effective_from");
    Optional<LocalDate> until = day(section, "effective_until");
    if (from.isPresent() && until.filter(last -> last.isBefore(from.get())).isPresent()) {
      problem(
          section.placeOf("effective_until"),
          "the policy ends before it begins",
          "give a day after effective_from");
    }
    List<PolicyRule> rules = rules(section);
    return name.map(
        found ->
            new Policy(
                found.value(),
                scope,
                version,
                new Effect(enforcement, from, until),
                rules,
                found.place()));
  }

  private List<PolicyRule> rules(Section section) {
    List<Section> sections = section.sections("rules", RuleReader.KEYS);
    if (sections.isEmpty()) {
      problem(section.placeOf("rules"), "the policy has no rules", "list some under rules");
    }

    RuleReader reader = new RuleReader(problems);
    Map<String, Place> names = new HashMap<>();
    List<PolicyRule> rules = new ArrayList<>();
    for (Section rule : sections) {
      reader.read(rule).ifPresent(rules::add);
    }
    for (PolicyRule rule : rules) {
      Place place = rule.place().orElseThrow();
      Place first = names.putIfAbsent(rule.name(), place);
      if (first != null) {
        problem(
            place,
            "rule '%s' is there twice".formatted(rule.name()),
            "give it another name; the other is at line %d".formatted(first.line()));
      }
    }
    return rules;
  }

  private Optional<LocalDate> day(Section section, String key) {
    Optional<Located<String>> text = section.text(key);
    try {
      return text.map(Located::value).map(LocalDate::parse);
    } catch (DateTimeParseException e) {
      problem(
          text.orElseThrow().place(),
          "'%s' is no day".formatted(text.orElseThrow().value()),
          "write it as 2024-01-31");
      return Optional.empty();
    }
  }

  private void problem(Place place, String problem, String fix) {
    problems.add(
        new Diagnostic(place.file(), place.line(), place.column(), Level.ERROR, problem, fix));
  }
}
