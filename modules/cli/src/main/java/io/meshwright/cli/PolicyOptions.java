package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import io.meshwright.governance.PolicyEngine;
import io.meshwright.governance.PolicyReader;
import io.meshwright.governance.PolicySet;
import io.meshwright.governance.WaiverList;
import io.meshwright.governance.WaiverReader;
import io.meshwright.governance.compliance.Sweep;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which policies a command works with. */
final class PolicyOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "Folder with the policies and waivers. Default: policies beside mesh.conf.")
  private Optional<Path> folder;

  /** Policies, what waives them, and what judges by both. */
  record Loaded(PolicySet policies, WaiverList waivers, PolicyEngine engine) {}

  /**
   * Reads the policies, and the waivers over products of this checkout; what is to be said of
   * waivers that can be used goes to standard error.
   *
   * @throws UsageException if there is no folder of policies
   */
  Loaded load(
      ConfigurationOptions configuration,
      Environment environment,
      Map<Path, Contract> contracts,
      Instant at,
      CommandSpec spec) {
    Map<ProductName, Contract> known =
        Sweep.read(environment.productFiles(), new ContractReader(new SparkSqlSyntax()))
            .contracts();
    contracts.values().forEach(contract -> known.put(contract.name(), contract));
    return load(configuration, known.values(), at, spec);
  }

  /** The same where every contract is known already. */
  Loaded load(
      ConfigurationOptions configuration,
      Collection<Contract> contracts,
      Instant at,
      CommandSpec spec) {
    Path found = folder(configuration);
    PolicySet set = PolicyReader.read(found);
    Map<ProductName, Owner> owners = new HashMap<>();
    contracts.forEach(contract -> owners.put(contract.name(), contract.owner()));
    WaiverReader.Loaded loaded =
        new WaiverReader(new WaiverReader.Known(owners, set.ruleNames(), set.domainsUnderSox()))
            .read(WaiverReader.filesBelow(found), at.atOffset(ZoneOffset.UTC).toLocalDate());
    loaded
        .warnings()
        .forEach(
            warning ->
                spec.commandLine().getErr().println(HumanText.printable(warning.toString())));
    return new Loaded(set, loaded.waivers(), new PolicyEngine(set, loaded.waivers()));
  }

  private Path folder(ConfigurationOptions configuration) {
    Path found =
        folder
            .or(() -> configuration.findFolder().map(conf -> conf.resolve("policies")))
            .orElseGet(() -> Path.of("conf", "policies"));
    if (!Files.isDirectory(found)) {
      throw new UsageException(
          "Cannot find the folder of the policies, %s".formatted(found),
          "name it with --policies DIR");
    }

    return found;
  }
}
