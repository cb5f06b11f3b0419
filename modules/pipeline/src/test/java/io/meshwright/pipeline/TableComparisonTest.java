package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableComparisonTest {

  private static final String ALTER = "ALTER TABLE delta.`/lake/orders/v1` ";

  @Test
  void hasNothingToSayOfATableThatAgrees() {
    assertThat(
            compare(
                "{name: id, type: string, is_primary_key: true, description: The number}",
                table("id STRING NOT NULL COMMENT 'The number'")))
        .isEmpty();
  }

  @Test
  void addsAColumnWhereTheContractHasIt() {
    List<TableDifference> differences =
        compare(
            "{name: id, type: long}, {name: note, type: string, description: \"The shop's\"},"
                + " {name: at, type: date}, {name: tags, type: \"array<string>\"}",
            table("id BIGINT, at DATE"));

    assertThat(differences)
        .extracting(TableDifference::difference)
        .containsExactly("has no column 'note' (STRING)", "has no column 'tags' (ARRAY<STRING>)");
    assertThat(sql(differences))
        .containsExactly(
            ALTER + "ADD COLUMN (`note` STRING COMMENT 'The shop\\'s' AFTER `id`)",
            ALTER + "ADD COLUMN (`tags` ARRAY<STRING> AFTER `at`)");
  }

  @Test
  void holdsAColumnToItsValuesByAConstraintWhereItWasCreatedWithoutNotNull() {
    String fields = "{name: id, type: long, is_primary_key: true}";
    TableState without = table("id BIGINT");
    TableState with = with(without, "delta.constraints.mesh_required_id", "`id`  IS NOT NULL");

    assertThat(sql(compare(fields, without)))
        .containsExactly(ALTER + "ADD CONSTRAINT `mesh_required_id` CHECK (`id` IS NOT NULL)");
    assertThat(compare(fields, with)).isEmpty();
    assertThat(sql(compare("{name: id, type: long}", with)))
        .containsExactly(ALTER + "DROP CONSTRAINT `mesh_required_id`");
  }

  @Test
  void addsARequiredColumnWithItsConstraint() {
    assertThat(
            sql(
                compare(
                    "{name: id, type: long}, {name: at, type: date, constraints: [not_null]}",
                    table("id BIGINT"))))
        .containsExactly(
            ALTER + "ADD COLUMN (`at` DATE AFTER `id`)",
            ALTER + "ADD CONSTRAINT `mesh_required_at` CHECK (`at` IS NOT NULL)");
  }

  @Test
  void allowsNullsWhereTheContractDoes() {
    assertThat(sql(compare("{name: id, type: long}", table("id BIGINT NOT NULL"))))
        .containsExactly(ALTER + "ALTER COLUMN `id` DROP NOT NULL");
  }

  @Test
  void widensWhatDeltaCanWidenAndTakesConstraintsOffMeanwhile() {
    TableState narrow =
        with(table("n TINYINT, s STRUCT<a: SMALLINT>"), "delta.constraints.n_min", "n >= 0");

    List<TableDifference> differences =
        compare(
            "{name: n, type: short}, {name: s, type: \"struct<a:integer,b:string>\"}",
            narrow,
            Map.of("n_MIN", "n >= 0"));

    assertThat(sql(differences))
        .containsExactly(
            ALTER + "SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
            ALTER + "ALTER COLUMN `n` TYPE SMALLINT",
            ALTER + "SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true')",
            ALTER + "ALTER COLUMN `s`.`a` TYPE INT",
            ALTER + "ADD COLUMN (`s`.`b` STRING)",
            ALTER + "DROP CONSTRAINT `n_min`",
            ALTER + "ADD CONSTRAINT `n_min` CHECK (n >= 0)");
  }

  @Test
  void refusesWhatDeltaCannotDoInPlace() {
    List<TableDifference> differences =
        compare(
            "{name: id, type: long}, {name: amount, type: \"decimal(14,2)\"},"
                + " {name: Status, type: string}, {name: year, type: int, generated: year(at)},"
                + " {name: two words, type: string}, {name: p, type: \"struct<b:int,a:int>\"}",
            table(
                "id INT, amount DECIMAL(12,2), status STRING, gone DATE, p STRUCT<a: INT, b: INT>"));

    assertThat(differences)
        .allMatch(difference -> difference.stopsRuns() && difference.wayOut().isPresent())
        .extracting(TableDifference::difference)
        .containsExactly(
            "has 'id' as int, the contract says bigint",
            "has 'amount' as decimal(12,2), the contract says decimal(14,2)",
            "has 'status', which the contract calls 'Status'",
            "has no column 'year' (INT)",
            "has no column 'two words' (STRING)",
            "has 'p' as struct<a:int,b:int>, the contract says struct<b:int,a:int>",
            "has a column 'gone' that the contract does not have");
    assertThat(differences.get(0).wayOut())
        .hasValue(
            "Delta 3.3 makes byte and short wider in place, up to integer, and nothing else: give"
                + " the contract the next major version, which gets a table of its own");
  }

  @Test
  void replacesAConstraintThatChangedAndLeavesOneThatDeltaWroteDifferently() {
    TableState table =
        with(
            with(table("id BIGINT"), "delta.constraints.id_min", "coalesce ( `id` >= 0BD , true )"),
            "delta.constraints.id_max",
            "`id` < 7");

    assertThat(
            sql(
                compare(
                    "{name: id, type: long}",
                    table,
                    Map.of("id_min", "coalesce(`id` >= 0BD, true)", "id_max", "`id` < 5"))))
        .containsExactly(
            ALTER + "DROP CONSTRAINT `id_max`", ALTER + "ADD CONSTRAINT `id_max` CHECK (`id` < 5)");
  }

  @Test
  void leavesWordsToTheMigrationAndNotToRuns() {
    List<TableDifference> differences =
        compare(
            "{name: id, type: long, description: New}",
            with(table("id BIGINT COMMENT 'Old'"), "mesh.contract.version", "0.9.0"));

    assertThat(differences).noneMatch(TableDifference::stopsRuns);
    assertThat(sql(differences)).containsExactly(ALTER + "ALTER COLUMN `id` COMMENT 'New'");
  }

  private static List<String> sql(List<TableDifference> differences) {
    return differences.stream()
        .flatMap(difference -> difference.steps().stream())
        .map(MigrationStep::sql)
        .toList();
  }

  private static List<TableDifference> compare(String fields, TableState table) {
    return compare(fields, table, Map.of());
  }

  private static List<TableDifference> compare(
      String fields, TableState table, Map<String, String> constraints) {
    Contract contract =
        new ContractReader(new SparkSqlSyntax())
            .parse(
                Path.of("data_product.yaml"),
                """
                name: orders
                domain: sales
                version: 1.1.0
                owner: {team: sales}
                schema: {type: delta, location: /lake/orders, fields: [%s]}
                """
                    .formatted(fields))
            .contract();
    return TableComparison.between(
        contract, table, "/lake/orders/v1", constraints, Map.of(), Map.of());
  }

  private static TableState table(String columns) {
    StructType parsed = StructType.fromDDL(columns);
    return new TableState(parsed, List.of(), Map.of(), Optional.empty());
  }

  private static TableState with(TableState table, String property, String value) {
    Map<String, String> properties = new java.util.HashMap<>(table.properties());
    properties.put(property, value);
    return new TableState(table.columns(), List.of(), properties, Optional.empty());
  }
}
