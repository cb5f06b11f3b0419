package io.meshwright.governance.compliance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.OutlinedContract;
import io.meshwright.contract.ProductName;
import io.meshwright.governance.Evaluation;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The contracts of a whole mesh, read from their files, to be evaluated one by one. A file that
 * cannot be used is not passed over: it is a product that was not evaluated.
 */
public final class Sweep {

  private final List<Found> found;

  /** Judges one product. */
  @FunctionalInterface
  public interface Evaluator {
    Evaluation evaluate(Contract contract, ContractOutline outline);
  }

  /** A file: its contract and where that says what, or why there is none. */
  private record Found(
      Path file,
      Optional<Contract> contract,
      Optional<ContractOutline> outline,
      Optional<Diagnostic> problem) {}

  private Sweep(List<Found> found) {
    this.found = found;
  }

  /** Reads every file; none is evaluated yet. */
  public static Sweep read(Collection<Path> files, ContractReader reader) {
    return new Sweep(files.parallelStream().map(file -> read(file, reader)).toList());
  }

  /** The contracts that can be used, by their names. */
  public Map<ProductName, Contract> contracts() {
    Map<ProductName, Contract> contracts = new TreeMap<>();
    found.stream()
        .flatMap(each -> each.contract().stream())
        .forEach(contract -> contracts.putIfAbsent(contract.name(), contract));
    return contracts;
  }

  /** Evaluates every product, or tells why it was not. */
  public List<Assessed> evaluate(Evaluator evaluator) {
    Map<String, List<Found>> byName = found.stream().collect(groupingBy(Sweep::nameOf));
    return found.parallelStream()
        .map(each -> assess(each, byName.get(nameOf(each)), evaluator))
        .distinct()
        .toList();
  }

  private static Assessed assess(Found each, List<Found> ofThisName, Evaluator evaluator) {
    if (ofThisName.size() > 1) {
      return notEvaluated(
          each,
          "%d contracts have this name: %s"
              .formatted(
                  ofThisName.size(),
                  ofThisName.stream().map(twin -> twin.file().toString()).collect(joining(", "))));
    }
    if (each.problem().isPresent()) {
      Diagnostic problem = each.problem().get();
      return notEvaluated(
          each,
          "its contract is invalid, %s:%d:%d: %s"
              .formatted(problem.file(), problem.line(), problem.column(), problem.problem()));
    }

    Contract contract = each.contract().orElseThrow();
    return new Assessed.Evaluated(
        contract, evaluator.evaluate(contract, each.outline().orElseThrow()));
  }

  private static Assessed notEvaluated(Found each, String reason) {
    Optional<String> domain =
        each.contract()
            .map(contract -> contract.name().domain())
            .or(() -> each.outline().flatMap(outline -> text(outline, "domain")));
    return new Assessed.NotEvaluated(nameOf(each), domain, reason);
  }

  private static String nameOf(Found each) {
    return each.contract()
        .map(contract -> contract.name().toString())
        .or(() -> each.outline().flatMap(Sweep::nameIn))
        .orElseGet(() -> each.file().toString());
  }

  private static Optional<String> nameIn(ContractOutline outline) {
    return text(outline, "domain")
        .flatMap(domain -> text(outline, "name").map(name -> domain + "." + name));
  }

  private static Optional<String> text(ContractOutline outline, String key) {
    return outline
        .findNearest(key)
        .flatMap(ContractOutline.Entry::text)
        .filter(value -> !value.isBlank());
  }

  private static Found read(Path file, ContractReader reader) {
    try {
      OutlinedContract read = reader.readWithOutline(file);
      return new Found(
          file, Optional.of(read.contract()), Optional.of(read.outline()), Optional.empty());
    } catch (InvalidContractException e) {
      Optional<Diagnostic> problem =
          e.diagnostics().stream()
              .filter(diagnostic -> diagnostic.level() == Diagnostic.Level.ERROR)
              .findFirst();
      return new Found(file, Optional.empty(), outline(file), problem);
    }
  }

  /** Where even an invalid contract says what its name is. */
  private static Optional<ContractOutline> outline(Path file) {
    try {
      return Optional.of(ContractOutline.read(file));
    } catch (InvalidContractException e) {
      return Optional.empty();
    }
  }
}
