package io.meshwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON schema of SARIF 2.1.0, as OASIS publishes it. */
final class SarifSchema {

  private static final JsonSchema SCHEMA = load();

  private SarifSchema() {}

  /** What the schema finds wrong with a log, formats such as those of addresses too. */
  static List<String> problems(JsonNode sarif) {
    return SCHEMA.validate(sarif).stream().map(ValidationMessage::toString).sorted().toList();
  }

  private static JsonSchema load() {
    try (InputStream stream =
        SarifSchema.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(
              stream, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the schema of SARIF", e);
    }
  }
}
