package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.governance.audit.AuditSelection;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A folder with configuration, a contract, inputs and the table they become. */
final class Workspace {

  static final LocalDate DAY = LocalDate.of(2024, 1, 14);
  private static final Instant MORNING = Instant.parse("2024-01-15T02:00:00Z");

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private Instant now = MORNING;

  Workspace(Path folder, String publisher) {
    this.folder = folder;
    settings.put("mesh.root", folder.resolve("mesh").toString());
    settings.put("mesh.publisher", publisher);
    settings.put("mesh.keys.folder", folder.resolve("mesh/keys").toString());
    settings.put("mesh.keys.wrapped-by", "file:" + folder.resolve("mesh/keys-key"));
    settings.put("mesh.keys.create", "true");
    write(
        "conf/mesh.conf",
        """
        mesh {
          storage { "s3://lake" = "%s" }
          products = ["products/*/data_product.yaml"]
          locations {}
          principal { user = tester, roles = [] }
          spark {}
        }
        """
            .formatted(folder.resolve("lake")));
    write("conf/test.conf", "");
  }

  SparkSession spark() {
    return SparkExtension.session();
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  Workspace set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Later runs start so many seconds later than the ones before. */
  Workspace later(long seconds) {
    now = now.plusSeconds(seconds);
    return this;
  }

  Workspace write(String file, String text) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An input in Parquet from a query, such as one over VALUES. */
  Workspace input(String name, String query) {
    spark()
        .sql(query)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(path("lake/raw/" + name).toString());
    return this;
  }

  Environment environment() {
    return Environment.load(Optional.of(folder.resolve("conf")), "test", settings);
  }

  Pipeline pipeline(String product) {
    return Pipeline.of(
            ProductFiles.inFolder(folder.resolve("products/" + product + "/data_product.yaml")),
            environment())
        .at(Clock.fixed(now, ZoneOffset.UTC));
  }

  RunReport run(String product) {
    return run(product, RunRequest.of(DAY));
  }

  RunReport run(String product, RunRequest request) {
    return pipeline(product).run(spark(), request);
  }

  /** Puts back what quarantine has of the day, with some fields changed. */
  RunReport requeue(String product, String... assignments) {
    return pipeline(product)
        .requeue(
            spark(),
            new RequeueRequest(
                DAY,
                QuarantineSelection.ALL,
                new Correction.Sql(
                    Optional.empty(),
                    Stream.of(assignments).map(Correction.Assignment::parse).toList())));
  }

  Dataset<Row> published(String product) {
    return spark().read().format("delta").load(pipeline(product).location());
  }

  List<String> rows(String product) {
    return published(product).toJSON().collectAsList().stream().sorted().toList();
  }

  Dataset<Row> quarantined(String product) {
    String name = pipeline(product).contract().name().toString();
    return spark()
        .read()
        .format("delta")
        .load(QuarantineTable.pathOf(environment(), ProductName.parse(name)));
  }

  /** What the audit log has, in its order. */
  List<AuditEvent> audited() {
    List<AuditEvent> events = new ArrayList<>();
    Environment environment = environment();
    AuditTrail.open(environment.findAuditFile().orElseThrow(), environment, Clock.systemUTC())
        .read(AuditSelection.ALL, entry -> events.add(entry.event()));
    return events;
  }

  /** Every file of the published table with its size: what "byte for byte as it was" means. */
  List<String> tableFiles(String product) {
    return filesBelow(Path.of(pipeline(product).location()));
  }

  /** Every file of the table of rows that were set aside, with its size. */
  List<String> quarantineFiles(String product) {
    return filesBelow(
        Path.of(QuarantineTable.pathOf(environment(), pipeline(product).contract().name())));
  }

  private static List<String> filesBelow(Path table) {
    List<String> files = new ArrayList<>();
    if (Files.exists(table)) {
      try (Stream<Path> paths = Files.walk(table)) {
        paths
            .filter(path -> Files.isRegularFile(path) && !path.toString().endsWith(".crc"))
            .forEach(path -> files.add(table.relativize(path) + " " + path.toFile().length()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files.stream().sorted().toList();
  }
}
