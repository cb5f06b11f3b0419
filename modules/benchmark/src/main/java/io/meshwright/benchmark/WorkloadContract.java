package io.meshwright.benchmark;

import io.meshwright.contract.Access;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Handling;
import io.meshwright.contract.Input;
import io.meshwright.contract.Observability;
import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Production;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.ServiceLevel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workload as a contract of Meshwright: the rows of an input, published as they are. */
final class WorkloadContract {

  static final String DOMAIN = "benchmark";

  /** The input that the foreign key points at. */
  static final String TARGETS = "targets";

  /** The transform of every such contract: it costs nothing, so that the checks are what counts. */
  static final String SQL = "SELECT * FROM source";

  private WorkloadContract() {}

  /** Where the table of a contract is, as the contract says it. */
  static String location(String name) {
    return "s3://data-products/" + DOMAIN + "/" + name + "/";
  }

  /** The contract with every rule, whose table is named {@code name}. */
  static Contract of(Workload workload, String name) {
    List<Rule> rules = workload.rules();
    List<Field> fields =
        workload.table().columns().stream().map(column -> field(column, rules)).toList();
    List<Input> inputs = new ArrayList<>();
    inputs.add(input("source", workload.files().rows()));
    if (workload.extent() == Extent.FOREIGN_KEY) {
      inputs.add(input(TARGETS, workload.files().targets()));
    }
    return new Contract(
        ProductName.of(DOMAIN, name),
        SemanticVersion.parse("1.0.0"),
        new Owner(DOMAIN, Optional.empty(), Optional.empty()),
        Optional.empty(),
        Handling.UNSPECIFIED,
        new Schema(Schema.Format.DELTA, location(name), List.of(), fields),
        Access.OWNER_ONLY,
        ServiceLevel.NONE,
        rules.stream().filter(rule -> !isConstraint(rule)).toList(),
        Observability.NONE,
        List.of(),
        Optional.empty(),
        new Production(
            inputs, Optional.of(new Production.SqlFile("transform.sql")), Production.Write.FULL));
  }

  private static Input input(String name, Path files) {
    return new Input(
        name,
        new Input.Files(Input.FileFormat.PARQUET, files.toString(), Map.of()),
        List.of(),
        Map.of());
  }

  private static Field field(SampleColumn column, List<Rule> rules) {
    return new Field(
        column.name(),
        column.type(),
        Optional.empty(),
        Field.Traits.NONE,
        rules.stream()
            .filter(rule -> isConstraint(rule))
            .filter(rule -> rule.assertion().fields().equals(List.of(column.name())))
            .toList(),
        Optional.empty());
  }

  /** Whether a rule stands at its field; all others are quality checks. */
  private static boolean isConstraint(Rule rule) {
    return rule.assertion() instanceof Assertion.OnRow
        || rule.assertion() instanceof Assertion.References;
  }
}
