package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One place where a contract or a run does not do what a rule asks, and the way out. Values of the
 * data are in none of its texts.
 *
 * @param path the keys of the contract that lead to it; fields and rules by their names
 */
public record Breach(
    List<String> path, String message, String expected, String actual, String remediation) {

  public Breach {
    path = List.copyOf(path);
    requireNonNull(message, "message");
    requireNonNull(expected, "expected");
    requireNonNull(actual, "actual");
    requireNonNull(remediation, "remediation");
  }

  /** The path of a key of a field, such as {@code schema, fields, email, is_pii}. */
  static List<String> pathOf(String field, String... keys) {
    List<String> path = new java.util.ArrayList<>(List.of("schema", "fields", field));
    path.addAll(List.of(keys));
    return path;
  }
}
