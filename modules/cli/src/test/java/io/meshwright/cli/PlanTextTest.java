package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.evolution.MajorState;
import io.meshwright.pipeline.Plan;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class PlanTextTest {

  private static final Contract CONTRACT =
      new ContractReader(SqlSyntax.UNCHECKED)
          .parse(
              Path.of("data_product.yaml"),
              """
              name: orders
              version: 2.1.0
              domain: sales
              owner:
                team: sales-analytics
                contact: sales@company.com
              schema:
                type: delta
                location: s3://data-products/sales/orders/
                fields:
                  - name: order_id
                    type: string
              """)
          .contract();

  @Test
  void showsWhatARunWouldDoInItsOrder() {
    Plan plan =
        new Plan(
            CONTRACT,
            "9b1f0c44",
            "gate",
            "/data/sales/orders/v2",
            """
            CREATE TABLE delta.`/data/sales/orders/v2` (
              order_id STRING
            ) USING delta""",
            List.of(
                new Plan.PlannedInput(
                    "orders",
                    "avro",
                    "/data/operational/orders",
                    "4f1c2d3e4b5a69788796",
                    List.of("order_id string", "total_amount decimal(12,2)"))),
            List.of(
                new Plan.PlannedRule("order_id_unique", "error", "order_id is unique", "key pass")),
            List.of(),
            "replace the whole table",
            List.of(
                new Plan.PublishedMajor(
                    SemanticVersion.parse("1.6.0"),
                    new MajorState(
                        MajorState.Phase.DEPRECATED, Optional.of(LocalDate.of(2024, 6, 15))),
                    "/data/sales/orders/v1")),
            List.of(),
            List.of("The table does not exist yet: the run creates it."));

    assertThat(PlanText.of(plan, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: what a run would do
            run 9b1f0c44

            Read
            ┌────────┬──────┬──────────────┬─────────────────────────────────────────────┐
            │ input  │ kind │ version      │ columns                                     │
            ├────────┼──────┼──────────────┼─────────────────────────────────────────────┤
            │ orders │ avro │ 4f1c2d3e4b5a │ order_id string, total_amount decimal(12,2) │
            └────────┴──────┴──────────────┴─────────────────────────────────────────────┘
              orders: /data/operational/orders

            Measure
            ┌─────────────────┬──────────┬────────────────────┬──────────┐
            │ rule            │ severity │ expected           │ how      │
            ├─────────────────┼──────────┼────────────────────┼──────────┤
            │ order_id_unique │ error    │ order_id is unique │ key pass │
            └─────────────────┴──────────┴────────────────────┴──────────┘

            Write to /data/sales/orders/v2
              replace the whole table, by the gate publisher

              CREATE TABLE delta.`/data/sales/orders/v2` (
                order_id STRING
              ) USING delta

            Published
            ┌─────────┬─────────────────────────────┬───────────────────────┐
            │ version │ state                       │ location              │
            ├─────────┼─────────────────────────────┼───────────────────────┤
            │ 1.6.0   │ deprecated until 2024-06-15 │ /data/sales/orders/v1 │
            └─────────┴─────────────────────────────┴───────────────────────┘

            Notes
              - The table does not exist yet: the run creates it.\
            """);
  }

  @Test
  void saysWhatAContractLeavesOut() {
    Plan plan =
        new Plan(
            CONTRACT,
            "9b1f0c44",
            "gate",
            "/data/sales/orders/v2",
            "CREATE TABLE delta.`/data/sales/orders/v2` (order_id STRING) USING delta",
            List.of(),
            List.of(),
            List.of(),
            "replace the whole table",
            List.of(),
            List.of(),
            List.of());

    assertThat(PlanText.of(plan, Ansi.OFF))
        .isEqualTo(
            """
            sales.orders 2.1.0: what a run would do
            run 9b1f0c44

            Read
              no inputs declared

            Measure
              no rules: every row is published

            Write to /data/sales/orders/v2
              replace the whole table, by the gate publisher

              CREATE TABLE delta.`/data/sales/orders/v2` (order_id STRING) USING delta\
            """);
  }
}
