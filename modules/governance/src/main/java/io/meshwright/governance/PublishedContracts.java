package io.meshwright.governance;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.evolution.MigrationGuide;
import io.meshwright.contract.evolution.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contracts as they are published, read from their files, such as those of another checkout. Of
 * a product with several versions the last one is that before a new one; the others are still read.
 */
public final class PublishedContracts {

  /** A file and its contract. */
  private record Found(Path file, Contract contract) {}

  private final Optional<Map<ProductName, List<Found>>> byName;

  private PublishedContracts(Optional<Map<ProductName, List<Found>>> byName) {
    this.byName = byName;
  }

  /** Nobody says where they are, so that of no product it is known whether it is published. */
  public static PublishedContracts unknown() {
    return new PublishedContracts(Optional.empty());
  }

  /**
   * Reads all that are published.
   *
   * @throws InvalidContractException with every problem of every file
   */
  public static PublishedContracts read(Collection<Path> files, ContractReader reader) {
    requireNonNull(reader, "reader");
    List<Found> found = new ArrayList<>();
    List<Diagnostic> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        found.add(new Found(file, reader.read(file).contract()));
      } catch (InvalidContractException e) {
        problems.addAll(e.diagnostics());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidContractException(problems);
    }

    found.sort(comparing((Found each) -> each.contract().version()).reversed());
    return new PublishedContracts(
        Optional.of(found.stream().collect(groupingBy(each -> each.contract().name()))));
  }

  /**
   * The product with what is published of it and around it.
   *
   * @param known contracts of other products, whether they read this one or not
   */
  public Subject around(Subject subject, Collection<Contract> known) {
    if (byName.isEmpty()) {
      return subject.withSurroundings(
          new Surroundings(List.of(), List.copyOf(known), Optional.empty()));
    }

    List<Found> versions = byName.get().getOrDefault(subject.contract().name(), List.of());
    Optional<Found> last = versions.stream().findFirst();
    return subject
        .withPrevious(Previous.of(last.map(Found::contract)))
        .withSurroundings(
            new Surroundings(
                versions.stream().skip(1).map(Found::contract).toList(),
                List.copyOf(known),
                last.flatMap(PublishedContracts::guide)));
  }

  /** The guide that the contract names, if it is there: one that is missing is told by a rule. */
  private static Optional<MigrationGuide> guide(Found published) {
    return published
        .contract()
        .deprecation()
        .flatMap(Deprecation::migrationGuide)
        .map(published.file()::resolveSibling)
        .filter(Files::isRegularFile)
        .map(PublishedContracts::readGuide);
  }

  private static MigrationGuide readGuide(Path file) {
    try {
      return new MigrationGuide(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the migration guide %s".formatted(file), e);
    }
  }
}
