package io.meshwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;

/** Makes and prints the JSON of {@code --json}. */
final class Json {

  /** Reads numbers digit by digit: 5.00 stays 5.00. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array(Stream<? extends JsonNode> elements) {
    ArrayNode array = MAPPER.createArrayNode();
    elements.forEach(array::add);
    return array;
  }

  static ArrayNode strings(Stream<String> elements) {
    ArrayNode array = MAPPER.createArrayNode();
    elements.forEach(array::add);
    return array;
  }

  /** Files a command looked at, each with whether it was, or would be, changed. */
  static ArrayNode files(Collection<Path> files, Set<Path> changed) {
    return array(
        files.stream()
            .map(
                file ->
                    object().put("file", file.toString()).put("changed", changed.contains(file))));
  }

  /** Reads JSON that our own modules wrote. */
  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot read JSON", e);
    }
  }

  static String print(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot print JSON", e);
    }
  }
}
