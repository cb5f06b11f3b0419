package io.meshwright.cli;

import io.meshwright.contract.ContractReader;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.governance.PublishedContracts;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.SparkSqlSyntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the contracts are that new versions are to follow. */
final class PublishedOptions {

  @Option(
      names = "--published",
      paramLabel = "FILE",
      description =
          "A contract as it is published, or a folder with them, such as a checkout of main: what"
              + " rules compare a new version with. Can be given again. Default: mesh.published.")
  private List<Path> paths = List.of();

  /**
   * Reads them; unknown if nobody says where they are.
   *
   * @throws UsageException if one of the paths does not exist
   * @throws InvalidContractException with every problem of every file
   */
  PublishedContracts read(Environment environment) throws IOException {
    Optional<? extends Collection<Path>> files =
        paths.isEmpty() ? environment.publishedFiles() : Optional.of(ContractFiles.at(paths));
    return files
        .map(found -> PublishedContracts.read(found, new ContractReader(new SparkSqlSyntax())))
        .orElseGet(PublishedContracts::unknown);
  }
}
