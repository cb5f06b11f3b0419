package io.meshwright.contract.export;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The {@code CREATE TABLE} of a product in Spark SQL, as a Delta table at the contract's location.
 * NOT NULL is in it, other rules are not.
 */
public final class DdlExport {

  private DdlExport() {}

  public static Export of(ContractSource source) {
    Contract contract = source.contract();
    String columns =
        contract.schema().fields().stream()
            .map(DdlExport::column)
            .collect(Collectors.joining(",\n  "));
    StringBuilder ddl =
        new StringBuilder(
            "CREATE TABLE %s.%s (\n  %s)\nUSING delta\n"
                .formatted(
                    identifier(contract.name().domain()),
                    identifier(contract.name().product()),
                    columns));
    List<String> partitions = contract.schema().partitionedBy();
    if (!partitions.isEmpty()) {
      ddl.append(
          "PARTITIONED BY (%s)\n"
              .formatted(
                  partitions.stream()
                      .map(DdlExport::identifier)
                      .collect(Collectors.joining(", "))));
    }
    ddl.append("LOCATION %s".formatted(literal(contract.schema().location())));
    contract.description().ifPresent(text -> ddl.append("\nCOMMENT ").append(literal(text)));
    ddl.append(";\n");
    long rules = contract.rules().size();
    return new Export(
        ddl.toString(),
        rules == 0
            ? List.of()
            : List.of(
                source.notice(
                    List.of("schema", "fields"),
                    "a table's definition says NOT NULL, and no other of the %d rules"
                        .formatted(rules),
                    "nothing to do: a run measures them")));
  }

  private static String column(Field field) {
    return identifier(field.name())
        + " "
        + field.type()
        + field.generatedAs().map(sql -> " GENERATED ALWAYS AS (" + sql + ")").orElse("")
        + (field.isNullable() ? "" : " NOT NULL")
        + field.description().map(text -> " COMMENT " + literal(text)).orElse("");
  }

  private static String identifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
