package io.meshwright.pipeline;

import java.time.Duration;

/**
 * Hears of a run while it happens, to show progress. Called on the run's own threads: return
 * quickly. An exception from a listener ends the run.
 */
public interface RunListener {

  RunListener SILENT = new RunListener() {};

  /** A stage begins. Validate begins with the write it is measured in. */
  default void stageStarted(StageName stage) {}

  /** A stage is done; {@code summary} says in a few words what came of it. */
  default void stageFinished(StageName stage, Duration took, String summary) {}

  /** The verdict is in and nothing stops the run: the commit comes next. */
  default void committing() {}

  /** The table has its new version; what remains is bookkeeping. */
  default void committed() {}
}
