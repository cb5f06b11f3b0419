package io.meshwright.cli;

import picocli.CommandLine.Option;

/** What every command understands. */
public final class CommonOptions {

  static final String JSON = "--json";
  static final String STACKTRACE = "--stacktrace";

  @Option(names = JSON, description = "Print one JSON document on standard output instead of text.")
  private boolean json;

  /** Read by {@link Failures}, by name. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = STACKTRACE, description = "With a failure, print where in the code it happened.")
  private boolean stacktrace;

  public boolean json() {
    return json;
  }
}
