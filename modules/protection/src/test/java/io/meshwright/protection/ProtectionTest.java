package io.meshwright.protection;

import static io.meshwright.contract.ColumnProtection.DROP;
import static io.meshwright.contract.ColumnProtection.ENCRYPT;
import static io.meshwright.contract.ColumnProtection.MASK;
import static io.meshwright.contract.ColumnProtection.TOKENIZE;
import static io.meshwright.protection.Contracts.field;
import static io.meshwright.sparktesting.RowAssertions.assertSameRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.sparktesting.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ProtectionTest {

  private static final String ID = "- {name: id, type: string, is_primary_key: true}";

  private static final Contract CUSTOMERS =
      Contracts.of(
          "sales.customers",
          ID,
          field("email", "string", ENCRYPT),
          field("phone", "string", TOKENIZE),
          field("city", "string", MASK),
          field("note", "string", DROP),
          field("limit", "decimal(12,2)", ENCRYPT));

  @TempDir private Path folder;
  private KeyProvider keys;

  @BeforeEach
  void openKeys() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  @Test
  void storesEveryColumnAsTheContractSays(SparkSession spark) {
    Protection protection = Protection.of(CUSTOMERS, keys);

    Dataset<Row> stored = protection.protect(customers(spark)).orderBy("id");

    assertThat(stored.schema()).isEqualTo(protection.published(customers(spark).schema()));
    assertThat(stored.schema().toDDL())
        .isEqualTo("id STRING NOT NULL,email BINARY,phone STRING,city STRING,limit BINARY");
    assertThat(stored.select("id", "city").collectAsList())
        .hasToString("[[1,A***m], [2,***], [3,null]]");
    assertThat(stored.where("id = '3'").drop("id").first().toString())
        .isEqualTo("[null,null,null,null]");
    assertThat(
            stored
                .where("id < '3'")
                .select("phone")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .allMatch(token -> token.matches("[0-9a-f]{64}"))
        .doesNotHaveDuplicates();
  }

  @Test
  void revealsWhatWasEncrypted(SparkSession spark) {
    Protection protection = Protection.of(CUSTOMERS, keys);

    Dataset<Row> revealed =
        Protection.of(CUSTOMERS, keys).reveal(protection.protect(customers(spark)));

    assertSameRows(
        customers(spark).select("id", "email", "limit"), revealed.select("id", "email", "limit"));
  }

  @Test
  void encryptsEqualValuesDifferently(SparkSession spark) {
    Contract contract = Contracts.of("sales.x", field("email", "string", ENCRYPT));

    List<Row> stored =
        Protection.of(contract, keys)
            .protect(spark.sql("SELECT 'a@example.com' AS email FROM range(100)"))
            .distinct()
            .collectAsList();

    assertThat(stored).hasSize(100);
  }

  @Test
  void encryptsAllPersonalFieldsOfQuarantinedRowsUnderAKeyOfTheirOwn(SparkSession spark) {
    Protection protection = Protection.ofQuarantine(CUSTOMERS, keys);

    Dataset<Row> stored = protection.protect(customers(spark));

    assertThat(stored.schema().toDDL())
        .isEqualTo(
            "id STRING NOT NULL,email BINARY,phone BINARY,city BINARY,note BINARY,limit BINARY");
    assertThat(keys.names("sales.customers")).hasToString("[sales.customers/quarantine]");
    assertSameRows(customers(spark), Protection.ofQuarantine(CUSTOMERS, keys).reveal(stored));
    assertThatThrownBy(
            () -> {
              keys.obtain(KeyName.ofColumns(CUSTOMERS.name(), "email"));
              keys.obtain(KeyName.ofColumns(CUSTOMERS.name(), "limit"));
              Protection.of(CUSTOMERS, keys).reveal(stored).collectAsList();
            })
        .rootCause()
        .hasMessageContaining("which sales.customers/column-");
  }

  @Test
  void revealsNestedValuesWhateverTheSessionSays(SparkSession spark) {
    String type =
        "array<struct<at:timestamp,on:date,local:timestamp_ntz,by:map<date,array<string>>,key:binary>>";
    Contract contract = Contracts.of("sales.x", field("contacts", type, ENCRYPT));
    Dataset<Row> rows =
        spark.sql(
            """
            SELECT CAST(contacts AS %s) AS contacts FROM VALUES
              (array(
                named_struct(
                  'at', TIMESTAMP'0001-01-01 00:00:00.000001Z', 'on', DATE'1582-10-10',
                  'local', TIMESTAMP_NTZ'1900-02-28 01:02:03.4',
                  'by', map(DATE'0099-12-31', array('J\u00e9r\u00f4me', NULL, '')),
                  'key', X'00FF'),
                NULL,
                named_struct('at', NULL, 'on', NULL, 'local', NULL, 'by', NULL, 'key', NULL))),
              (array()), (NULL) AS t(contacts)
            """
                .formatted(type.replace(":", ": ")));
    Protection protection = Protection.of(contract, keys);
    String text = "CAST(contacts AS string)";

    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    try {
      assertThat(protection.reveal(protection.protect(rows)).selectExpr(text).collectAsList())
          .isEqualTo(rows.selectExpr(text).collectAsList());
    } finally {
      spark.conf().set("spark.sql.session.timeZone", "UTC");
    }
  }

  @Test
  void refusesRowsThatAreNotAsTheContractSays(SparkSession spark) {
    Protection protection = Protection.of(CUSTOMERS, keys);

    assertThatThrownBy(() -> protection.protect(customers(spark).drop("email")))
        .hasMessage(
            """
            Cannot protect sales.customers/email: the rows have no such column
                fix: give the rows every column of the contract""");
    assertThatThrownBy(
            () ->
                protection.protect(
                    customers(spark)
                        .selectExpr("*", "1 AS x")
                        .drop("limit")
                        .withColumnRenamed("x", "limit")))
        .hasMessage(
            """
            Cannot protect sales.customers/limit: it is int, and the contract says decimal(12,2)
                fix: cast it to the contract's type before""");
  }

  private static Dataset<Row> customers(SparkSession spark) {
    return spark
        .sql(
            """
        SELECT * FROM VALUES
          ('1', 'a@example.com', '+49 1', 'Amsterdam', 'calls often', 10.50BD),
          ('2', '', '+49 2', 'Bonn', '', 0.00BD),
          ('3', NULL, NULL, NULL, NULL, NULL) AS t(id, email, phone, city, note, limit)
        """)
        .selectExpr(
            "id", "email", "phone", "city", "note", "CAST(limit AS decimal(12,2)) AS limit");
  }
}
