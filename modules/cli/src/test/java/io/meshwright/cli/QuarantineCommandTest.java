package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a run with bad rows to an empty quarantine, by commands alone. */
@ExtendWith(SparkExtension.class)
class QuarantineCommandTest {

  @TempDir Path folder;

  @Test
  @SuppressWarnings("UnusedVariable") // The commands find the session that runs already.
  void correctsExportedRowsAndPublishesThem(SparkSession spark) throws IOException {
    product();
    assertThat(mesh("run").exitCode()).isZero();

    Invocation none = mesh("quarantine show", "--severity", "critical");
    assertThat(none.out())
        .isEqualTo(
            """
            shop.paid_orders has no such rows in quarantine

            2 rows of other rules left out by --rules, --tags or --severity
            """);

    Path file = folder.resolve("rows.jsonl");
    JsonNode shown =
        Json.read(
            mesh("quarantine show", "--rule", "amount_min", "--export", file.toString(), "--json")
                .out());
    assertThat(shown.path("count").asLong()).isEqualTo(2);
    assertThat(shown.path("rules").path(0).path("rows").asLong()).isEqualTo(2);
    assertThat(shown.path("rows"))
        .extracting(row -> row.path("row").toString())
        .containsExactlyInAnyOrder(
            "{\"id\":\"b\",\"amount\":-1.00}", "{\"id\":\"d\",\"amount\":-2.00}");

    Files.writeString(file, Files.readString(file).replace("-1.00", "1.00"));
    Invocation requeued = mesh("quarantine requeue", "--from", file.toString());
    assertThat(requeued.exitCode()).isZero();
    assertThat(requeued.out())
        .startsWith("shop.paid_orders 1.0.0: published as version 2, with 1 row in quarantine\n")
        .contains("2 transformed = 1 published + 1 quarantined")
        .contains("for example {\"id\":\"d\",\"amount\":-2.00}");

    assertThat(mesh("quarantine purge", "--older-than", "0"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Nothing was purged: 1 row of shop.paid_orders would be thrown away
                    fix: say --yes to do it
                """));
    assertThat(mesh("quarantine purge", "--older-than", "0", "--yes").out())
        .isEqualTo("shop.paid_orders: 1 row purged\n");

    Path junit = folder.resolve("junit.xml");
    Invocation report = mesh("report", "--junit", junit.toString());
    assertThat(report.out()).startsWith("shop.paid_orders 1.0.0: published, exit code 0\n  run ");
    assertThat(Files.readString(junit)).contains("<testsuite name=\"shop.paid_orders\"");
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    product();

    assertThat(mesh("quarantine purge").err())
        .isEqualTo(
            """
            Cannot tell what to purge
                fix: give --run, --rule, --since, --outcome or --older-than; --older-than 0 means every row
            """);
    assertThat(mesh("quarantine requeue", "--from", "x", "--where", "true").err())
        .isEqualTo(
            """
            Cannot correct rows both by a file and by SQL
                fix: give --from alone, or --correct and --where
            """);
    assertThat(mesh("quarantine requeue", "--correct", "amount").err())
        .isEqualTo(
            """
            Invalid correction 'amount': expected FIELD = EXPRESSION, such as status = 'completed'
                fix: write --correct "status = 'completed'"
            """);
    assertThat(mesh("quarantine show", "--since", "monday").err())
        .startsWith(
            "Invalid value for option '--since': 'monday' is neither a day, such as 2024-01-14, nor"
                + " an instant, such as 2024-01-14T02:00:00Z\n");
    for (String command : List.of("show", "requeue", "purge")) {
      assertThat(mesh("quarantine " + command, "--outcome", "lost").exitCode()).isEqualTo(2);
    }
  }

  private Invocation mesh(String command, String... options) {
    Invocation invocation = new SmallMesh(folder).run(command, "first", options);
    return new Invocation(
        invocation.exitCode(), invocation.out(), withoutProgress(invocation.err()));
  }

  /** Finished steps begin with a tick. */
  private static String withoutProgress(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("✓"))
        .map(line -> line + "\n")
        .reduce("", String::concat);
  }

  private void product() throws IOException {
    SmallMesh mesh = new SmallMesh(folder);
    mesh.write(
        "first/data_product.yaml",
        """
        name: paid_orders
        version: 1.0.0
        domain: shop
        owner: {team: shop}
        inputs: [{name: orders, format: csv, path: s3://lake/orders, options: {header: "true"}, schema: {id: string, amount: "decimal(12,2)"}}]
        transform: {sql: transform.sql}
        schema: {type: delta, location: s3://lake/paid_orders/, fields: [
          {name: id, type: string, is_primary_key: true},
          {name: amount, type: "decimal(12,2)", constraints: [{min: 0, tolerance: 50%}]}]}
        """);
    mesh.write("first/transform.sql", "SELECT id, amount FROM orders");
    mesh.write("lake/orders/a.csv", "id,amount\na,10.00\nb,-1.00\nc,7.50\nd,-2.00\n");
  }
}
