package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema for editors against the contracts and keys that the reader accepts. */
class JsonSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode schema = readSchema();

  @ParameterizedTest
  @ValueSource(strings = {"seed", "full"})
  void acceptsWhatTheReaderAccepts(String example) throws IOException {
    String yaml = Files.readString(example(example));

    assertThat(problems(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "full"})
  void acceptsWhatTheWriterWrites(String example) {
    Contract contract = new ContractReader(SqlSyntax.UNCHECKED).read(example(example)).contract();

    assertThat(problems(ContractWriter.write(contract))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown_keys",
        "missing_name",
        "bad_names",
        "unknown_constraints",
        "bad_write_slice"
      })
  void refusesWhatItCanSee(String fault) throws IOException {
    Path file = Path.of("src/test/resources/invalid", fault + ".yaml");

    assertThat(problems(Files.readString(file))).isNotEmpty();
  }

  @Test
  void namesTheUnknownKey() throws IOException {
    String yaml = Files.readString(example("seed")) + "retension_days: 3\n";

    assertThat(problems(yaml))
        .singleElement()
        .extracting(ValidationMessage::getMessage)
        .asString()
        .contains("retension_days");
  }

  @Test
  void knowsTheKeysThatTheReaderKnows() {
    ContractKeys.bySection()
        .forEach(
            (section, keys) ->
                assertThat(keysOf(section))
                    .as("keys of %s", section)
                    .containsExactlyInAnyOrderElementsOf(keys));
    assertThat(names(schema.get("$defs")))
        .allSatisfy(section -> assertThat(ContractKeys.bySection()).containsKey(section));
  }

  private List<String> keysOf(String section) {
    JsonNode definition = section.equals("contract") ? schema : schema.get("$defs").get(section);
    assertThat(definition).as("definition of %s", section).isNotNull();
    assertThat(definition.get("additionalProperties").asBoolean(true)).as(section).isFalse();
    return names(definition.get("properties"));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private Set<ValidationMessage> problems(String yaml) {
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return validator.validate(JSON.valueToTree(tree));
  }

  private static Path example(String name) {
    return Path.of("src/test/resources", name, "data_product.yaml");
  }

  private static JsonNode readSchema() {
    try {
      return JSON.readTree(Path.of("../../conf/schema/data_product.schema.json").toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
