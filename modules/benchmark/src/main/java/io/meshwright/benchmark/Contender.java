package io.meshwright.benchmark;

import java.util.Map;

/** One way to check the rules of one workload and write its rows to a Delta table. */
interface Contender {

  /** The folder of the table that it writes. */
  String location();

  /**
   * Checks and writes, or does not write where a rule is broken. This is what is measured.
   *
   * @return what came of each rule, by name; empty if none is checked
   */
  Map<String, Finding> publish();
}
