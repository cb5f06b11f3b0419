package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import java.util.Optional;

/** Says in our words what Spark and Delta threw, once, where it leaves the pipeline. */
final class SparkFailures {

  private SparkFailures() {}

  /** Data that cannot be read or does not fit is the data's fault; the rest is unexpected. */
  static ExitCode exitCode(Throwable failure) {
    return isAboutData(failure) ? ExitCode.REJECTED : ExitCode.UNEXPECTED;
  }

  static Problem explain(Throwable failure) {
    if (isCorruptFile(failure)) {
      return new Problem(
          "An input file cannot be read: " + firstLine(rootCause(failure)),
          "deliver the file again; nothing was published");
    }
    if (isAboutData(failure)) {
      return new Problem(
          "A value does not fit: " + firstLine(rootCause(failure)),
          "make the transform decide what happens to such values (try_cast, coalesce, a where), or"
              + " correct the source; nothing was published");
    }

    return new Problem(
        firstLine(rootCause(failure)),
        "see the log for the whole story; the published table is as it was, so the run can be"
            + " started again");
  }

  static String firstLine(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.lines().filter(line -> !line.isBlank()).findFirst())
        .orElse(failure.toString());
  }

  private static boolean isAboutData(Throwable failure) {
    return isCorruptFile(failure)
        || has(failure, "SparkArithmeticException")
        || has(failure, "SparkNumberFormatException")
        || has(failure, "SparkDateTimeException")
        || has(failure, "SparkArrayIndexOutOfBoundsException");
  }

  private static boolean isCorruptFile(Throwable failure) {
    return has(failure, "AvroRuntimeException")
        || has(failure, "BadRecordException")
        || messageHas(failure, "is not a Parquet file")
        || messageHas(failure, "Encountered error while reading file")
        || messageHas(failure, "FAILED_READ_FILE");
  }

  private static boolean has(Throwable failure, String simpleName) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getClass().getSimpleName().equals(simpleName)
          || String.valueOf(at.getMessage()).contains(simpleName)) {
        return true;
      }
    }
    return false;
  }

  private static boolean messageHas(Throwable failure, String text) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (String.valueOf(at.getMessage()).contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
