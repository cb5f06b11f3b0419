package io.meshwright.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which policies a command works with. */
final class PolicyOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "Folder with the policies and waivers. Default: policies beside mesh.conf.")
  private Optional<Path> folder;

  /**
   * The folder of the policies.
   *
   * @throws UsageException if there is none
   */
  Path folder(ConfigurationOptions configuration) {
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
