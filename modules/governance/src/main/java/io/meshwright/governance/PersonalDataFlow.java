package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Personal data on its way from an input into a published column: a fact for policies to judge.
 *
 * @param column the published column
 * @param source the input column; empty if what the column is made from does not show
 * @param path from the input column to the published one, such as {@code customers.email ->
 *     contact}; the column alone where nothing shows
 */
public record PersonalDataFlow(
    String column, Optional<ColumnLineage.InputColumn> source, String path, Treatment treatment) {

  /** What the contract says of a column that personal data flows into. */
  public enum Treatment {
    /** Nothing: it is published in clear, and nobody was told. Always an error. */
    UNDECLARED,
    /** It is marked {@code is_pii}, and published in clear. Policies say whether that may be. */
    DECLARED,
    /** It leaves the pipeline protected. */
    PROTECTED,
    /** What it is made from does not show, while inputs hold personal data. Always an error. */
    UNKNOWN;

    /** Says whether nothing may be published. */
    public boolean isError() {
      return this == UNDECLARED || this == UNKNOWN;
    }
  }

  /** What a contract says of its fields, by name: those marked, and those protected. */
  public record Declared(Set<String> personal, Set<String> guarded) {
    public Declared {
      personal = Set.copyOf(personal);
      guarded = Set.copyOf(guarded);
    }

    private Treatment of(String column, boolean isKnown) {
      if (guarded.contains(column)) {
        return Treatment.PROTECTED;
      }
      if (personal.contains(column)) {
        return Treatment.DECLARED;
      }

      return isKnown ? Treatment.UNDECLARED : Treatment.UNKNOWN;
    }
  }

  public PersonalDataFlow {
    requireNonNull(column, "column");
    requireNonNull(source, "source");
    requireNonNull(path, "path");
    requireNonNull(treatment, "treatment");
  }

  /**
   * Finds every flow of personal data, in the order of the columns. Only what arrives {@link
   * ColumnLineage.Kind#DIRECT directly} flows: a count of addresses is no address.
   *
   * @param inputs every column of every input, to tell whether an unknown column could hold some
   */
  public static List<PersonalDataFlow> find(
      ColumnLineage lineage,
      Collection<ColumnLineage.InputColumn> inputs,
      PersonalInputs personal,
      Declared declared) {
    boolean isAnyPersonal = inputs.stream().anyMatch(personal::contains);
    List<PersonalDataFlow> flows = new ArrayList<>();
    for (ColumnLineage.Derived column : lineage.columns()) {
      column.sources().stream()
          .filter(source -> source.kind() == ColumnLineage.Kind.DIRECT)
          .filter(source -> personal.contains(source.from()))
          .map(
              source ->
                  new PersonalDataFlow(
                      column.name(),
                      Optional.of(source.from()),
                      column.path(source),
                      declared.of(column.name(), true)))
          .forEach(flows::add);
      if (!column.isKnown() && isAnyPersonal) {
        flows.add(
            new PersonalDataFlow(
                column.name(), Optional.empty(), column.name(), declared.of(column.name(), false)));
      }
    }
    return flows;
  }

  /** What is wrong, for whoever wrote the contract. */
  public String problem() {
    return switch (treatment) {
      case UNDECLARED ->
          "column '%s' is made from personal data (%s), and the contract does not say so"
              .formatted(column, path);
      case UNKNOWN ->
          "cannot tell what column '%s' is made from, and inputs hold personal data"
              .formatted(column);
      case DECLARED -> "column '%s' publishes personal data in clear (%s)".formatted(column, path);
      case PROTECTED -> "column '%s' holds personal data, protected (%s)".formatted(column, path);
    };
  }

  /** How to mend it. */
  public String fix() {
    return switch (treatment) {
      case UNDECLARED ->
          "give field '%s' is_pii: true and protect: encrypt, tokenize, mask or drop; or leave the column out"
              .formatted(column);
      case UNKNOWN ->
          "say it in lineage() of the transform's class; or give field '%s' is_pii: true and protect"
              .formatted(column);
      case DECLARED -> "give field '%s' protect: encrypt, tokenize, mask or drop".formatted(column);
      case PROTECTED -> "nothing to do";
    };
  }
}
