package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.governance.Previous;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts that versions were published by, in their canonical form: {@code
 * <root>/_mesh/contracts/<domain>.<product>/<version>-<hash>.yaml}. The hash is that of the text,
 * so that a file is never written anew, and one that was changed is known.
 */
final class ContractArchive {

  private static final Logger LOG = LoggerFactory.getLogger(ContractArchive.class);

  private final SparkSession spark;
  private final Environment environment;

  ContractArchive(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  /**
   * Keeps a contract before a version is published by it; half a file is written once more. Where
   * that fails the version is published all the same: what follows it is then told as not compared.
   */
  void keep(Contract contract) {
    String hash = ContractWriter.hash(contract);
    String path = path(contract, contract.version().toString(), hash);
    if (findText(path).filter(text -> Storage.sha256(text).equals(hash)).isEmpty()) {
      try {
        new Storage(spark).write(path, ContractWriter.write(contract));
      } catch (StageFailedException e) {
        LOG.warn("The contract {} {} is not kept", contract.name(), contract.version(), e);
      }
    }
  }

  /**
   * The contract that the product was published by last, or why that is not known. Of a major that
   * has not been published yet, that is the one before.
   *
   * @param history of the table of the contract's own major
   */
  Previous previous(TargetTable.History history, Contract contract) {
    if (!history.commits().isEmpty()) {
      return previous(history.latestRun(), contract);
    }

    return new PublishedProducts(spark, environment)
        .find(contract).stream()
            .filter(found -> found.version().compareTo(contract.version()) < 0)
            .max(Comparator.comparing(PublishedProducts.Found::version))
            .map(
                found ->
                    new TargetTable(spark, contract, found.path(), Map.of()).history().latestRun())
            .map(commit -> previous(commit, contract))
            .orElseGet(Previous.None::new);
  }

  private Previous previous(Optional<TargetTable.Commit> last, Contract contract) {
    Optional<String> version = last.flatMap(commit -> commit.text(RunMetadata.CONTRACT_VERSION));
    Optional<String> hash = last.flatMap(commit -> commit.text(RunMetadata.CONTRACT_HASH));
    if (version.isEmpty() || hash.isEmpty()) {
      return new Previous.Lost("the table does not say which run published it last");
    }

    if (hash.get().equals(ContractWriter.hash(contract))) {
      return new Previous.Published(contract);
    }

    String path = path(contract, version.get(), hash.get());
    Optional<String> text = findText(path);
    if (text.isEmpty()) {
      return new Previous.Lost(
          "%s was published last, and there is no %s".formatted(version.get(), path));
    }
    if (!Storage.sha256(text.get()).equals(hash.get())) {
      return new Previous.Lost(
          "%s was published last, and %s was changed since".formatted(version.get(), path));
    }
    try {
      return new Previous.Published(
          new ContractReader(new SparkSqlSyntax()).parse(Path.of(path), text.get()).contract());
    } catch (InvalidContractException e) {
      return new Previous.Lost(
          "%s was published last, and %s cannot be read any more".formatted(version.get(), path));
    }
  }

  /** What cannot be read, such as for its checksum, is as good as changed. */
  private Optional<String> findText(String path) {
    try {
      return new Storage(spark).findText(path);
    } catch (StageFailedException e) {
      return Optional.of("");
    }
  }

  private String path(Contract contract, String version, String hash) {
    return "%s/_mesh/contracts/%s/%s-%s.yaml"
        .formatted(environment.root(), contract.name(), version, hash);
  }
}
