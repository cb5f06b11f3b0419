package io.meshwright.pipeline;

import java.util.Optional;

/**
 * What publishing came to.
 *
 * @param decision what validation said; empty if Delta skipped the write as already done
 * @param files data files added
 * @param bytes size of those files
 */
record Published(Optional<Validation.Decision> decision, long files, long bytes) {

  /**
   * Nothing was committed, and nothing was decided: another writer, or an earlier try, came first.
   */
  static Published skipped() {
    return new Published(Optional.empty(), 0, 0);
  }

  static Published nothing(Validation.Decision decision) {
    return new Published(Optional.of(decision), 0, 0);
  }
}
