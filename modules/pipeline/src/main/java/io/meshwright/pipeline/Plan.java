package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.evolution.MajorState;
import io.meshwright.governance.PersonalDataFlow;
import java.util.List;

/**
 * What a run would do: everything but the last step, on no data.
 *
 * @param ddl the statement that creates the table where there is none
 * @param write what the write would do, in a sentence
 * @param majors every major version that is published, the oldest first
 * @param personalData where personal data of the inputs goes
 */
public record Plan(
    Contract contract,
    String runId,
    String publisher,
    String location,
    String ddl,
    List<PlannedInput> inputs,
    List<PlannedRule> rules,
    List<RunReport.ColumnLineage> lineage,
    String write,
    List<PublishedMajor> majors,
    List<PersonalDataFlow> personalData,
    List<String> notes) {

  /**
   * A major version as it is published.
   *
   * @param state what consumers may expect of it, such as {@code deprecated until 2024-06-15}
   */
  public record PublishedMajor(SemanticVersion version, MajorState state, String location) {}

  /** An input as it is found now; {@code columns} as {@code name type}. */
  public record PlannedInput(
      String name, String kind, String location, String version, List<String> columns) {
    public PlannedInput {
      columns = List.copyOf(columns);
    }
  }

  /** A rule and how it will be measured. */
  public record PlannedRule(String name, String severity, String expected, String method) {}

  public Plan {
    inputs = List.copyOf(inputs);
    rules = List.copyOf(rules);
    lineage = List.copyOf(lineage);
    majors = List.copyOf(majors);
    personalData = List.copyOf(personalData);
    notes = List.copyOf(notes);
  }
}
