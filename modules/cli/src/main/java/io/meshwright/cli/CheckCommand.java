package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.OutlinedContract;
import io.meshwright.contract.ProductName;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.PolicyEngine;
import io.meshwright.governance.PolicyFolder;
import io.meshwright.governance.PolicyViolation;
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
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mesh check}: validates contracts, and judges them by the policies. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check contracts, and whether the policies allow them.",
      "",
      "Names the policy, the rule and the place of everything that is not kept, with a way to put it"
          + " right. Errors and worse deny the product; warnings are shown. No data is read, and"
          + " Spark is not started. Ends with 4 if a product is denied, and with 3 if a contract, a"
          + " policy or a waiver is invalid."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh check data_product.yaml         one contract",
      "  mesh check sales.sales_orders_analytical",
      "  mesh check jobs --published ../main/jobs",
      "  mesh check jobs --sarif > mesh.sarif  every contract below a folder, for a code host"
    })
final class CheckCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PRODUCT",
      description =
          "A product by domain.product, a contract file, or a folder to look for contracts in.")
  private List<String> products;

  @Option(
      names = "--on",
      paramLabel = "INSTANT",
      description = "Judge dates as of then: 2024-01-15, or 2024-01-15T06:00:00Z. Default: now.")
  private Optional<Instant> on;

  @Option(names = "--junit", description = "Print JUnit XML, for build servers.")
  private boolean junit;

  @Option(names = "--sarif", description = "Print SARIF 2.1.0, which code hosts show at the line.")
  private boolean sarif;

  @Mixin private PolicyOptions policies;
  @Mixin private PublishedOptions published;
  @Mixin private ConfigurationOptions configuration;
  @Mixin private CommonOptions common;

  @Spec private CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws IOException {
    if ((common.json() ? 1 : 0) + (junit ? 1 : 0) + (sarif ? 1 : 0) > 1) {
      throw new UsageException(
          "Cannot print --json, --junit and --sarif at once", "choose one of them");
    }

    Environment environment = configuration.load();
    List<OutlinedContract> contracts = read(files(environment));
    if (contracts.isEmpty()) {
      spec.commandLine().getErr().println("Nothing was checked: there is no contract");
      return ExitCode.UNMEASURED.number();
    }

    Instant at = on.orElseGet(clock::instant);
    Collection<Contract> known = known(environment, contracts);
    PolicyFolder read = policies.read(configuration, () -> known, at, spec);
    PublishedContracts before = published.read(environment);
    PolicyEngine engine = read.engine();
    List<Evaluation> evaluations = new ArrayList<>();
    List<Assessed> assessed = new ArrayList<>();
    for (OutlinedContract each : contracts) {
      Subject subject = Subject.of(each.contract()).withOutline(each.outline());
      Evaluation evaluation = engine.evaluate(before.around(subject, known), Stage.CONTRACT, at);
      evaluations.add(evaluation);
      assessed.add(new Assessed.Evaluated(each.contract(), evaluation));
    }
    ComplianceReport report =
        ComplianceReport.of(
            at, read.policies().hash(), assessed, read.waivers(), FirstSeen.NOTHING);
    print(report, evaluations);
    return report.exitCode().number();
  }

  /** The products of this environment, with those that are checked in their places. */
  private static Collection<Contract> known(
      Environment environment, List<OutlinedContract> checked) {
    Set<Path> read = new HashSet<>();
    checked.forEach(each -> read.add(whole(each.outline().file())));
    List<Path> others =
        environment.productFiles().stream().filter(file -> !read.contains(whole(file))).toList();
    Map<ProductName, Contract> known =
        Sweep.read(others, new ContractReader(new SparkSqlSyntax())).contracts();
    checked.forEach(each -> known.put(each.contract().name(), each.contract()));
    return known.values();
  }

  private static Path whole(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private List<Path> files(Environment environment) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String text : products) {
      if (Files.exists(Path.of(text))) {
        files.addAll(ContractFiles.at(List.of(Path.of(text))));
      } else {
        files.add(Products.of(environment).load(text).name());
      }
    }
    return files.stream().distinct().toList();
  }

  /**
   * @throws InvalidContractException with every problem of every file
   */
  private List<OutlinedContract> read(List<Path> files) {
    ContractReader reader = new ContractReader(new SparkSqlSyntax());
    List<OutlinedContract> contracts = new ArrayList<>();
    List<Diagnostic> problems = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    for (Path file : files) {
      try {
        OutlinedContract read = reader.readWithOutline(file);
        read.warnings().forEach(each -> err.println(HumanText.printable(each.toString())));
        contracts.add(read);
      } catch (InvalidContractException e) {
        problems.addAll(e.diagnostics());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidContractException(problems);
    }

    return contracts;
  }

  private void print(ComplianceReport report, List<Evaluation> evaluations) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json() || junit || sarif) {
      ComplianceOutput.Form form =
          common.json()
              ? ComplianceOutput.Form.JSON
              : junit ? ComplianceOutput.Form.JUNIT : ComplianceOutput.Form.SARIF;
      out.print(ComplianceOutput.text(form, report));
      out.flush();
      return;
    }

    Paint paint = new Paint(Terminal.ansi());
    for (Evaluation evaluation : evaluations) {
      evaluation.violations().forEach(violation -> print(violation, paint, out));
      String product = evaluation.product() + " " + evaluation.version();
      String rules = HumanText.count(evaluation.rules().size(), "rule");
      out.println(
          evaluation.isDenied()
              ? paint.bad("%s is denied, by %s".formatted(product, rules))
              : paint.good("%s is allowed, by %s".formatted(product, rules)));
      evaluation.notEvaluated().forEach(each -> out.println("    not evaluated: " + each));
    }
    out.flush();
  }

  private static void print(PolicyViolation violation, Paint paint, PrintWriter out) {
    String place = violation.place().map(found -> found + ": ").orElse("");
    String severity = HumanText.word(violation.severity());
    out.println(
        HumanText.printable(place)
            + (violation.denies() ? paint.bad(severity) : paint.doubtful(severity))
            + " "
            + violation.rule()
            + ": "
            + HumanText.printable(violation.breach().message())
            + violation.waiver().map(" (waived: %s)"::formatted).orElse(""));
    out.println("    fix: " + HumanText.printable(violation.breach().remediation()));
  }
}
