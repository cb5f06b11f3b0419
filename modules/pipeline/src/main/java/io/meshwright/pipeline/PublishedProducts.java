package io.meshwright.pipeline;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.Access;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Principal;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.ProductReference;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.evolution.MajorState;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Finds what is published, without a catalog: by the contracts of this checkout or {@code
 * mesh.locations}, and by what the tables there say about themselves.
 */
final class PublishedProducts {

  /**
   * A published table of a product.
   *
   * @param personal columns that hold personal data, in clear or so that a key brings it back
   */
  record Found(
      ProductName name,
      SemanticVersion version,
      String path,
      Access access,
      Optional<Deprecation> deprecation,
      Set<String> personal) {

    Found {
      personal = Set.copyOf(personal);
    }

    /** What consumers may expect of it on a day, in UTC. */
    MajorState state(LocalDate day) {
      return MajorState.of(version, deprecation, day);
    }
  }

  private final SparkSession spark;
  private final Environment environment;

  PublishedProducts(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.environment = environment;
  }

  /**
   * Finds the newest published version that {@code reference} accepts.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if none is published, or with {@link
   *     ExitCode#DENIED} if its contract does not let {@code consumer} read it
   */
  Found require(ProductReference reference, Contract consumer) {
    List<Found> published = find(reference.name());
    Found found =
        published.stream()
            .filter(product -> reference.range().contains(product.version()))
            .max(Comparator.comparing(Found::version))
            .orElseThrow(() -> notPublished(reference, published));
    Principal principal =
        new Principal(environment.user(), environment.roles(), consumer.name().domain());
    if (!found.access().mayRead(principal, reference.name().domain())) {
      throw new StageFailedException(
          ExitCode.DENIED,
          List.of(
              new Problem(
                  "%s may not read %s: its contract lets %s"
                      .formatted(consumer.name(), reference.name(), found.access().read()),
                  "ask the owner of %s to add 'domain: %s' under access.read"
                      .formatted(reference.name(), consumer.name().domain()))));
    }

    return found;
  }

  /** Every published version of a product; empty if none is, or nobody knows where it would be. */
  List<Found> find(ProductName name) {
    return findLocation(name).map(location -> findAt(location, name)).orElse(List.of());
  }

  /** Every published version of the product of a contract, the oldest first. */
  List<Found> find(Contract contract) {
    String location = environment.resolve(contract.schema().location());
    return findAt(location, contract.name()).stream()
        .sorted(Comparator.comparing(Found::version))
        .toList();
  }

  private List<Found> findAt(String location, ProductName name) {
    List<Found> found = new ArrayList<>();
    for (String folder : new Storage(spark).folders(location)) {
      String path = location.replaceFirst("/+$", "") + "/" + folder;
      if (folder.matches("v\\d+") && DeltaTable.isDeltaTable(spark, path)) {
        read(path).filter(product -> product.name().equals(name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The newest published version of a product; empty if none is. */
  Optional<Found> findNewest(ProductName name) {
    return find(name).stream().max(Comparator.comparing(Found::version));
  }

  Dataset<Row> open(Found found) {
    return spark.read().format("delta").load(found.path());
  }

  private Optional<String> findLocation(ProductName name) {
    Optional<String> configured = environment.findLocation(name.toString());
    return configured
        .or(
            () ->
                environment.productFiles().stream()
                    .flatMap(file -> readContract(file).stream())
                    .filter(contract -> contract.name().equals(name))
                    .map(contract -> contract.schema().location())
                    .findFirst())
        .map(environment::resolve);
  }

  private Optional<Found> read(String path) {
    Map<String, String> properties =
        DeltaTable.forPath(spark, path)
            .detail()
            .select("properties")
            .head()
            .<String, String>getJavaMap(0);
    return TargetTable.findName(properties)
        .map(
            name ->
                new Found(
                    name,
                    SemanticVersion.parse(properties.get(TargetTable.VERSION)),
                    path,
                    access(properties.getOrDefault(TargetTable.READERS, "")),
                    TargetTable.findDeprecation(properties),
                    PersonalColumns.read(properties)));
  }

  /**
   * A contract that cannot be read is its own team's problem, not that of whoever looks past it.
   */
  private static Optional<Contract> readContract(Path file) {
    try {
      return Optional.of(new ContractReader(new SparkSqlSyntax()).read(file).contract());
    } catch (InvalidContractException e) {
      return Optional.empty();
    }
  }

  private static Access access(String readers) {
    List<Access.Grantee> grantees =
        Arrays.stream(readers.split(", "))
            .filter(text -> text.contains(": "))
            .map(
                text ->
                    new Access.Grantee(
                        Access.Grantee.Kind.valueOf(
                            text.substring(0, text.indexOf(':')).toUpperCase(Locale.ROOT)),
                        text.substring(text.indexOf(':') + 2)))
            .toList();
    return new Access(Access.OWNER_ONLY.discovery(), grantees, List.of());
  }

  private static Found newest(List<Found> published) {
    return Collections.max(published, Comparator.comparing(Found::version));
  }

  private static StageFailedException notPublished(
      ProductReference reference, List<Found> published) {
    return new StageFailedException(
        ExitCode.INVALID,
        List.of(
            new Problem(
                "Cannot read %s: %s"
                    .formatted(
                        reference,
                        published.isEmpty()
                            ? "it is not published"
                            : "published are "
                                + published.stream().map(Found::version).sorted().toList()),
                published.isEmpty()
                    ? "run the product first, or say where it is: mesh.locations.\"%s\" = ..."
                        .formatted(reference.name())
                    : "accept a published version, such as @^%d"
                        .formatted(newest(published).version().major()))));
  }
}
