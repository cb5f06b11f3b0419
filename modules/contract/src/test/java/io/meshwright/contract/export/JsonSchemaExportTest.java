package io.meshwright.contract.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractArbitraries;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schema of a row against rows. */
class JsonSchemaExportTest {

  private static final Path FILE = Path.of("data_product.yaml");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales}
      schema:
        type: delta
        location: s3://data-products/sales/orders/
        fields:
          - {name: id, type: string, is_primary_key: true, constraints: [{pattern: "[A-Z]-\\\\d+"}]}
          - {name: state, type: string, constraints: [{in: [new, paid]}]}
          - {name: kind, type: string, constraints: [{not_in: [lost]}, {min_length: 2}, {max_length: 4}]}
          - {name: amount, type: "decimal(6,2)", nullable: false, constraints: [{min: 0}, {max: 100}]}
          - {name: rate, type: double, constraints: [{exclusive_min: 0}, {exclusive_max: 1}]}
          - {name: lines, type: byte, constraints: [{in: [1, 2, 3]}, {min: 1, where: "id = 'X-1'"}]}
          - {name: mail, type: string, constraints: [{format: email}, {format: uri, name: mail_link, severity: warning}]}
          - {name: code, type: "char(3)"}
          - {name: day, type: date}
          - {name: at, type: timestamp}
          - {name: local, type: timestamp_ntz}
          - {name: tags, type: "array<integer>"}
          - {name: names, type: "map<string,string>"}
          - {name: place, type: "struct<city:string>"}
          - {name: open, type: boolean}
      """;

  private static final String GOOD =
      """
      {"id": "A-1", "state": "new", "kind": "web", "amount": 99.99, "rate": 0.5, "lines": 2,
       "mail": "a@b.c", "code": "abc", "day": "2024-01-31", "at": "2024-01-31T12:00:00Z",
       "local": "2024-01-31T12:00:00", "tags": [1, null], "names": {"en": "x"},
       "place": {"city": null}, "open": true}""";

  @Test
  void acceptsARowThatKeepsEveryPromise() throws JsonProcessingException {
    assertThat(problems(GOOD)).isEmpty();
  }

  @Test
  void acceptsNullWhereThereMayBeNone() throws JsonProcessingException {
    assertThat(
            problems(
                """
                {"id": "A-1", "state": null, "kind": null, "amount": 1, "rate": null, "lines": null,
                 "mail": null, "code": null, "day": null, "at": null, "local": null, "tags": null,
                 "names": null, "place": null, "open": null}"""))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"A-1\" | \"a-1\" | pattern",
        "\"A-1\" | \"xA-1\" | pattern",
        "\"A-1\" | null | type",
        "\"id\": | \"ident\": | required",
        "\"new\" | \"old\" | enum",
        "\"web\" | \"lost\" | not",
        "\"web\" | \"w\" | minLength",
        "\"web\" | \"webby\" | maxLength",
        "99.99 | -0.01 | minimum",
        "99.99 | 100.01 | maximum",
        "99.99 | 1.001 | multipleOf",
        "99.99 | null | type",
        "0.5 | 0 | exclusiveMinimum",
        "0.5 | 1 | exclusiveMaximum",
        "\"lines\": 2 | \"lines\": 4 | enum",
        "\"lines\": 2 | \"lines\": 2.5 | type",
        "\"lines\": 2 | \"lines\": 300 | maximum",
        "a@b.c | nobody | pattern",
        "\"abc\" | \"abcd\" | maxLength",
        "2024-01-31\" | 31.1.2024\" | pattern",
        "12:00:00Z | 12:00:00 | pattern",
        "[1, null] | [\"1\"] | type",
        "{\"en\": \"x\"} | {\"en\": 1} | type",
        "{\"city\": null} | {\"town\": null} | additionalProperties",
        "true | \"true\" | type",
        "\"open\" | \"opened\" | additionalProperties",
      })
  void refusesARowThatBreaksOne(String right, String wrong, String word)
      throws JsonProcessingException {
    assertThat(GOOD).contains(right);

    assertThat(problems(GOOD.replace(right, wrong)))
        .extracting(ValidationMessage::getType)
        .contains(word);
  }

  @Test
  void saysWhichRulesItCannotSayAndWhere() {
    assertThat(export(CONTRACT).notices())
        .extracting(Diagnostic::toString)
        .containsExactly(
            """
            data_product.yaml:14:64: notice: JSON Schema does not say the rule 'lines_min'
                fix: nothing to do: a run measures it""",
            """
            data_product.yaml:15:65: notice: JSON Schema does not say the rule 'mail_link'
                fix: nothing to do: a run measures it""");
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void everyContractGivesJson(@ForAll("contracts") Contract contract)
      throws JsonProcessingException {
    ContractSource source = ContractSource.of(contract, FILE);

    JsonNode schema = JSON.readTree(JsonSchemaExport.of(source).text());
    JsonNode avro = JSON.readTree(AvroExport.of(source).text());

    assertThat(schema.get("properties")).hasSize(contract.schema().fields().size());
    assertThat(avro.get("fields")).hasSize(contract.schema().fields().size());
  }

  @Provide
  Arbitrary<Contract> contracts() {
    return ContractArbitraries.contracts();
  }

  private static Set<ValidationMessage> problems(String row) throws JsonProcessingException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(JSON.readTree(export(CONTRACT).text()));
    return schema.validate(JSON.readTree(row));
  }

  private static Export export(String yaml) {
    return JsonSchemaExport.of(
        ContractSource.of(
            new ContractReader(SqlSyntax.UNCHECKED).parse(FILE, yaml).contract(), FILE, yaml));
  }
}
