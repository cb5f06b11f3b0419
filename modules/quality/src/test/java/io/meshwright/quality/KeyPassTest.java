package io.meshwright.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.sparktesting.SparkExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class KeyPassTest {

  private static final StructType PAIRS = StructType.fromDDL("a STRING, `b.c` INT");
  private static final List<String> KEY = List.of("a", "b.c");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void agreesWithAnExactCount(int seed) {
    Dataset<Row> rows = random(seed, 200, 1 + seed * 40);
    Dataset<Row> others = random(seed + 100, 50, 1 + seed * 40);

    Measurement.Keys found = KeyPass.unique(rows, KEY, Optional.of(others));

    assertThat(found).isEqualTo(oracle(rows, others));
    assertThat(KeyPass.sharing(rows, KEY).count() + KeyPass.taking(rows, others, KEY).count())
        .isEqualTo(found.violations());
  }

  @Test
  void leavesRowsWithANullInTheirKeyOut(SparkSession spark) {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(
                RowFactory.create("x", null),
                RowFactory.create("x", null),
                RowFactory.create(null, 1),
                RowFactory.create("x", 1)),
            PAIRS);

    assertThat(KeyPass.unique(rows, KEY, Optional.empty())).isEqualTo(new Measurement.Keys(1, 0));
  }

  @Test
  void findsNothingInNoRows(SparkSession spark) {
    Dataset<Row> rows = spark.createDataFrame(List.of(), PAIRS);

    assertThat(KeyPass.unique(rows, KEY, Optional.empty())).isEqualTo(new Measurement.Keys(0, 0));
  }

  @Test
  void treatsTheTwoZerosAsOneKey(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (0.0D), (-0.0D), (1.0D) AS t(zero)");

    assertThat(KeyPass.unique(rows, List.of("zero"), Optional.empty()))
        .isEqualTo(new Measurement.Keys(3, 2));
  }

  @Test
  void countsRowsWithoutACounterpart(SparkSession spark) {
    Dataset<Row> orders =
        spark.sql(
            "SELECT * FROM VALUES (1, 'a'), (2, 'b'), (3, 'x'), (4, 'x'), (5, NULL) AS t(id, c)");
    Dataset<Row> customers = spark.sql("SELECT * FROM VALUES ('a'), ('b'), ('b'), (NULL) AS t(id)");

    assertThat(KeyPass.references(orders, List.of("c"), customers, List.of("id")))
        .isEqualTo(new Measurement.Keys(4, 2));
    assertThat(
            KeyPass.dangling(orders, List.of("c"), customers, List.of("id"))
                .select("id")
                .collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactlyInAnyOrder(3, 4);
  }

  private static Dataset<Row> random(int seed, int size, int distinct) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      rows.add(
          RowFactory.create(
              random.nextInt(20) == 0 ? null : "k" + random.nextInt(distinct),
              random.nextInt(20) == 0 ? null : random.nextInt(3)));
    }
    return SparkExtension.session().createDataFrame(rows, PAIRS).repartition(3);
  }

  /** The same, said in plain SQL. */
  private static Measurement.Keys oracle(Dataset<Row> rows, Dataset<Row> others) {
    rows.createOrReplaceTempView("key_rows");
    others.createOrReplaceTempView("key_others");
    Row counted =
        rows.sparkSession()
            .sql(
                """
                WITH complete AS (SELECT * FROM key_rows WHERE a IS NOT NULL AND `b.c` IS NOT NULL)
                SELECT (SELECT count(*) FROM complete),
                       (SELECT coalesce(sum(n), 0) FROM
                         (SELECT count(*) n FROM complete GROUP BY a, `b.c` HAVING count(*) > 1))
                     + (SELECT count(*) FROM complete c WHERE EXISTS
                         (SELECT 1 FROM key_others o WHERE o.a = c.a AND o.`b.c` = c.`b.c`))
                """)
            .head();
    return new Measurement.Keys(counted.getLong(0), counted.getLong(1));
  }
}
