package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedContractTest {

  private static final Path SEED = Path.of("src/test/resources/seed/data_product.yaml");

  private final LoadedContract loaded = new ContractReader(SqlSyntax.UNCHECKED).read(SEED);
  private final Contract contract = loaded.contract();

  @Test
  void warnsOfTheCommentThatWasMeantAsAValue() {
    assertThat(loaded.warnings())
        .singleElement()
        .hasToString(
            """
            %s:8:10: warning: 'slack' has no value: what follows the # is a comment
                fix: quote it: slack: "#sales-data"\
            """
                .formatted(SEED));
    assertThat(contract.owner())
        .isEqualTo(
            new Owner(
                "sales-analytics", Optional.of("sales-analytics@company.com"), Optional.empty()));
  }

  @Test
  void knowsWhatItIs() {
    assertThat(contract.name()).isEqualTo(ProductName.of("sales", "sales_orders_analytical"));
    assertThat(contract.version()).isEqualTo(SemanticVersion.of(2, 1, 0));
    assertThat(contract.description())
        .hasValue(
            """
            Analytical view of sales orders with customer and product enrichments.
            Updated daily at 2 AM UTC with full refresh.
            """);
    assertThat(contract.handling()).isEqualTo(Handling.UNSPECIFIED);
    assertThat(contract.production()).isEqualTo(Production.UNSPECIFIED);
    assertThat(contract.changelog())
        .containsExactly(
            new Release(
                SemanticVersion.of(2, 1, 0),
                LocalDate.of(2024, 1, 15),
                List.of("Added customer_segment field", "Improved null handling in total_amount"),
                false),
            new Release(
                SemanticVersion.of(2, 0, 0),
                LocalDate.of(2023, 12, 1),
                List.of("Changed order_id from integer to string", "Removed legacy status values"),
                true));
  }

  @Test
  void typesItsFields() {
    assertThat(contract.schema())
        .isEqualTo(
            new Schema(
                Schema.Format.PARQUET,
                "s3://data-products/sales/orders/",
                List.of("order_date"),
                List.of(
                    field(
                        "order_id",
                        FieldType.Atomic.STRING,
                        "Unique order identifier",
                        new Assertion.Unique(List.of("order_id")),
                        new Assertion.NotNull("order_id")),
                    field(
                        "customer_id",
                        FieldType.Atomic.STRING,
                        "Customer identifier",
                        new Assertion.NotNull("customer_id")),
                    field(
                        "order_date",
                        FieldType.Atomic.DATE,
                        "Date order was placed",
                        new Assertion.NotNull("order_date")),
                    field(
                        "total_amount",
                        new FieldType.Decimal(12, 2),
                        "Total order amount in USD",
                        new Assertion.NotNull("total_amount"),
                        new Assertion.Bound("total_amount", Assertion.Limit.MIN, "0")),
                    field(
                        "status",
                        FieldType.Atomic.STRING,
                        "Order status",
                        new Assertion.OneOf(
                            "status", List.of("pending", "completed", "cancelled", "refunded"))),
                    field("customer_segment", FieldType.Atomic.STRING, "Customer value segment"),
                    field(
                        "product_count",
                        FieldType.Atomic.INTEGER,
                        "Number of products in order"))));
  }

  @Test
  void turnsPercentagesHoursAndScheduleIntoValues() {
    assertThat(contract.serviceLevel())
        .isEqualTo(
            new ServiceLevel(
                Optional.of(new BigDecimal("0.999")),
                Optional.of(Duration.ofHours(24)),
                Optional.of(new CronSchedule("0 2 * * *")),
                Optional.of(new BigDecimal("0.995"))));
    assertThat(contract.access())
        .isEqualTo(
            new Access(
                Classification.PUBLIC,
                List.of(
                    new Access.Grantee(Access.Grantee.Kind.ROLE, "analyst"),
                    new Access.Grantee(Access.Grantee.Kind.ROLE, "data_scientist"),
                    new Access.Grantee(Access.Grantee.Kind.DOMAIN, "marketing"),
                    new Access.Grantee(Access.Grantee.Kind.DOMAIN, "finance")),
                List.of(new Access.Grantee(Access.Grantee.Kind.DOMAIN, "sales"))));
  }

  @Test
  void parsesAlertConditions() {
    assertThat(contract.observability())
        .isEqualTo(
            new Observability(
                List.of(
                    metric("row_count"),
                    metric("avg_order_value"),
                    metric("null_percentage_by_column"),
                    metric("schema_drift")),
                List.of(
                    new Observability.Alert(
                        "freshness",
                        new Condition(
                            "age_hours",
                            Optional.of(
                                new Condition.Threshold(
                                    Condition.Operator.ABOVE,
                                    new Amount.Count(new BigDecimal("26"))))),
                        Severity.CRITICAL),
                    new Observability.Alert(
                        "volume",
                        new Condition(
                            "row_count_change",
                            Optional.of(
                                new Condition.Threshold(
                                    Condition.Operator.ABOVE,
                                    new Amount.Share(new BigDecimal("0.5"))))),
                        Severity.WARNING),
                    new Observability.Alert(
                        "quality",
                        new Condition("quality_check_failed", Optional.empty()),
                        Severity.CRITICAL))));
  }

  @Test
  void namesEveryRuleInTheOrderOfTheReport() {
    assertThat(contract.rules())
        .extracting(Rule::name)
        .containsExactly(
            "order_id_unique",
            "order_id_not_null",
            "customer_id_not_null",
            "order_date_not_null",
            "total_amount_not_null",
            "total_amount_min",
            "status_in",
            "no_negative_amounts",
            "valid_status",
            "referential_integrity",
            "sla_completeness");
    assertThat(contract.qualityChecks().get(0))
        .isEqualTo(
            Rule.of(
                "no_negative_amounts",
                new Assertion.Query(
                    "SELECT COUNT(*) FROM orders WHERE total_amount < 0",
                    BigDecimal.ZERO,
                    Map.of()),
                Severity.CRITICAL));
  }

  private static Field field(
      String name, FieldType type, String description, Assertion... assertions) {
    return new Field(
        name,
        type,
        Optional.of(description),
        Field.Traits.NONE,
        List.of(assertions).stream()
            .map(assertion -> Rule.of(Rule.defaultName(assertion), assertion, Severity.ERROR))
            .toList(),
        Optional.empty());
  }

  private static Observability.Metric metric(String name) {
    return new Observability.Metric(name, Optional.empty());
  }
}
