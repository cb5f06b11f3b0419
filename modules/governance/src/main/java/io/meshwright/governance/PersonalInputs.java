package io.meshwright.governance;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Locale;
import java.util.Set;

/**
 * Which columns of a product's inputs hold personal data.
 *
 * @param names columns that are personal in whatever input they appear, in any letter case: what
 *     policies list as {@code pii_fields} and {@code approval_required}
 * @param columns columns that the contract of an input product marks {@code is_pii}; masked ones
 *     are left out, since their values are gone, and encrypted or tokenized ones are not, since
 *     whoever has the key has the person
 */
public record PersonalInputs(Set<String> names, Set<ColumnLineage.InputColumn> columns) {

  public static final PersonalInputs NONE = new PersonalInputs(Set.of(), Set.of());

  public PersonalInputs {
    names = names.stream().map(PersonalInputs::folded).collect(toUnmodifiableSet());
    columns = Set.copyOf(columns);
  }

  /** Says whether the column holds personal data. */
  public boolean contains(ColumnLineage.InputColumn column) {
    return columns.contains(column) || names.contains(folded(column.column()));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
