package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SparkExtension.class)
class ConformTest {

  @Test
  void reportsEveryDifferenceAtOnce(SparkSession spark) {
    Contract contract =
        contract(
            """
            - {name: order_id, type: long}
            - {name: customer_id, type: long}
            - {name: amount, type: "decimal(12,2)"}
            - {name: status, type: string}
            """);
    Dataset<Row> rows =
        spark.sql(
            "SELECT 1L AS Order_Id, 12.50BD AS Amount, CAST(1 AS DECIMAL(14,2)) AS amount,"
                + " 1 AS status, 'x' AS note, 'y' AS note");

    assertThatThrownBy(() -> Conform.conform(rows, contract))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REJECTED))
        .hasMessage(
            """
            column 'note' is given 2 times
                fix: leave one in the transform, or give the others their own names
            column 'order_id' (long) is missing
                fix: the transform calls it 'Order_Id': use the contract's letter case
            column 'customer_id' (long) is missing
                fix: add it to the transform, or remove the field from the contract
            column 'amount' is decimal(14,2), the contract says decimal(12,2)
                fix: cast it in the transform, where you can decide what happens to values that \
            do not fit: CAST(`amount` AS decimal(12,2)) makes null of them, or with \
            spark.sql.ansi.enabled stops the run
            column 'status' is int, the contract says string
                fix: cast it in the transform, where you can decide what happens to values that \
            do not fit: CAST(`status` AS string) makes null of them, or with \
            spark.sql.ansi.enabled stops the run
            column 'Amount' (decimal(4,2)) is not in the contract
                fix: add the field to the contract, or leave the column out of the transform
            column 'note' (string) is not in the contract
                fix: add the field to the contract, or leave the column out of the transform
            column 'note' (string) is not in the contract
                fix: add the field to the contract, or leave the column out of the transform""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1                            | long          | 1",
        "CAST(127 AS TINYINT)         | short         | 127",
        "2147483647                   | decimal(10,0) | 2147483647",
        "9223372036854775807          | decimal(21,2) | 9223372036854775807.00",
        "9999999999.99BD              | decimal(14,3) | 9999999999.990",
        "CAST(1.5 AS FLOAT)           | double        | 1.5",
        "NULL                         | date          | \"\"",
        "'text'                       | varchar(10)   | text",
      })
  void widensWithoutLoss(String value, String type, String published, SparkSession spark) {
    Dataset<Row> conformed = Conform.conform(spark.sql("SELECT " + value + " AS x"), fieldOf(type));

    assertThat(conformed.schema().apply("x").dataType())
        .isEqualTo(SparkTypes.of(fieldOf(type)).apply("x").dataType());
    assertThat(conformed.selectExpr("CAST(x AS STRING)").na().fill("").head().getString(0))
        .isEqualTo(published);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1L                          | integer       | bigint",
        "1L                          | double        | bigint",
        "CAST(1 AS DOUBLE)           | float         | double",
        "1                           | decimal(9,0)  | int",
        "1L                          | decimal(19,1) | bigint",
        "CAST(1 AS DECIMAL(12,3))    | decimal(12,2) | decimal(12,3)",
        "CAST(1 AS DECIMAL(13,2))    | decimal(12,2) | decimal(13,2)",
        "'2024-01-14'                | date          | string",
        "TIMESTAMP'2024-01-14'       | date          | timestamp",
        "TIMESTAMP'2024-01-14'       | timestamp_ntz | timestamp",
        "true                        | string        | boolean",
        "array(1L)                   | array<integer> | array<bigint>",
        "named_struct('b', 1)        | struct<a:integer> | struct<b:int>",
      })
  void neverNarrows(String value, String type, String given, SparkSession spark) {
    assertThatThrownBy(() -> Conform.conform(spark.sql("SELECT " + value + " AS x"), fieldOf(type)))
        .isInstanceOf(StageFailedException.class)
        .hasMessageStartingWith("column 'x' is %s, the contract says %s\n".formatted(given, type));
  }

  @Test
  void putsColumnsInTheOrderOfTheContract(SparkSession spark) {
    Contract contract =
        contract(
            """
            - {name: "b.c", type: integer}
            - {name: "a `quoted`", type: integer}
            """);

    Dataset<Row> conformed =
        Conform.conform(spark.sql("SELECT 1 AS `a ``quoted```, 2 AS `b.c`"), contract);

    assertThat(conformed.columns()).containsExactly("b.c", "a `quoted`");
    assertThat(conformed.head().mkString(",")).isEqualTo("2,1");
  }

  @Test
  void namesAGeneratedColumnThatCannotBeMade(SparkSession spark) {
    Contract contract =
        contract(
            """
            - {name: x, type: integer}
            - {name: day, type: date, generated: to_date(ordered_at)}
            """);

    assertThatThrownBy(() -> Conform.conform(spark.sql("SELECT 1 AS x"), contract))
        .isInstanceOf(StageFailedException.class)
        .hasMessageContainingAll(
            "column 'day' cannot be generated as to_date(ordered_at): [UNRESOLVED_COLUMN",
            "fix: correct generated in the contract, or give the column in the transform");
  }

  private static Contract fieldOf(String type) {
    return contract("- {name: x, type: \"" + type + "\"}\n");
  }

  private static Contract contract(String fields) {
    String text =
        """
        name: orders
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/orders
          fields:
        """
            + fields.indent(4);
    return new ContractReader(new SparkSqlSyntax())
        .parse(Path.of("data_product.yaml"), text)
        .contract();
  }
}
