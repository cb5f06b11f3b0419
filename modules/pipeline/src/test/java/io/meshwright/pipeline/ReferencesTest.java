package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import io.meshwright.quality.RuleResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that look at another product, and at personal data. */
class ReferencesTest {

  private static final String ORDERS =
      """
      name: orders
      domain: shop
      version: 1.0.0
      owner: {team: shop}
      schema:
        type: delta
        location: s3://lake/published/orders/
        fields:
          - name: customer
            type: string
            constraints:
              - references: shop.customers.id
          - name: email
            type: string
            is_pii: true
            pii_category: contact
            constraints:
              - format: email
                tolerance: 1
          - name: coupon
            type: string
            constraints:
              - unique: true
                where: coupon <> 'none'
                %s
      inputs: [{name: orders, format: parquet, path: s3://lake/raw/orders}]
      transform: {sql: transform.sql}
      """;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, "gate");
    workspace
        .write(
            "products/customers/data_product.yaml",
            """
            name: customers
            domain: shop
            version: 1.2.0
            owner: {team: shop}
            schema:
              type: delta
              location: s3://lake/published/customers/
              fields: [{name: id, type: string, is_primary_key: true}]
            inputs: [{name: customers, format: parquet, path: s3://lake/raw/customers}]
            transform: {sql: transform.sql}
            """)
        .write("products/customers/transform.sql", "SELECT * FROM customers")
        .write("products/orders/transform.sql", "SELECT * FROM orders")
        .write("products/orders/data_product.yaml", ORDERS.formatted("allow_empty: true"))
        .input("customers", "SELECT * FROM VALUES ('a'), ('b') AS t(id)");
  }

  @Test
  void cannotBeMeasuredUntilTheOtherProductIsPublished() {
    workspace.input("orders", "SELECT 'a' AS customer, 'a@b.org' AS email, 'none' AS coupon");

    RunReport unpublished = workspace.run("orders");
    workspace.run("customers");
    RunReport published = workspace.later(1).run("orders");

    assertThat(unpublished.outcome()).isEqualTo(Outcome.UNMEASURED);
    assertThat(unpublished.exitCode()).isEqualTo(ExitCode.UNMEASURED);
    assertThat(unpublished.table().versionAfter()).isEmpty();
    assertThat(unpublished.rules().get(0).actual()).isEqualTo("shop.customers is not published");
    assertThat(published.outcome()).isEqualTo(Outcome.PUBLISHED);
  }

  @Test
  void rejectsRowsWithoutACounterpartAndRepeatsNoPersonalData() {
    workspace.run("customers");
    workspace.input(
        "orders",
        """
        SELECT * FROM VALUES
          ('a', 'a@b.org', 'x'), ('c', 'c@d.org', 'x'), (NULL, 'secret', 'none'), ('b', NULL, 'none')
        AS t(customer, email, coupon)
        """);

    RunReport report = workspace.run("orders");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.rules())
        .extracting(ReferencesTest::line)
        .containsExactly(
            "customer_references: 1 of 3 rows break it (33.34%) failed",
            "email_format: 1 of 4 rows break it (25%) tolerated",
            "coupon_unique: 2 of 2 rows break it (100%) failed");
    assertThat(
            workspace
                .quarantined("orders")
                .selectExpr("explode(violations) AS v")
                .selectExpr("v.rule", "v.column", "v.value")
                .toJSON()
                .collectAsList())
        .containsExactlyInAnyOrder(
            "{\"rule\":\"customer_references\",\"column\":\"customer\",\"value\":\"c\"}",
            "{\"rule\":\"email_format\",\"column\":\"email\"}",
            "{\"rule\":\"coupon_unique\",\"column\":\"coupon\",\"value\":\"x\"}",
            "{\"rule\":\"coupon_unique\",\"column\":\"coupon\",\"value\":\"x\"}");
  }

  @Test
  void failsAsUnmeasuredWhenItsWhereSelectsNoRow() {
    workspace.run("customers");
    workspace
        .write("products/orders/data_product.yaml", ORDERS.formatted("tags: [strict]"))
        .input("orders", "SELECT 'a' AS customer, 'a@b.org' AS email, 'none' AS coupon");

    RunReport report = workspace.run("orders");

    assertThat(report.exitCode()).isEqualTo(ExitCode.UNMEASURED);
    assertThat(line(report.rules().get(2)))
        .isEqualTo(
            "coupon_unique: checked 0 rows: no row matches its where; say allow_empty: true if that"
                + " is fine unmeasured");
  }

  private static String line(RuleResult result) {
    return result.rule().name() + ": " + result.actual() + " " + result.verdict();
  }
}
