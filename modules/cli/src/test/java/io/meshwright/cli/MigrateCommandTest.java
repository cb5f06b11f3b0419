package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From one version of a contract to the next, by commands alone. */
@ExtendWith(SparkExtension.class)
class MigrateCommandTest {

  @TempDir Path folder;

  @Test
  @SuppressWarnings("UnusedVariable") // The commands find the session that runs already.
  void provesMigratesAndPublishesTheNextVersion(SparkSession spark) throws IOException {
    write("lake/orders.csv", "id,amount\na,10.00\nb,20.00\n");
    write("first/transform.sql", "SELECT id, amount FROM orders");
    write("old.yaml", contract("1.0.0", ""));
    write("first/data_product.yaml", contract("1.0.0", ""));
    assertThat(mesh("run", "first").exitCode()).isZero();

    write("first/data_product.yaml", contract("1.1.0", "constraints: [{max: 15}]"));
    Invocation broken = mesh("diff", "old.yaml", "first/data_product.yaml", "--prove");
    assertThat(broken.exitCode()).isEqualTo(5);
    assertThat(broken.out())
        .contains(
            """

            Proof on version 1 of %s, which holds 1.0.0: 2 rows
            ┌────────────────────────┬──────────────┬──────────────────────┬─────────┐
            │ where                  │ promise      │ found                │ outcome │
            ├────────────────────────┼──────────────┼──────────────────────┼─────────┤
            │ amount rule amount_max │ amount <= 15 │ 1 of 2 rows break it │ broken  │
            └────────────────────────┴──────────────┴──────────────────────┴─────────┘
              ✗ amount_max: {"id":"b","amount":20.00}
            """
                .formatted(table()));
    Invocation refused = mesh("migrate", "first", "--apply");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.out()).startsWith("shop.paid_orders 1.1.0: refused, nothing was done\n");

    write("first/data_product.yaml", contract("1.1.0", "constraints: [{max: 25}]"));
    Invocation kept = mesh("diff", "old.yaml", "first/data_product.yaml", "--prove");
    assertThat(kept.exitCode()).isZero();
    assertThat(kept.out())
        .startsWith("shop.paid_orders 1.0.0 → 1.1.0: compatible\nverdict: minor\n")
        .contains("0 of 2 rows break it");
    Invocation run = mesh("run", "first");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.out()).contains("mesh migrate shop.paid_orders --apply");
    Invocation shown = mesh("migrate", "first");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .startsWith(
            """
            shop.paid_orders 1.1.0: 2 steps to do, with --apply
            table: %1$s, held 1.0.0

            Rows
            ┌────────────┬──────────────┬──────────────────────┬─────────┐
            │ rule       │ promise      │ found                │ outcome │
            ├────────────┼──────────────┼──────────────────────┼─────────┤
            │ amount_max │ amount <= 25 │ 0 of 2 rows break it │ kept    │
            └────────────┴──────────────┴──────────────────────┴─────────┘

            Steps
              1. add constraint amount_max
                 ALTER TABLE delta.`%1$s` ADD CONSTRAINT `amount_max` CHECK \
            (coalesce(`amount` <= CAST('25' AS decimal(12,2)), true))
              2. say that it holds shop.paid_orders 1.1.0
                 ALTER TABLE delta.`%1$s` SET TBLPROPERTIES ('mesh.contract.name' = 'shop.paid_orders', \
            """
                .formatted(table()));

    JsonNode applied = Json.read(mesh("migrate", "first", "--apply", "--json").out());
    assertThat(applied.path("applied").asBoolean()).isTrue();
    assertThat(applied.path("steps")).hasSize(2);
    assertThat(mesh("migrate", "first").out())
        .startsWith("shop.paid_orders 1.1.0: nothing to do: the table is as the contract says\n");
    assertThat(mesh("run", "first").exitCode()).isZero();
  }

  private Path table() {
    return folder.resolve("lake/paid_orders/v1");
  }

  private static String contract(String version, String rules) {
    return """
        name: paid_orders
        version: %s
        domain: shop
        owner: {team: shop}
        inputs: [{name: orders, format: csv, path: s3://lake/orders.csv, options: {header: "true"}, schema: {id: string, amount: "decimal(12,2)"}}]
        transform: {sql: transform.sql}
        schema: {type: delta, location: s3://lake/paid_orders/, fields: [
          {name: id, type: string, is_primary_key: true},
          {name: amount, type: "decimal(12,2)", %s}]}
        """
        .formatted(version, rules);
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
  }

  private Invocation mesh(String command, String... options) throws IOException {
    write(
        "conf/mesh.conf",
        """
        mesh {
          root = mesh
          publisher = gate
          storage { "s3://lake" = lake }
          products = []
          locations {}
          principal { user = tester, roles = [] }
          spark {}
        }
        """);
    write("conf/local.conf", "");
    List<String> arguments = new ArrayList<>(List.of(command));
    for (String option : options) {
      arguments.add(option.startsWith("--") ? option : folder.resolve(option).toString());
    }
    arguments.addAll(List.of("--conf", folder.resolve("conf").toString()));
    return Invocation.of(arguments.toArray(String[]::new));
  }
}
