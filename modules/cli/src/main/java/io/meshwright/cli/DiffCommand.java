package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.evolution.Compatibility;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.MigrationGuide;
import io.meshwright.contract.evolution.ReleaseCheck;
import io.meshwright.contract.evolution.ReleaseReview;
import io.meshwright.contract.evolution.ReleaseTerms;
import io.meshwright.contract.evolution.Surroundings;
import io.meshwright.pipeline.DiffProof;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code mesh diff}: says what a new version of a contract changes, and whether it may. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two versions of a contract: what changed, whom it breaks, and what it needs.",
      "",
      "Every change has a verdict: major, minor or patch, or prove, which is a major until the"
          + " present rows are shown to keep the new promise. A breaking change is accepted with a"
          + " new major version, a deprecation of 30 days or more on the old contract, and a"
          + " migration guide that names every field that is gone or has another type.",
      "",
      "Neither Spark nor a table is touched without --prove. Exit code 0 says that the new version"
          + " may be released, 5 that it may not, and 6 that a promise could not be proved."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh diff old.yaml new.yaml",
      "  mesh diff old.yaml new.yaml --consumers jobs --mode FULL --strict",
      "  mesh diff old.yaml new.yaml --prove",
      "  mesh diff old.yaml new.yaml --on 2024-06-01 --markdown >> review.md"
    })
final class DiffCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OLD", description = "The contract that is published.")
  private Path before;

  @Parameters(index = "1", paramLabel = "NEW", description = "The contract that is to follow it.")
  private Path after;

  @Option(
      names = "--consumers",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Contracts of other products, or folders with them: who would be hit?")
  private List<Path> consumers = List.of();

  @Option(
      names = "--live",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Other versions of the product that are still read.")
  private List<Path> live = List.of();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "NONE",
      converter = ModeConverter.class,
      description = {
        "What else must hold within a major: BACKWARD (stored rows keep the new version), FORWARD"
            + " (consumers can read it), FULL (both), or the same with _TRANSITIVE, against every"
            + " --live version. Default: NONE, version arithmetic alone."
      })
  private Compatibility mode;

  @Option(names = "--strict", description = "Refuse a change that is not classified.")
  private boolean strict;

  @Option(
      names = "--guide",
      paramLabel = "FILE",
      description = "The migration guide. Default: deprecation.migration_guide of OLD, beside OLD.")
  private Optional<Path> guide;

  @Option(
      names = "--on",
      paramLabel = "YYYY-MM-DD",
      description = "The day of the release, in UTC. Default: today.")
  private Optional<LocalDate> day;

  @Option(names = "--markdown", description = "Print Markdown, for a review or a release note.")
  private boolean markdown;

  @Mixin private ProofOptions proofs;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireSense();
    List<Diagnostic> problems = new ArrayList<>();
    List<Contract> versions = read(List.of(before, after), problems);
    List<Contract> others = read(ContractFiles.at(live), problems);
    List<Contract> readers = read(ContractFiles.at(consumers), problems);
    if (!problems.isEmpty()) {
      throw new InvalidContractException(problems);
    }

    requireVersionsOf(versions.get(1), others);
    Surroundings surroundings = new Surroundings(others, readers, findGuide(versions.get(0)));
    ReleaseReview review =
        ReleaseCheck.review(versions.get(0), versions.get(1), terms(), surroundings);
    Optional<DiffProof> proof = review.diff().flatMap(diff -> proofs.prove(diff, spec));
    if (proof.isPresent()) {
      ContractDiff decided = proof.get().decide(review.diff().orElseThrow());
      review = ReleaseCheck.review(decided, terms(), surroundings);
    }
    ExitCode exitCode = exitCode(review, proof);
    spec.commandLine().getOut().println(page(review, proof, exitCode));
    return exitCode.number();
  }

  /** A promise that could not be asked for is no promise kept. */
  private static ExitCode exitCode(ReleaseReview review, Optional<DiffProof> proof) {
    if (!review.isAccepted()) {
      return ExitCode.REJECTED;
    }

    return proof.filter(DiffProof::isOpen).isPresent() ? ExitCode.UNMEASURED : ExitCode.DONE;
  }

  private String page(ReleaseReview review, Optional<DiffProof> proof, ExitCode exitCode) {
    if (common.json()) {
      return Json.print(DiffJson.of(review, proof, exitCode));
    }

    return markdown ? DiffMarkdown.of(review, proof) : DiffText.of(review, proof, Terminal.ansi());
  }

  private ReleaseTerms terms() {
    return new ReleaseTerms(
        mode,
        strict ? ReleaseTerms.OnUnknown.REFUSE : ReleaseTerms.OnUnknown.WARN,
        ReleaseTerms.NOTICE_DAYS,
        day.orElseGet(() -> LocalDate.now(ZoneOffset.UTC)));
  }

  private void requireSense() {
    proofs.requireSense();
    if (markdown && common.json()) {
      throw new UsageException("Cannot print both --json and --markdown", "leave one of them out");
    }
    if (mode.isTransitive() && live.isEmpty()) {
      throw new UsageException(
          "Cannot check --mode %s: no other live version is named".formatted(mode),
          "name the versions that are still read with --live, or use a mode without _TRANSITIVE");
    }
  }

  private static void requireVersionsOf(Contract product, List<Contract> live) {
    live.stream()
        .filter(contract -> !contract.name().equals(product.name()))
        .findFirst()
        .ifPresent(
            other -> {
              throw new UsageException(
                  "Cannot take %s for a live version of %s".formatted(other.name(), product.name()),
                  "name versions of %s with --live, and other products with --consumers"
                      .formatted(product.name()));
            });
  }

  private static List<Contract> read(Collection<Path> files, List<Diagnostic> problems) {
    ContractReader reader = new ContractReader(new SparkSqlSyntax());
    List<Contract> contracts = new ArrayList<>();
    for (Path file : files) {
      try {
        contracts.add(reader.read(file).contract());
      } catch (InvalidContractException e) {
        problems.addAll(e.diagnostics());
      }
    }
    return contracts;
  }

  private Optional<MigrationGuide> findGuide(Contract old) {
    if (guide.isPresent()) {
      if (!Files.isRegularFile(guide.get())) {
        throw new UsageException(
            "Cannot find the migration guide %s".formatted(guide.get()),
            "correct the path after --guide");
      }
      return Optional.of(readGuide(guide.get()));
    }

    return old.deprecation()
        .flatMap(Deprecation::migrationGuide)
        .map(before::resolveSibling)
        .filter(Files::isRegularFile)
        .map(DiffCommand::readGuide);
  }

  private static MigrationGuide readGuide(Path file) {
    try {
      return new MigrationGuide(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageException(
          "Cannot read the migration guide %s: it is not UTF-8 text".formatted(file),
          "save it in the encoding UTF-8");
    } catch (IOException e) {
      throw new UsageException(
          "Cannot read the migration guide %s: %s".formatted(file, e.getMessage()),
          "check that this user may read it");
    }
  }

  /** Takes a mode in any letter case. */
  static final class ModeConverter implements ITypeConverter<Compatibility> {
    @Override
    public Compatibility convert(String text) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      for (Compatibility mode : Compatibility.values()) {
        if (mode.name().equals(name)) {
          return mode;
        }
      }

      throw new TypeConversionException(
          "'%s' is no mode, such as BACKWARD, FORWARD or FULL".formatted(text));
    }
  }
}
