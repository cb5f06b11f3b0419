package io.meshwright.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads {@code deprecation}: the notice that a major version will end. */
final class DeprecationReader {

  private final List<Diagnostic> problems;

  DeprecationReader(List<Diagnostic> problems) {
    this.problems = problems;
  }

  Optional<Deprecation> read(Section section) {
    Optional<LocalDate> announcedOn = section.requireDate("announced_on");
    Optional<LocalDate> sunsetOn = section.requireDate("sunset_on");
    Optional<ProductReference> replacement = section.parsed("replacement", ProductReference::parse);
    Optional<String> guide = section.text("migration_guide").flatMap(this::file);
    if (announcedOn.isEmpty() || sunsetOn.isEmpty()) {
      return Optional.empty();
    }
    if (sunsetOn.get().isBefore(announcedOn.get())) {
      problems.add(
          ContractDiagnostics.sunsetBeforeAnnouncement(
              section.placeOf("sunset_on"), announcedOn.get(), sunsetOn.get()));
      return Optional.empty();
    }

    return Optional.of(new Deprecation(announcedOn.get(), sunsetOn.get(), replacement, guide));
  }

  private Optional<String> file(Located<String> text) {
    if (text.value().isBlank()) {
      problems.add(ContractDiagnostics.blank(text.place(), "migration_guide"));
      return Optional.empty();
    }

    return Optional.of(text.value());
  }
}
