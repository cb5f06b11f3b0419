package io.meshwright.jobs.sales;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.deequ.VerificationSuite;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What is in the jar for spark-submit, and what is left to the cluster. */
class SparkJarIT {

  private static final Path SPARK_JAR = Path.of(System.getProperty("mesh.spark.jar"));

  @Test
  void holdsTheJobAndWhatNoClusterBrings() throws IOException {
    assertThat(entries(SPARK_JAR))
        .contains(
            "sales_orders_analytical/data_product.yaml",
            "sales_orders_analytical/transform.sql",
            "io/meshwright/jobs/sales/SalesJob.class",
            "io/meshwright/jobs/sales/TpchSource.class",
            "META-INF/services/io.meshwright.pipeline.SampleInputs",
            "com/amazon/deequ/VerificationSuite.class",
            "com/typesafe/config/Config.class",
            "io/meshwright/shaded/com/google/crypto/tink/Aead.class",
            "org/snakeyaml/engine/v2/api/Load.class",
            "picocli/CommandLine.class")
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesOutWhatTheClusterBrings() throws IOException, URISyntaxException {
    List<String> deequ = entries(deequJar());

    assertThat(entries(SPARK_JAR))
        .filteredOn(entry -> !deequ.contains(entry))
        .noneMatch(entry -> entry.startsWith("org/apache/spark/"))
        .noneMatch(entry -> entry.startsWith("org/apache/hadoop/"))
        .noneMatch(entry -> entry.startsWith("io/delta/"))
        .noneMatch(entry -> entry.startsWith("scala/"))
        .noneMatch(entry -> entry.startsWith("com/fasterxml/"))
        .noneMatch(entry -> entry.startsWith("org/slf4j/"))
        .noneMatch(entry -> entry.startsWith("com/google/"));
  }

  @Test
  void carriesNoSignatureOfAnotherJar() throws IOException {
    assertThat(entries(SPARK_JAR))
        .noneMatch(entry -> entry.matches("META-INF/.*\\.(SF|DSA|RSA)"))
        .noneMatch(entry -> entry.endsWith("module-info.class"));
  }

  @Test
  void startsWithTheJob() throws IOException {
    try (JarFile jar = new JarFile(SPARK_JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
          .isEqualTo("io.meshwright.jobs.sales.SalesJob");
    }
  }

  /** Deequ has classes of its own in Spark's packages, which no cluster brings. */
  private static Path deequJar() throws URISyntaxException {
    return Path.of(
        VerificationSuite.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> entries(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }
}
