package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Rule;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the standard's text and its JSON Schema disagree, and what is done there. */
class ContradictionsTest {

  private static final Path FILE = Path.of("orders.odcs.yaml");

  private static final String HEAD =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.0.0
      status: active
      domain: sales
      team: {name: sales}
      servers: [{server: prod, type: s3, location: s3://sales/orders, format: delta}]
      schema:
        - name: orders
          properties:
            - {name: id, logicalType: string}
      """;

  @Test
  void bothEndsOfAnIntervalBelongToIt() {
    OdcsDocument document =
        read(HEAD + "    quality: [{name: many, metric: rowCount, mustBeBetween: [1, 9]}]\n");

    assertThat(contract(document).qualityChecks().get(0).assertion())
        .isEqualTo(new Assertion.RowCount(Optional.of(1L), Optional.of(9L)));
    assertThat(told(document))
        .contains(
            "13:46: warning: whether the ends belong to an interval is not clear in the standard;"
                + " here they do");
  }

  @Test
  void refusesTwoOperatorsInOneRule() {
    assertThatThrownBy(
            () ->
                read(
                    HEAD
                        + "    quality: [{metric: rowCount, mustBeGreaterThan: 1, mustBeLessThan: 9}]\n"))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining(
            "orders.odcs.yaml:13:56: the rule has both 'mustBeGreaterThan' and 'mustBeLessThan'");
  }

  @Test
  void readsAShortNameOfADimensionAsTheLongOne() {
    OdcsDocument document =
        read(HEAD + "    quality: [{name: many, metric: rowCount, mustBe: 1, dimension: cp}]\n");

    assertThat(contract(document).qualityChecks().get(0).tags())
        .containsExactly("dimension:completeness");
  }

  @Test
  void acceptsTheDescriptionOfARelationshipWithAWarning() {
    OdcsDocument document =
        read(
            HEAD.replace(
                "{name: id, logicalType: string}",
                "{name: id, logicalType: string, relationships: [{to: orders.id, description: x}]}"));

    assertThat(ContractWriter.write(contract(document)))
        .contains("- references: sales.orders.id\n");
    assertThat(told(document))
        .contains("12:73: warning: the standard's schema has no 'description' of a relationship");
  }

  @Test
  void acceptsAPatternOnlyAmongTheArguments() {
    String rule = "quality: [{metric: invalidValues, mustBe: 0, arguments: {pattern: ^a$}}]";
    OdcsDocument document = read(withProperty("logicalType: string, " + rule));

    assertThat(id(document).rules())
        .extracting(Rule::assertion)
        .containsExactly(new Assertion.Matches("id", "^a$"));
    assertThatThrownBy(
            () ->
                read(
                    withProperty(
                        "logicalType: string, quality: [{metric: invalidValues, mustBe: 0,"
                            + " arguments: , pattern: ^a$}]")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("'pattern' stands beside 'arguments', and so measures nothing")
        .hasMessageContaining("fix: write arguments: {pattern: ...}");
  }

  @Test
  void refusesARuleThatMeasuresNothing() {
    assertThatThrownBy(() -> read(HEAD + "    quality: [{name: nothing, mustBe: 0}]\n"))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining(
            "orders.odcs.yaml:13:15: the rule has neither a type nor a metric, and measures nothing");
  }

  @Test
  void infersTheTypeOfOptionsWithoutOneFromThePhysicalType() {
    OdcsDocument document =
        read(withProperty("physicalType: int, logicalTypeOptions: {minimum: 1}"));

    assertThat(id(document).type()).isEqualTo(FieldType.Atomic.INTEGER);
    assertThat(id(document).rules())
        .extracting(Rule::assertion)
        .containsExactly(new Assertion.Bound("id", Assertion.Limit.MIN, "1"));
  }

  @Test
  void acceptsAPropertyWithOnlyAName() {
    OdcsDocument document = read(HEAD.replace(", logicalType: string}", "}"));

    assertThat(id(document).type()).isEqualTo(FieldType.Atomic.STRING);
    assertThat(told(document))
        .contains("12:9: warning: the property has no type; the contract says string");
  }

  @Test
  void refusesAnEnumWithARepeatedValue() {
    assertThatThrownBy(
            () ->
                read(
                    withProperty(
                            "logicalType: string, enum: [{value: A, label: a}, {value: A, label: b}]")
                        .replace("v3.1.0", "v3.2.0")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("the value is already in the enum, on line 12");
  }

  @Test
  void refusesARelationshipWithUnequalEnds() {
    assertThatThrownBy(
            () ->
                read(
                    HEAD
                        + "    relationships: [{from: [orders.id, orders.day], to: [other.id]}]\n"))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining(
            "orders.odcs.yaml:13:21: the relationship goes from 2 properties to 1");
  }

  @Test
  void wantsASchemaOfAnActiveContractOnly() {
    String without = HEAD.substring(0, HEAD.indexOf("schema:"));

    assertThatThrownBy(() -> read(without))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("an active contract has no schema");
    OdcsDocument draft = read(without.replace("active", "draft"));
    assertThat(draft.contracts()).isEmpty();
    assertThat(told(draft))
        .contains("1:1: warning: the document has no schema, so no contract comes of it");
  }

  @Test
  void ignoresTheDefaultFormatOfNumbers() {
    OdcsDocument document = read(withProperty("logicalType: number"));

    assertThat(id(document).type()).isEqualTo(FieldType.Atomic.DOUBLE);
    assertThat(told(document))
        .contains(
            "12:20: warning: a number without format or physicalType; the contract says double");
  }

  @Test
  void saysThatQualityOfADocumentIsNotEnforced() {
    OdcsDocument document = read(HEAD + "quality: [{metric: rowCount, mustBe: 1}]\n");

    assertThat(contract(document).qualityChecks()).isEmpty();
    assertThat(told(document))
        .contains(
            "13:1: warning: 'quality' of a whole document is not supported by the standard, and not"
                + " enforced");
  }

  @Test
  void warnsOfAVersionThatIsNoSemVerAndAStatusOutsideTheList() {
    OdcsDocument document = read(HEAD.replace("1.0.0", "v2").replace("active", "live"));

    assertThat(contract(document).version()).hasToString("2.0.0");
    assertThat(told(document))
        .contains("4:10: warning: version 'v2' is not major.minor.patch; the contract gets 2.0.0")
        .contains("5:9: warning: unknown status 'live'");
  }

  @Test
  void takesRequiredAsWithoutNulls() {
    OdcsDocument document = read(withProperty("logicalType: string, required: true"));

    assertThat(id(document).isNullable()).isFalse();
    assertThat(id(document).rules())
        .extracting(Rule::assertion)
        .containsExactly(new Assertion.NotNull("id"));
  }

  private static String withProperty(String keys) {
    return HEAD.replace("logicalType: string", keys);
  }

  private static OdcsDocument read(String text) {
    return new OdcsReader(SqlSyntax.UNCHECKED).parse(FILE, text);
  }

  private static Contract contract(OdcsDocument document) {
    return document.contracts().get(0);
  }

  private static Field id(OdcsDocument document) {
    return contract(document).schema().fields().get(0);
  }

  private static List<String> told(OdcsDocument document) {
    return document.diagnostics().stream()
        .map(diagnostic -> diagnostic.toString().lines().findFirst().orElseThrow())
        .map(line -> line.substring(FILE.toString().length() + 1))
        .toList();
  }
}
