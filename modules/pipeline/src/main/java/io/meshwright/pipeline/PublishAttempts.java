package io.meshwright.pipeline;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.meshwright.contract.ExitCode;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes while other writers commit to the same table: tries again, and gives up in time. */
final class PublishAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(PublishAttempts.class);

  /** How often a publish is tried when other writers' commits stand in the way. */
  private static final int TRIES = 5;

  private PublishAttempts() {}

  /**
   * Returns what was decided; empty if another writer came first.
   *
   * @param publication asked once an attempt
   */
  static Optional<Validation.Decision> publish(
      Publisher publisher, String runId, Supplier<Publication> publication) {
    for (int attempt = 1; ; attempt++) {
      try {
        return publisher.publish(publication.get());
      } catch (ConcurrentTransactionException e) {
        // Another run of the same slice came first; whether it was this one, history tells.
        LOG.warn("Run {} lost to another writer: {}", runId, SparkFailures.firstLine(e));
        return Optional.empty();
      } catch (DeltaConcurrentModificationException e) {
        if (attempt == TRIES) {
          LOG.warn("Run {} lost {} times: {}", runId, TRIES, SparkFailures.firstLine(e));
          return Optional.empty();
        }
        pause(attempt);
      }
    }
  }

  /**
   * Does what ends in a commit.
   *
   * @param what is done, for messages
   * @throws StageFailedException with {@link ExitCode#CONFLICT} if other writers came first each
   *     time
   */
  static void untilCommitted(String what, Runnable work) {
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        return;
      } catch (DeltaConcurrentModificationException e) {
        if (attempt == TRIES) {
          throw new StageFailedException(
              ExitCode.CONFLICT,
              new Problem(
                  "%s lost to other writers %d times: %s"
                      .formatted(what, TRIES, SparkFailures.firstLine(e)),
                  "start it again when they are done"),
              e);
        }
        pause(attempt);
      }
    }
  }

  /** Waits a little longer each time, and never as long as the other writer. */
  static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(100L, 400L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
