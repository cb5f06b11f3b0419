package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;

/** Says in our words what Spark and Delta threw, once, where it leaves the pipeline. */
final class SparkFailures {

  private static final Pattern FILE =
      Pattern.compile(
          "(?:reading file|converted in file|CSV file:|Could not read (?:footer for )?file:) (\\S+?)\\.?(?:\\s|$)");

  private static final Pattern OTHER_HEADER =
      Pattern.compile("CSV header does not conform.*\\s+Header: (.*)\\s+Schema: (.*)");

  private static final Pattern OTHER_WIDTH =
      Pattern.compile("Header length: (\\d+), schema size: (\\d+)");

  private static final List<String> DECODERS =
      List.of("org.apache.avro.", "org.apache.parquet.", "org.apache.orc.", "org.xerial.snappy.");

  private static final List<String> ABOUT_DATA =
      List.of(
          "SparkArithmeticException",
          "SparkNumberFormatException",
          "SparkDateTimeException",
          "SparkArrayIndexOutOfBoundsException");

  private SparkFailures() {}

  /** Data that cannot be read or does not fit is the data's fault; the rest is unexpected. */
  static ExitCode exitCode(Throwable failure) {
    return isAboutData(failure) ? ExitCode.REJECTED : ExitCode.UNEXPECTED;
  }

  /**
   * @param unreadable finds the input file that cannot be read, asked only if Spark did not name it
   */
  static Problem explain(Throwable failure, Supplier<Optional<String>> unreadable) {
    if (isCorruptFile(failure)) {
      return new Problem(
          "Cannot read %s: %s"
              .formatted(
                  find(FILE, failure)
                      .map(found -> found.group(1))
                      .or(unreadable)
                      .map(file -> "input file '" + file + "'")
                      .orElse("an input file"),
                  reason(failure)),
          "have the file delivered again as agreed, or correct the schema and options of the input"
              + " in the contract; nothing was published");
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

  /**
   * Throws what another thread threw, as if it were thrown here: Spark's analysis errors are
   * checked, and Scala does not declare them.
   */
  @SuppressWarnings("unchecked") // The cast is to the compiler's word only.
  static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
    throw (E) failure;
  }

  /** What Spark calls the failure, such as {@code CAST_INVALID_INPUT}: it holds no value. */
  static Optional<String> errorClass(Throwable failure) {
    return chain(failure).stream()
        .flatMap(at -> at instanceof SparkThrowable spark ? Stream.of(spark) : Stream.empty())
        .map(SparkThrowable::getErrorClass)
        .filter(name -> name != null && !name.startsWith("_LEGACY"))
        .reduce((outer, inner) -> inner);
  }

  static String firstLine(Throwable failure) {
    return Optional.ofNullable(failure.getMessage())
        .flatMap(message -> message.lines().filter(line -> !line.isBlank()).findFirst())
        .orElse(failure.toString());
  }

  private static boolean isAboutData(Throwable failure) {
    return isCorruptFile(failure)
        || chain(failure).stream()
            .anyMatch(at -> ABOUT_DATA.stream().anyMatch(type -> names(at, type)));
  }

  /** Spark names the file only if its first row cannot be read; the stack tells of the others. */
  private static boolean isCorruptFile(Throwable failure) {
    boolean isThere = chain(failure).stream().noneMatch(at -> at instanceof FileNotFoundException);
    return isThere
        && (find(FILE, failure).isPresent()
            || (isIn(failure, "org.apache.spark.sql.execution.datasources.FileScanRDD")
                && DECODERS.stream().anyMatch(decoder -> isIn(failure, decoder))));
  }

  private static boolean isIn(Throwable failure, String code) {
    return Arrays.stream(rootCause(failure).getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(code));
  }

  private static String reason(Throwable failure) {
    Optional<String> header =
        find(OTHER_HEADER, failure)
            .map(
                found ->
                    "its header is '%s', the contract says '%s'"
                        .formatted(found.group(1).strip(), found.group(2).strip()));
    Optional<String> width =
        find(OTHER_WIDTH, failure)
            .map(
                found ->
                    "its header has %s columns, the contract says %s"
                        .formatted(found.group(1), found.group(2)));
    return header.or(() -> width).orElseGet(() -> firstLine(rootCause(failure)));
  }

  private static boolean names(Throwable failure, String type) {
    return failure.getClass().getSimpleName().equals(type)
        || String.valueOf(failure.getMessage()).contains(type);
  }

  private static Optional<Matcher> find(Pattern pattern, Throwable failure) {
    return chain(failure).stream()
        .map(at -> pattern.matcher(String.valueOf(at.getMessage())))
        .filter(Matcher::find)
        .findFirst();
  }

  private static Throwable rootCause(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return chain.get(chain.size() - 1);
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = failure; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }
}
