package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.governance.PolicyFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which policies a command works with. */
final class PolicyOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "Folder with the policies and waivers. Default: policies beside mesh.conf.")
  private Optional<Path> folder;

  /**
   * Reads the policies and the waivers; what is to be said of waivers that can be used goes to
   * standard error.
   *
   * @param contracts the products that waivers may speak of
   * @throws UsageException if there is no folder of policies
   */
  PolicyFolder read(
      ConfigurationOptions configuration,
      Supplier<? extends Collection<Contract>> contracts,
      Instant at,
      CommandSpec spec) {
    PolicyFolder read =
        PolicyFolder.read(
            folder(configuration), contracts, at.atOffset(ZoneOffset.UTC).toLocalDate());
    read.warnings()
        .forEach(
            warning ->
                spec.commandLine().getErr().println(HumanText.printable(warning.toString())));
    return read;
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
