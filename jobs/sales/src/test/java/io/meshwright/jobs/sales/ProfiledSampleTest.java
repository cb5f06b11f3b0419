package io.meshwright.jobs.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.cli.Mesh;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A profile of each sample input is a product that can be run at once. */
@ExtendWith(SparkExtension.class)
class ProfiledSampleTest {

  @TempDir private static Path sample;

  @BeforeAll
  static void writeSample(SparkSession spark) {
    new TpchSource().write(spark, location -> at(location).toString(), 0.001, 60);
  }

  @ParameterizedTest
  @CsvSource({
    "orders, avro, order_id",
    "customers, csv, customer_id",
    "order_lines, parquet, ''",
  })
  void runsAtOnce(String input, String format, String key, SparkSession spark) throws IOException {
    String source = at("s3://operational/sales/" + input + "/").toString();
    Path product = sample.resolve("products/" + input);
    String[] settings = {"--conf", "../../conf", "--set", "mesh.root=" + sample.resolve("mesh")};

    int profiled =
        Mesh.run(with(settings, "profile", source, "--name", input, "--to", product.toString()));
    int ran = Mesh.run(with(settings, "run", product.toString(), "--date", "2024-01-14"));

    assertThat(profiled).isZero();
    assertThat(ran).isZero();
    assertThat(
            spark
                .read()
                .format("delta")
                .load(sample.resolve("mesh/data-products/sandbox/" + input + "/v1").toString())
                .count())
        .isEqualTo(spark.read().format(format).option("header", true).load(source).count());
    assertThat(Files.readString(product.resolve("data_product.yaml")))
        .satisfies(
            contract -> {
              if (!key.isEmpty()) {
                assertThat(contract)
                    .containsPattern(
                        "- name: " + key + "\\n      type: \\w+\\n      is_primary_key");
              }
            });
  }

  private static Path at(String location) {
    return sample.resolve(location.replace("s3://operational/", "operational/"));
  }

  private static String[] with(String[] settings, String... command) {
    return Stream.of(command, settings).flatMap(Stream::of).toArray(String[]::new);
  }
}
