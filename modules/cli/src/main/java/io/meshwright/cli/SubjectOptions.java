package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The persons that a command is about, who are not to stand in the history of a shell. */
final class SubjectOptions {

  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--subject",
      paramLabel = "VALUE",
      required = true,
      description = {
        "The person's value of the contract's subject_key. May be given more than once.",
        "With - values are read from standard input, one a line, and stand in no history."
      })
  private List<String> subjects = new ArrayList<>();

  /**
   * The values.
   *
   * @throws UsageException if there is none
   */
  List<String> values() {
    List<String> values = new ArrayList<>();
    for (String subject : subjects) {
      values.addAll(subject.equals(STANDARD_INPUT) ? lines() : List.of(subject));
    }
    values.removeIf(String::isEmpty);
    if (values.isEmpty()) {
      throw new UsageException(
          "No person is named", "give --subject VALUE, or --subject - and a value a line");
    }

    return values;
  }

  private static List<String> lines() {
    try {
      // Not closed: whoever calls a command may go on reading.
      return new BufferedReader(new InputStreamReader(System.in, UTF_8)).lines().toList();
    } catch (UncheckedIOException e) {
      throw new UsageException(
          "Cannot read standard input: %s".formatted(cause(e)), "give a value a line");
    }
  }

  private static String cause(UncheckedIOException e) {
    IOException cause = e.getCause();
    return String.valueOf(cause.getMessage());
  }
}
