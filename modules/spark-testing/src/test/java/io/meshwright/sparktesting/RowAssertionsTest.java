package io.meshwright.sparktesting;

import static io.meshwright.sparktesting.RowAssertions.assertSameRows;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class RowAssertionsTest {

  @Test
  void ignoresTheOrderOfRows(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(id, name)");

    assertThatCode(() -> assertSameRows(rows, rows.orderBy(rows.col("id").desc())))
        .doesNotThrowAnyException();
  }

  @Test
  void noticesARowThatDiffers(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(id, name)");
    Dataset<Row> other = spark.sql("SELECT * FROM VALUES (1, 'a'), (2, 'c') AS t(id, name)");

    assertThatThrownBy(() -> assertSameRows(rows, other))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2,b");
  }
}
