package io.meshwright.jobs.sales;

import io.meshwright.cli.Mesh;
import java.util.stream.Stream;

/**
 * Runs sales.sales_orders_analytical: the main class for spark-submit and for a Databricks JAR
 * task.
 *
 * <p>Takes the options of {@code mesh run} and ends with its exit codes.
 */
public final class SalesJob {

  private static final String CONTRACT = "classpath:sales_orders_analytical/data_product.yaml";

  private SalesJob() {}

  public static void main(String[] args) {
    int exitCode =
        Mesh.run(Stream.concat(Stream.of("run", CONTRACT), Stream.of(args)).toArray(String[]::new));
    // A Databricks JAR task takes any exit for a crash, so a good run just returns.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
