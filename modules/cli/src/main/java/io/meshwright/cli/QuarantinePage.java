package io.meshwright.cli;

import io.meshwright.pipeline.Quarantine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of a quarantine.
 *
 * @param count rows that are selected
 * @param leftOut rows that only the choice of rules leaves out
 * @param entries the newest of the selected rows
 */
record QuarantinePage(
    String product,
    String location,
    long count,
    long leftOut,
    List<Quarantine.RuleSummary> rules,
    List<Quarantine.Entry> entries,
    Optional<Export> export) {

  /** A file that rows were written to. */
  record Export(Path file, long rows) {}

  QuarantinePage {
    rules = List.copyOf(rules);
    entries = List.copyOf(entries);
  }
}
