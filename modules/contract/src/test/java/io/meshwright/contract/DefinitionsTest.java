package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwright.contract.evolution.Change;
import io.meshwright.contract.evolution.ChangeRule;
import io.meshwright.contract.evolution.ContractDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that contracts of a domain share. */
class DefinitionsTest {

  private static final String HEAD =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner:
        team: sales
      """;

  private static final String DEFINITIONS =
      """
      domain: sales
      fields:
        - name: customer_id
          type: string
          description: The customer.
          nullable: false
          constraints: [{max_length: 10}]
        - {name: amount, type: "decimal(12,2)", deprecated: true, constraints: [{min: 0}]}
      """;

  private final ContractReader reader = new ContractReader(SqlSyntax.UNCHECKED);

  @TempDir private Path domain;

  @Test
  void completesFieldsKeyByKey() throws IOException {
    Path shared =
        contract(
            "../definitions.yaml",
            """
            - definition: customer_id
            - {definition: customer_id, name: payer, constraints: [{min_length: 2}]}
            - {definition: amount, description: Gross., deprecated: false, is_primary_key: true}
            """);
    Path whole =
        file(
            "whole/data_product.yaml",
            HEAD
                + schema(
                    """
                    - {name: customer_id, type: string, description: The customer., nullable: false,
                       constraints: [{max_length: 10}]}
                    - {name: payer, type: string, description: The customer., nullable: false,
                       constraints: [{min_length: 2}]}
                    - {name: amount, type: "decimal(12,2)", description: Gross.,
                       is_primary_key: true, constraints: [{min: 0}]}
                    """));

    Contract contract = reader.read(shared).contract();

    assertThat(contract).isEqualTo(reader.read(whole).contract());
    assertThat(ContractWriter.hash(contract))
        .isEqualTo(ContractWriter.hash(reader.read(whole).contract()));
  }

  @Test
  void showsAChangeOfADefinitionAsAChangeOfTheContract() throws IOException {
    Path file = contract("../definitions.yaml", "- definition: amount\n");
    Contract before = reader.read(file).contract();
    file("definitions.yaml", DEFINITIONS.replace("min: 0", "min: 1"));

    ContractDiff diff = ContractDiff.between(before, reader.read(file).contract());

    assertThat(diff.changes()).extracting(Change::rule).containsExactly(ChangeRule.LIMIT_TIGHTENED);
  }

  @Test
  void tellsEveryProblemInTheFileItStandsIn() throws IOException {
    Path file =
        contract(
            "../definitions.yaml",
            """
            - definition: custmer_id
            - definition: customer_id
            - definition: customer_id
            - {definition: amount, type: string, name: text}
            - definition: broken
            """);
    file(
        "definitions.yaml",
        DEFINITIONS.replace("domain: sales", "domain: shop")
            + """
              - {name: Amount, type: date}
              - {name: broken, typo: string, definition: amount, is_primary_key: true}
            """);

    assertThat(told(file))
        .isEqualTo(
            """
            orders/data_product.yaml:11:19: there is no definition 'custmer_id'
                fix: did you mean 'customer_id'? the definitions are customer_id, amount, Amount, broken
            orders/data_product.yaml:13:19: field 'customer_id' is already declared on line 12
                fix: rename one of them, or delete it; names ignore case
            definitions.yaml:1:9: the definitions are of domain 'shop', and the contract is of 'sales'
                fix: share fields inside one domain: name definitions of its own in the contract
            definitions.yaml:9:12: 'Amount' is already defined on line 8
                fix: rename one of them, or delete it; names ignore case
            definitions.yaml:10:20: unknown key 'typo'
                fix: did you mean 'type'? use one of name, type, description, nullable, deprecated, is_pii, pii_category, classification, protect, examples, constraints
            definitions.yaml:10:34: a definition refers to a definition
                fix: write it out; only fields of contracts refer to definitions
            definitions.yaml:10:54: a definition has 'is_primary_key', which is about one table
                fix: write it at the contract's field
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../definitions.yaml", "/definitions.yaml", "..", "a/../../../b.yaml"})
  void staysInTheDomainsFolder(String name) throws IOException {
    Path file = contract(name, "- definition: amount\n");

    assertThat(told(file))
        .isEqualTo(
            """
            orders/data_product.yaml:6:14: the definitions '%s' are outside the domain's folder
                fix: name a file beside the contract or one folder up, such as ../definitions.yaml
            """
                .formatted(name));
  }

  @Test
  void tellsOfDefinitionsThatAreNotThere() throws IOException {
    Path file = contract("shared.yaml", "- definition: amount\n");

    assertThat(told(file))
        .isEqualTo(
            """
            orders/data_product.yaml:6:14: there are no definitions at 'orders/shared.yaml'
                fix: correct the path, which starts at the contract's folder, or create the file
            """);
  }

  @Test
  void tellsOfAReferenceWithoutDefinitionsAndOfDefinitionsWithoutReference() throws IOException {
    Path without = file("a/data_product.yaml", HEAD + schema("- definition: amount\n"));
    Path unused = contract("../definitions.yaml", "- {name: id, type: long}\n");

    assertThat(told(without))
        .isEqualTo(
            """
            a/data_product.yaml:10:7: a field refers to a definition, and the contract names no 'definitions'
                fix: add definitions: FILE to the contract, such as ../definitions.yaml
            """);
    assertThat(reader.read(unused).warnings())
        .extracting(Diagnostic::problem)
        .containsExactly("no field refers to the definitions");
  }

  @Test
  void cannotReadThemBesideMereText() throws IOException {
    String text = Files.readString(contract("../definitions.yaml", "- definition: amount\n"));

    assertThatThrownBy(() -> reader.parse(Path.of("data_product.yaml"), text))
        .isInstanceOf(InvalidContractException.class)
        .hasMessage(
            """
            data_product.yaml:6:14: 'definitions' names a file, but this contract was read without the files around it
                fix: read the contract from its file, or write its fields out\
            """);
  }

  @Test
  void formatsWithoutWritingThemOut() throws IOException {
    Path file =
        contract(
            "../definitions.yaml",
            """
            # Who buys.
            - definition: customer_id
            - constraints: # fewer
                - {max_length: 5}
              name: payer
              definition: 'customer_id' # the same
            - {deprecated: false, definition: amount, constraints: [], nullable: false}
            """);

    ContractFormatter.Formatted formatted = new ContractFormatter(reader).format(file);

    assertThat(formatted.after())
        .isEqualTo(
            """
            name: orders
            version: 1.0.0
            domain: sales
            owner:
              team: sales
            definitions: "../definitions.yaml"
            schema:
              type: delta
              location: "s3://data/orders/"
              fields:
                # Who buys.
                - definition: customer_id
                - name: payer
                  definition: customer_id # the same
                  constraints: # fewer
                    - max_length: 5
                - definition: amount
                  nullable: false
                  deprecated: false
                  constraints: []
            """);
    Contract before = reader.read(file).contract();
    Files.writeString(file, formatted.after());
    assertThat(reader.read(file).contract()).isEqualTo(before);
    assertThat(new ContractFormatter(reader).format(file).isChange()).isFalse();
  }

  @Test
  void outlinesWhatAFieldInherits() throws IOException {
    Path file = contract("../definitions.yaml", "- definition: amount\n");

    assertThat(ContractOutline.read(file).findNearest("schema", "fields", "0", "deprecated"))
        .map(ContractOutline.Entry::line)
        .hasValue(11);
  }

  private Path contract(String definitions, String fields) throws IOException {
    file("definitions.yaml", DEFINITIONS);
    return file(
        "orders/data_product.yaml", HEAD + "definitions: " + definitions + "\n" + schema(fields));
  }

  private static String schema(String fields) {
    return """
    schema:
      type: delta
      location: "s3://data/orders/"
      fields:
    """
        + fields.indent(4);
  }

  private Path file(String name, String text) throws IOException {
    Path file = domain.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String told(Path file) {
    return catchThrowableOfType(InvalidContractException.class, () -> reader.read(file))
        .diagnostics()
        .stream()
        .map(diagnostic -> (diagnostic + "\n").replace(domain + "/", ""))
        .collect(Collectors.joining());
  }
}
