package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Schema;
import io.meshwright.contract.SqlSyntax;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Products that keep every policy of the customer, and what edits make of them. */
final class Products {

  static final Instant NOW = Instant.parse("2024-01-15T06:00:00Z");

  static final String SERVICE_LEVEL =
      """
      sla:
        freshness:
          max_age_hours: 24
        completeness:
          min_threshold: 99.9%
      """;

  private static final String SALES =
      """
      name: sales_performance_metrics
      version: 1.0.0
      domain: sales
      owner: {team: sales-analytics}
      classification: internal
      data_category: analytical
      retention_days: 1095
      audit_logging_enabled: true
      subject_key: customer_id
      purpose: reports of sales
      schema:
        type: delta
        location: /data/sales/metrics
        fields:
          - {name: order_id, type: string, description: The order, is_primary_key: true}
          - {name: customer_id, type: string, description: The customer, constraints: [not_null]}
          - {name: customer_email, type: string, description: The address, is_pii: true, pii_category: contact, protect: encrypt}
          - {name: status, type: string, description: State of the order}
      access:
        discovery: internal
        read: [{role: analyst}]
      """
          + SERVICE_LEVEL
          + """
      observability:
        metrics:
          - row_count
          - null_rate
          - distinct_count
          - value_distribution
        alerts:
          - type: freshness
            condition: age_hours > 26
            severity: critical
          - type: volume
            condition: row_count_change > 50%
            severity: warning
          - type: quality
            condition: quality_check_failed
            severity: critical
          - type: schema_drift
            condition: schema_changed
            severity: warning
      """;

  private Products() {}

  /**
   * A product of sales.
   *
   * @param replacements texts and what stands in their places, by turns
   */
  static Subject sales(String... replacements) {
    return Subject.of(read(edit(SALES, replacements)));
  }

  /** A product of finance, which asks for more. */
  static Subject finance(String... replacements) {
    String finance =
        edit(
            SALES,
            "name: sales_performance_metrics",
            "name: general_ledger",
            "domain: sales",
            "domain: finance",
            "/data/sales/",
            "/data/finance/",
            "data_category: analytical",
            "data_category: operational",
            "retention_days: 1095",
            "retention_days: 2557",
            "max_age_hours: 24",
            "max_age_hours: 1");
    return Subject.of(read(edit(finance, replacements)));
  }

  /** Nobody can write one; a program can make one. */
  static Subject withoutFields() {
    Contract whole = sales().contract();
    Schema schema = whole.schema();
    return Subject.of(
        new Contract(
            whole.name(),
            whole.version(),
            whole.owner(),
            whole.description(),
            whole.handling(),
            new Schema(schema.format(), schema.location(), List.of(), List.of()),
            whole.access(),
            whole.serviceLevel(),
            whole.qualityChecks(),
            whole.observability(),
            whole.changelog(),
            whole.deprecation(),
            whole.production()));
  }

  /** A product with one input. */
  static Contract reading(String name, String reference, String more) {
    return other(
        name,
        "fields: [{name: id, type: string}]}\ninputs: [{name: it, product: '%s'%s}]\n"
            .formatted(reference, more));
  }

  /** A product whose field has to be among those of another. */
  static Contract referring(String name, String field) {
    return other(
        name,
        "fields: [{name: id, type: string, constraints: [references: %s]}]}\n".formatted(field));
  }

  private static Contract other(String name, String fields) {
    return read(
        "name: %s\nversion: 1.0.0\ndomain: %s\nowner: {team: they}\nschema: {type: delta, location: /data, %s"
            .formatted(name.split("[.]")[1], name.split("[.]")[0], fields));
  }

  /** A run that keeps every limit, but for one metric. */
  static MeasuredRun run(List<MeasuredRun.RuleOutcome> outcomes, String metric, String value) {
    Map<String, BigDecimal> metrics = new HashMap<>();
    metrics.put(MeasuredRun.COMPLETENESS, BigDecimal.ONE);
    metrics.put(MeasuredRun.ACCURACY, BigDecimal.ONE);
    metrics.put(MeasuredRun.TRASH_DAYS, BigDecimal.valueOf(30));
    metrics.put(metric, new BigDecimal(value));
    return new MeasuredRun(NOW, outcomes, metrics);
  }

  static Evaluation evaluate(PolicySet policies, Subject subject, Stage stage) {
    return new PolicyEngine(policies, Waivers.NONE).evaluate(subject, stage, NOW);
  }

  private static String edit(String text, String... replacements) {
    String edited = text;
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(edited).contains(replacements[i]);
      edited =
          replacements[i].isEmpty() ? edited : edited.replace(replacements[i], replacements[i + 1]);
    }
    return edited;
  }

  private static Contract read(String text) {
    return new ContractReader(SqlSyntax.UNCHECKED).parse(Path.of("product.yaml"), text).contract();
  }
}
