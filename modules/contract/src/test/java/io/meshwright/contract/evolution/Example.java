package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.util.List;

/** A small contract of sales.orders with what a test adds to it, a line of YAML each. */
record Example(
    String version, String owner, List<String> top, List<String> schema, List<String> fields) {

  private static final String OWNER = "{team: sales}";

  private static final List<String> SCHEMA =
      List.of("type: delta", "location: s3://data-products/sales/orders/");

  static Example of(String version) {
    return new Example(version, OWNER, List.of(), SCHEMA, List.of());
  }

  /** Keys of the contract. */
  static Example top(String... lines) {
    return of("1.0.0").withTop(lines);
  }

  /** Fields beside id and day. */
  static Example fields(String... lines) {
    return of("1.0.0").withFields(lines);
  }

  /** Keys of the schema beside its fields. */
  static Example schema(String... lines) {
    return new Example("1.0.0", OWNER, List.of(), List.of(lines), List.of());
  }

  Example withVersion(String other) {
    return new Example(other, owner, top, schema, fields);
  }

  Example withTop(String... lines) {
    return new Example(version, owner, List.of(lines), schema, fields);
  }

  Example withFields(String... lines) {
    return new Example(version, owner, top, schema, List.of(lines));
  }

  Example withOwner(String other) {
    return new Example(version, other, top, schema, fields);
  }

  Contract contract() {
    return read(yaml());
  }

  static Contract read(String yaml) {
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(Path.of("data_product.yaml"), yaml)
        .contract();
  }

  String yaml() {
    return "name: orders\nversion: %s\ndomain: sales\nowner: %s\n".formatted(version, owner)
        + lines("", top)
        + "schema:\n"
        + lines("  ", schema)
        + "  fields:\n"
        + (fields.stream().anyMatch(line -> line.contains("name: id,"))
            ? ""
            : "    - {name: id, type: long}\n    - {name: day, type: date}\n")
        + lines("    ", fields);
  }

  private static String lines(String indent, List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(indent).append(line).append('\n'));
    return text.toString();
  }
}
