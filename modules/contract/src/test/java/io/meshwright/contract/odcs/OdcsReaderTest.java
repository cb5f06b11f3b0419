package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OdcsReaderTest {

  private static final Path FILE = Path.of("orders.odcs.yaml");

  private static final String ORDERS =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: orders
      version: 1.0.0
      domain: sales
      team: {name: sales}
      servers: [{server: prod, type: s3, location: s3://sales/orders, format: delta}]
      schema:
        - name: orders
          customProperties: [{property: meshwright.transform, value: {sql: transform.sql}}]
          properties:
            - {name: id, logicalType: string, primaryKey: true, required: true}
      """;

  @Test
  void saysNothingWhereEverythingHasACounterpart() {
    OdcsDocument document = read(ORDERS);

    assertThat(document.diagnostics()).isEmpty();
    assertThat(ContractWriter.write(document.contracts().get(0)))
        .isEqualTo(
            """
            name: orders
            version: 1.0.0
            domain: sales
            owner:
              team: sales
            transform:
              sql: transform.sql
            schema:
              type: delta
              location: "s3://sales/orders"
              fields:
                - name: id
                  type: string
                  is_primary_key: true
                  constraints:
                    - not_null
            """);
  }

  @Test
  void namesWhatIsLeftToDecide() {
    OdcsDocument document =
        read(
            """
            apiVersion: v3.1.0
            kind: DataContract
            id: orders
            version: 1.0.0
            schema:
              - name: Web Orders
                properties: [{name: id, logicalType: string}]
            """);

    assertThat(document.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            """
            orders.odcs.yaml:1:1: warning: the document names no domain; the contract gets 'undecided'
                fix: decide which domain answers for the product, and write it to the contract""",
            """
            orders.odcs.yaml:1:1: warning: the document names no team; the contract's owner is 'undecided'
                fix: decide which team answers for the product: owner.team""",
            """
            orders.odcs.yaml:1:1: warning: no server has an absolute location; the contract gets s3://data-products/undecided/web_orders/
                fix: decide where the table is published: schema.location""",
            """
            orders.odcs.yaml:6:5: notice: a document does not say how 'web_orders' is made
                fix: decide inputs and transform before the first run; validate does not need them""",
            """
            orders.odcs.yaml:6:11: notice: the product 'Web Orders' is called web_orders in the contract
                fix: decide whether that name is right: a-z, 0-9 and _, starting with a letter""");
  }

  @Test
  void namesWhatItSkipsOfANewerVersion() {
    OdcsDocument document =
        read(
            ORDERS
                    .replace("v3.1.0", "v4.0.0")
                    .replace("logicalType: string", "logicalType: string, shape: round")
                + "policies: []\n");

    assertThat(told(document))
        .containsExactly(
            "1:13: warning: ODCS 'v4.0.0' is newer than the newest known, 3.2; skipped: shape (line"
                + " 12), policies (line 13)",
            "12:41: warning: ODCS has no key 'shape' here; it is kept, and has no effect",
            "13:1: warning: ODCS has no key 'policies' here; it is kept, and has no effect");
  }

  @Test
  void warnsOfAKeyThatCameAfterTheDocumentsVersion() {
    OdcsDocument document =
        read(ORDERS.replace("logicalType: string", "logicalType: string, deprecated: true"));

    assertThat(told(document))
        .containsExactly(
            "12:41: warning: 'deprecated' came with ODCS 3.2, and the document says 3.1");
    assertThat(document.contracts().get(0).schema().fields().get(0).traits().deprecated()).isTrue();
  }

  @Test
  void guessesWhichKeyWasMeant() {
    OdcsDocument document = read(ORDERS + "suport: []\n");

    assertThat(document.diagnostics())
        .extracting(Diagnostic::fix)
        .containsExactly("did you mean 'support'? Else move it to customProperties");
  }

  @Test
  void dropsARuleThatTheContractsReaderRefusesAndSaysWhy() {
    OdcsDocument document =
        read(
            ORDERS.replace(
                "logicalType: string",
                "logicalType: string, logicalTypeOptions: {pattern: \"^a{2,1}$\", maxLength: 5}"));

    assertThat(document.contracts().get(0).schema().fields().get(0).rules())
        .extracting(rule -> rule.name())
        .containsExactly("id_not_null", "id_max_length");
    assertThat(told(document))
        .hasSize(1)
        .allSatisfy(
            line -> assertThat(line).startsWith("12:62: warning: the rule is not enforced: "));
  }

  @Test
  void leavesItToTheContractsReaderToKnowOurOwnKeys() {
    assertThatThrownBy(
            () ->
                read(
                    ORDERS
                        .replace(
                            "name: orders\n",
                            "name: orders\n    customProperties: [{property: meshwright.futureKey, value: 1}]\n")
                        .replaceFirst(
                            "    customProperties: \\[\\{property: meshwright.transform.*\n", "")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("unknown key 'futureKey'");
  }

  @Test
  void refusesOtherKindsAndOlderVersions() {
    assertThatThrownBy(
            () -> read(ORDERS.replace("DataContract", "DataProduct").replace("v3.1.0", "v2.2.2")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessage(
            """
            orders.odcs.yaml:1:13: ODCS 'v2.2.2' is not read
                fix: bring the document to v3.0.0 or later; its layout changed there
            orders.odcs.yaml:2:7: the document is a DataProduct, not a DataContract
                fix: name a file of kind: DataContract"""
                .replace("is a DataProduct", "is a 'DataProduct'"));
  }

  @Test
  void tellsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    kind: DataContract
                    version: 1.0.0
                    schema:
                      - properties: [{logicalType: string}]
                      - name: orders
                        properties: [{name: id, required: maybe}]
                      - name: Orders
                    """))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("orders.odcs.yaml:1:1: 'apiVersion' is missing")
        .hasMessageContaining("orders.odcs.yaml:1:1: 'id' is missing")
        .hasMessageContaining("orders.odcs.yaml:4:5: 'name' is missing")
        .hasMessageContaining("orders.odcs.yaml:6:39: 'required' is 'maybe'")
        .hasMessageContaining(
            "orders.odcs.yaml:7:11: two objects would both be the product 'orders'");
  }

  @Test
  void refusesASecretInALocation() {
    assertThatThrownBy(
            () -> read(ORDERS.replace("s3://sales/orders", "s3://key:secret@sales/orders")))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageStartingWith("orders.odcs.yaml:7:")
        .hasMessageNotContaining("key:secret");
  }

  @Test
  void refusesAFileWithoutADocument() {
    assertThatThrownBy(() -> read("- a\n"))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("orders.odcs.yaml:1:1: the file has no data contract in it");
  }

  private static OdcsDocument read(String text) {
    return new OdcsReader(SqlSyntax.UNCHECKED).parse(FILE, text);
  }

  private static List<String> told(OdcsDocument document) {
    return document.diagnostics().stream()
        .map(diagnostic -> diagnostic.toString().lines().findFirst().orElseThrow())
        .map(line -> line.substring(FILE.toString().length() + 1))
        .toList();
  }
}
