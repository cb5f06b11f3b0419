package io.meshwright.quality;

import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import java.util.List;

/**
 * Fields and rules that a contract could say of rows, and why. Made by {@link RuleSuggestions}.
 *
 * @param checks rules about the table, for {@code quality_checks}
 * @param reasons in words that tell of no personal value
 */
public record Proposal(List<Field> fields, List<Rule> checks, ContractWriter.Notes reasons) {

  public Proposal {
    fields = List.copyOf(fields);
    checks = List.copyOf(checks);
  }
}
