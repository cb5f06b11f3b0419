package io.meshwright.benchmark;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Contract;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Outcome;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import io.meshwright.quality.RuleResult;
import io.meshwright.quality.RuleVerdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A run of Meshwright, with one of its publishers. */
final class MeshwrightRun implements Contender {

  private static final Set<Outcome> ANSWERS = Set.of(Outcome.PUBLISHED, Outcome.REJECTED);

  private final Lab lab;
  private final ProductFiles product;
  private final Environment environment;
  private final String location;

  private MeshwrightRun(Lab lab, ProductFiles product, Environment environment, String location) {
    this.lab = lab;
    this.product = product;
    this.environment = environment;
    this.location = location;
  }

  /** Writes the contract. */
  static MeshwrightRun prepare(Lab lab, Workload workload, String publisher) throws IOException {
    String name = workload.table().name() + "_" + publisher;
    Environment environment = lab.environment(Map.of("mesh.publisher", publisher));
    Contract contract = WorkloadContract.of(workload, name);
    return new MeshwrightRun(
        lab,
        lab.product(name, contract, WorkloadContract.SQL),
        environment,
        environment.resolve(contract.schema().location()));
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Map<String, Finding> publish() {
    RunReport report = lab.run(product, environment);
    if (!ANSWERS.contains(report.outcome())) {
      throw NotMeasured.because(
          "the run was %s: %s"
              .formatted(
                  report.outcome(),
                  report.problems().stream().map(Problem::toString).collect(joining("; "))),
          "see the contract in " + product.name());
    }

    Map<String, Finding> findings = new LinkedHashMap<>();
    for (RuleResult result : report.rules()) {
      findings.put(
          result.rule().name(),
          new Finding(result.verdict() == RuleVerdict.PASSED, result.violations()));
    }
    return findings;
  }
}
