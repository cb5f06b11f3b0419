package io.meshwright.protection;

import static io.meshwright.contract.ColumnProtection.ENCRYPT;
import static io.meshwright.contract.ColumnProtection.TOKENIZE;
import static io.meshwright.protection.Contracts.field;
import static org.apache.spark.sql.functions.col;
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
class SubjectsTest {

  private static final Contract ENCRYPTED =
      Contracts.of("sales.customers", field("id", "decimal(12,2)", ENCRYPT));
  private static final Contract TOKENS =
      Contracts.of("sales.customers", field("id", "decimal(12,2)", TOKENIZE));

  @TempDir private Path folder;
  private KeyProvider keys;

  @BeforeEach
  void openKeys() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  @Test
  void findsAPersonHoweverATableHasTheKey(SparkSession spark) {
    Dataset<Row> plain = spark.sql("SELECT CAST(id + 1 AS DECIMAL(12,2)) AS id FROM range(4)");
    Dataset<Row> encrypted = Protection.of(ENCRYPTED, keys).protect(plain).localCheckpoint();
    keys.rotate(KeyName.ofColumns(ENCRYPTED.name(), "id"));
    Subjects subjects = subjects("3", "2.0", "2", "99");

    assertThat(subjects.pseudonyms()).hasSize(3).allMatch(token -> token.matches("[0-9a-f]{64}"));
    assertThat(numbers(plain, subjects)).containsExactly(-1, 1, 0, -1);
    assertThat(numbers(encrypted, subjects)).containsExactly(-1, 1, 0, -1);
    assertThat(numbers(Protection.of(TOKENS, keys).protect(plain), subjects))
        .containsExactly(-1, 1, 0, -1);
    assertThat(numbers(spark.sql("VALUES ('3'), ('2.00'), ('1'), (null) AS t(id)"), subjects))
        .containsExactly(0, 1, -1, -1);
  }

  @Test
  void saysOfWhichValuesNobodyCanTell(SparkSession spark) {
    Dataset<Row> rows =
        Protection.of(ENCRYPTED, keys)
            .protect(spark.sql("SELECT CAST(3 AS DECIMAL(12,2)) AS id"))
            .localCheckpoint()
            .union(spark.sql("SELECT X'0012345678'"))
            .union(spark.sql("SELECT X''"));
    Subjects subjects = subjects("3");

    assertThat(numbers(rows, subjects))
        .containsExactly(0, Subjects.UNREADABLE, Subjects.UNREADABLE);
  }

  @Test
  void findsAPersonInATextOnlyAsAWordOfItsOwn(SparkSession spark) {
    Dataset<Row> texts =
        spark.sql("VALUES ('a,3,b'), ('a,33,b'), ('3'), ('x3'), (null), ('2.00;3') AS t(id)");

    assertThat(
            texts.select(subjects("3", "2").numberInText(col("id"))).collectAsList().stream()
                .map(row -> row.getInt(0)))
        .containsExactly(0, -1, 0, -1, -1, 1);
  }

  @Test
  void namesPlansAfterThePersonsWithoutTellingThem() {
    Subjects subjects = subjects("3", "2");

    assertThat(subjects.functionName())
        .matches("mesh_subject_[0-9a-f]{16}")
        .isEqualTo(subjects("2", "3").functionName())
        .isNotEqualTo(subjects("2").functionName());
    assertThatThrownBy(() -> subjects("planted"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A given subject is no decimal(12,2), which id is");
  }

  private Subjects subjects(String... values) {
    return Subjects.of(
        ENCRYPTED, ENCRYPTED.schema().findField("id").orElseThrow(), keys, List.of(values));
  }

  private static List<Integer> numbers(Dataset<Row> rows, Subjects subjects) {
    return rows
        .select(subjects.number(col("id"), rows.schema().apply("id").dataType()))
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0))
        .toList();
  }
}
