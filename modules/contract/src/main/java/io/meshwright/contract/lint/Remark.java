package io.meshwright.contract.lint;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Locale;

/** Something to say about a place in a contract that is valid, and how to better it. */
public record Remark(LintRule rule, Path file, int line, int column, String problem, String fix) {

  public Remark {
    requireNonNull(rule, "rule");
    requireNonNull(file, "file");
    requireNonNull(problem, "problem");
    requireNonNull(fix, "fix");
  }

  /** Says whether {@code --strict} refuses it. */
  public boolean isWarning() {
    return rule.level() == LintRule.Level.WARNING;
  }

  /** Prints {@code file:line:column: level: problem [RULE]}, then the fix. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s: %s [%s]%n    fix: %s"
        .formatted(
            file, line, column, rule.level().name().toLowerCase(Locale.ROOT), problem, rule, fix);
  }
}
