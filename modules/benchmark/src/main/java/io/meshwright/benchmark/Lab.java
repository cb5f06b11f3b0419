package io.meshwright.benchmark;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.ProductFiles;
import io.meshwright.pipeline.RunReport;
import io.meshwright.pipeline.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Where a benchmark works: one session, one folder, one configuration.
 *
 * @param folder the {@code mesh.root} of every run
 * @param conf the folder of {@code mesh.conf}; empty for the one on the class path
 */
record Lab(SparkSession spark, Path folder, Optional<Path> conf) {

  private static final LocalDate LOGICAL_DATE = LocalDate.of(2024, 1, 14);

  /** Opens a lab with a session of its own, of which a JVM has one. */
  static Lab open(Path folder, Optional<Path> conf) {
    SparkSession.Builder builder = SparkSession.builder().appName("benchmark");
    environment(folder, conf, Map.of()).sparkSettings().forEach(builder::config);
    return new Lab(builder.getOrCreate(), folder, conf);
  }

  /** The environment {@code local} with {@code settings}, by full key, on top. */
  Environment environment(Map<String, String> settings) {
    return environment(folder, conf, settings);
  }

  private static Environment environment(
      Path folder, Optional<Path> conf, Map<String, String> settings) {
    Map<String, String> sets = new HashMap<>(settings);
    sets.put("mesh.root", folder.toAbsolutePath().toString());
    return Environment.load(conf, "local", sets);
  }

  /** Writes the two files of a product where {@link #run} finds them. */
  ProductFiles product(String name, Contract contract, String sql) throws IOException {
    Path product = Files.createDirectories(folder.resolve("contracts").resolve(name));
    Files.writeString(product.resolve("data_product.yaml"), ContractWriter.write(contract));
    Files.writeString(product.resolve("transform.sql"), sql);
    return ProductFiles.inFolder(product.resolve("data_product.yaml"));
  }

  /** Runs a product under an id that no run had before: the same id would do nothing. */
  RunReport run(ProductFiles product, Environment environment) {
    RunRequest request =
        new RunRequest(LOGICAL_DATE, Optional.of("benchmark-" + System.nanoTime()), 1);
    return Pipeline.of(product, environment).run(spark, request);
  }
}
