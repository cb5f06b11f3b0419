package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.governance.PolicyEngine;
import io.meshwright.governance.PolicyFolder;
import io.meshwright.governance.PublishedContracts;
import io.meshwright.governance.Stage;
import io.meshwright.governance.Subject;
import io.meshwright.governance.compliance.Assessed;
import io.meshwright.governance.compliance.ComplianceReport;
import io.meshwright.governance.compliance.FirstSeen;
import io.meshwright.governance.compliance.Sweep;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh compliance}: how far the products of a mesh keep its policies. */
@Command(
    name = "compliance",
    mixinStandardHelpOptions = true,
    description = {
      "Evaluate the policies over every product, and report how far they are kept.",
      "",
      "Contracts, policies and waivers are read; no data, and no Spark. What was not evaluated is"
          + " reported as that: a contract that is invalid, or that no rule is about. Ends with 6 if"
          + " there is such a product, and else with 4 if one may not be published."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh compliance                      every product of this environment",
      "  mesh compliance --domain sales --json",
      "  mesh compliance --out site           as JSON, HTML, JUnit XML and SARIF",
      "  mesh compliance --on 2024-01-15 --html > compliance.html"
    })
final class ComplianceCommand implements Callable<Integer> {

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "Only products of this domain.")
  private Optional<String> domain;

  @Option(
      names = "--on",
      paramLabel = "INSTANT",
      description = "Judge dates as of then: 2024-01-15, or 2024-01-15T06:00:00Z. Default: now.")
  private Optional<Instant> on;

  @Mixin private PolicyOptions policies;
  @Mixin private PublishedOptions published;
  @Mixin private ComplianceMemory memory;
  @Mixin private ConfigurationOptions configuration;
  @Mixin private ComplianceOutput output;

  @Spec private CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws IOException {
    output.requirePrintable();
    Environment environment = configuration.load();
    Instant at = on.orElseGet(clock::instant);
    Sweep sweep = Sweep.read(environment.productFiles(), new ContractReader(new SparkSqlSyntax()));
    Collection<Contract> known = sweep.contracts().values();
    PolicyFolder read = policies.read(configuration, () -> known, at, spec);
    PublishedContracts last = published.read(environment);
    PolicyEngine engine = read.engine();
    FirstSeen before = memory.read(environment);
    ComplianceReport report =
        ComplianceReport.of(
            at,
            read.policies().hash(),
            ofTheDomain(
                sweep.evaluate(
                    (contract, outline) ->
                        engine.evaluate(
                            last.around(Subject.of(contract).withOutline(outline), known),
                            Stage.SWEEP,
                            at))),
            read.waivers(),
            before);
    memory.write(environment, report.remember(before));
    output.write(report, spec.commandLine().getOut());
    if (report.products().isEmpty()) {
      spec.commandLine()
          .getErr()
          .printf(
              "Nothing was evaluated: mesh.products finds no contract%n    fix: correct mesh.products%n");
    }
    return report.exitCode().number();
  }

  /** A product of which not even the domain is known may be of any. */
  private List<Assessed> ofTheDomain(List<Assessed> all) {
    if (domain.isEmpty()) {
      return all;
    }

    List<String> known =
        List.copyOf(
            new TreeSet<>(
                all.stream().flatMap(each -> ComplianceCommand.domainOf(each).stream()).toList()));
    if (!known.contains(domain.get())) {
      throw new UsageException(
          "Unknown domain '%s'".formatted(domain.get()),
          known.isEmpty() ? "correct mesh.products" : "use one of " + String.join(", ", known));
    }

    return all.stream()
        .filter(each -> domainOf(each).map(domain.get()::equals).orElse(true))
        .toList();
  }

  private static Optional<String> domainOf(Assessed assessed) {
    return assessed instanceof Assessed.NotEvaluated not
        ? not.domain()
        : Optional.of(((Assessed.Evaluated) assessed).contract().name().domain());
  }
}
