package io.meshwright.pipeline;

import static java.util.stream.Collectors.toSet;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Field;
import io.meshwright.governance.ColumnLineage;
import io.meshwright.governance.ColumnLineage.InputColumn;
import io.meshwright.governance.PersonalDataFlow;
import io.meshwright.governance.PersonalInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Follows personal data from the inputs of a run into the columns it publishes. */
final class PersonalDataFlows {

  private final Contract contract;
  private final PersonalInputs personal;
  private final Set<InputColumn> inputs = new HashSet<>();

  /**
   * @param names columns that policies call personal wherever they appear
   * @param declared the inputs of the contract, opened
   */
  PersonalDataFlows(
      Contract contract, List<SourceReader.Source> sources, Set<String> names, Inputs declared) {
    this.contract = contract;
    Set<InputColumn> columns = new HashSet<>();
    for (SourceReader.Source source : sources) {
      source
          .personal()
          .forEach(column -> columns.add(new InputColumn(source.input().name(), column)));
    }
    this.personal = new PersonalInputs(names, columns);
    declared
        .byName()
        .forEach(
            (name, rows) ->
                Arrays.stream(rows.columns())
                    .forEach(column -> inputs.add(new InputColumn(name, column))));
  }

  /**
   * Finds where personal data goes.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} that names every column that holds
   *     some, or could, while the contract does not say so
   */
  List<PersonalDataFlow> require(ColumnLineage lineage) {
    List<PersonalDataFlow> flows =
        PersonalDataFlow.find(
            lineage,
            inputs,
            personal,
            new PersonalDataFlow.Declared(
                fields(Field.Traits::pii), fields(traits -> traits.protection().isPresent())));
    List<Problem> problems =
        flows.stream()
            .filter(flow -> flow.treatment().isError())
            .map(flow -> new Problem(flow.problem(), flow.fix()))
            .toList();
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.INVALID, problems);
    }

    return flows;
  }

  private Set<String> fields(Predicate<Field.Traits> trait) {
    return contract.schema().fields().stream()
        .filter(field -> trait.test(field.traits()))
        .map(Field::name)
        .collect(toSet());
  }

  /**
   * What the transform's own class says, for columns whose making does not show.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if it speaks of columns that are not
   *     there
   */
  static ColumnLineage withDeclared(ColumnLineage lineage, DataProduct product, Inputs declared) {
    Map<String, List<InputColumn>> parsed = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    product
        .lineage()
        .forEach(
            (column, sources) -> {
              if (lineage.find(column).isEmpty()) {
                problems.add(unknown("column '%s'".formatted(column)));
              }
              parsed.put(column, parse(sources, declared, problems));
            });
    if (!problems.isEmpty()) {
      throw new StageFailedException(ExitCode.INVALID, problems);
    }

    return lineage.orDeclared(parsed);
  }

  private static List<InputColumn> parse(
      List<String> sources, Inputs declared, List<Problem> problems) {
    List<InputColumn> columns = new ArrayList<>();
    for (String source : sources) {
      try {
        InputColumn column = InputColumn.parse(source);
        boolean isThere =
            declared.byName().containsKey(column.input())
                && List.of(declared.get(column.input()).columns()).contains(column.column());
        if (!isThere) {
          problems.add(unknown("input column '%s'".formatted(source)));
        }
        columns.add(column);
      } catch (IllegalArgumentException e) {
        problems.add(new Problem("lineage() of the transform: " + e.getMessage(), "correct it"));
      }
    }
    return columns;
  }

  private static Problem unknown(String what) {
    return new Problem(
        "lineage() of the transform speaks of %s, which is not there".formatted(what),
        "use columns of the result, and input.column of the inputs");
  }
}
