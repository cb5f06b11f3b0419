package io.meshwright.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the inputs of a contract as {@link InputReader} reads them. */
final class InputWriter {

  private InputWriter() {}

  static Map<String, Object> input(Input input) {
    ContractWriter.Keys keys = ContractWriter.keys().text("name", input.name());
    source(keys, input.source());
    Map<String, String> schema = new LinkedHashMap<>();
    input.schema().forEach(column -> schema.put(column.name(), column.type().toString()));
    return keys.put("schema", schema).put("columns", input.columns()).map();
  }

  private static void source(ContractWriter.Keys keys, Input.Source source) {
    if (source instanceof Input.Files files) {
      keys.text("format", files.format())
          .text("path", files.path())
          .put("options", files.options());
    } else if (source instanceof Input.Jdbc jdbc) {
      keys.put(
          "jdbc",
          ContractWriter.keys()
              .text("url", jdbc.url())
              .text("table", jdbc.table())
              .text("user", jdbc.user())
              .text("password", jdbc.password())
              .put("options", jdbc.options()));
    } else if (source instanceof Input.Product product) {
      keys.text("product", product.reference());
    }
  }
}
