package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.Export;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OdcsWriterTest {

  private static final Path FILE = Path.of("data_product.yaml");

  private static final String ORDERS =
      """
      name: orders
      version: 2.1.0
      domain: sales
      owner: {team: sales-analytics, contact: sales@company.com, slack: "#sales"}
      retention_days: 30
      schema:
        type: delta
        location: s3://data-products/sales/orders/
        partitioned_by: [day]
        fields:
          - {name: id, type: long, is_primary_key: true}
          - name: state
            type: string
            constraints:
              - in: [new, paid]
              - not_in: [lost]
          - {name: day, type: date, nullable: false, is_pii: true}
      access:
        read: [{role: analyst}, {domain: marketing}]
      sla:
        freshness: {max_age_hours: 26}
      quality_checks:
        - {name: some, row_count: {min: 1}, severity: warning, tags: ["dimension:coverage"]}
      """;

  @Test
  void writesWhatTheStandardHasAKeyFor() {
    assertThat(OdcsWriter.write(List.of(source(ORDERS)), OdcsVersion.V3_1).text())
        .isEqualTo(
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: ae00c511-3305-34a7-8e7f-9cc984f26645
            name: orders
            version: 2.1.0
            status: active
            domain: sales
            servers:
              - server: orders
                type: s3
                location: "s3://data-products/sales/orders/"
                format: delta
            schema:
              - name: orders
                physicalType: table
                logicalType: object
                properties:
                  - name: id
                    logicalType: integer
                    physicalType: long
                    primaryKey: true
                    primaryKeyPosition: 1
                    logicalTypeOptions:
                      format: i64
                  - name: state
                    logicalType: string
                    physicalType: string
                    quality:
                      - name: state_in
                        metric: invalidValues
                        arguments:
                          validValues:
                            - new
                            - paid
                        mustBe: 0
                      - name: state_not_in
                        type: custom
                        engine: meshwright
                        implementation:
                          not_in:
                            - lost
                  - name: day
                    logicalType: date
                    physicalType: date
                    partitioned: true
                    partitionKeyPosition: 1
                    tags:
                      - pii
                    required: true
                quality:
                  - name: some
                    metric: rowCount
                    mustBeGreaterOrEqualTo: 1
                    severity: warning
                    dimension: coverage
            slaProperties:
              - property: latency
                value: 26
                unit: h
              - property: retention
                value: 30
                unit: d
            team:
              name: sales-analytics
            roles:
              - role: analyst
                access: read
              - role: marketing
                access: read
                customProperties:
                  - property: meshwright.kind
                    value: domain
            support:
              - channel: sales@company.com
                tool: email
                url: "mailto:sales@company.com"
              - channel: "#sales"
                tool: slack
                url: "https://slack.com/app_redirect?channel=sales"
            """);
  }

  @Test
  void saysWhatOtherReadersWillNotUnderstandAndWhere() {
    Export export =
        OdcsWriter.write(List.of(source(ORDERS + "write: {mode: append}\n")), OdcsVersion.V3_1);

    assertThat(export.notices())
        .extracting(Diagnostic::toString)
        .containsExactly(
            """
            data_product.yaml:16:11: notice: ODCS has no metric for the rule 'state_not_in'; other tools do not measure it
                fix: nothing to do: an import reads it back""",
            """
            data_product.yaml:24:1: notice: ODCS has no key for 'write'; it stands under customProperties
                fix: nothing to do: an import reads it back""");
  }

  @Test
  void saysWhereContractsOfOneDocumentDiffer() {
    Export export =
        OdcsWriter.write(
            List.of(
                source(ORDERS),
                source(ORDERS.replace("name: orders", "name: lines").replace("2.1.0", "3.0.0"))),
            OdcsVersion.V3_1);

    assertThat(export.notices())
        .extracting(Diagnostic::problem)
        .contains(
            "'version' differs from that of the document's first contract; it stands under"
                + " customProperties");
  }

  @Test
  void refusesTwoContractsOfOneProduct() {
    assertThatThrownBy(
            () -> OdcsWriter.write(List.of(source(ORDERS), source(ORDERS)), OdcsVersion.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write two contracts of sales.orders as one document");
  }

  private static ContractSource source(String yaml) {
    return ContractSource.of(
        new ContractReader(SqlSyntax.UNCHECKED).parse(FILE, yaml).contract(), FILE, yaml);
  }
}
