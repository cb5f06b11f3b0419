package io.meshwright.cli;

import picocli.CommandLine.Help.Ansi;

/** What can be shown where mesh prints. */
final class Terminal {

  private Terminal() {}

  /** Colours for standard output. */
  static Ansi ansi() {
    return Ansi.AUTO.enabled() ? Ansi.ON : Ansi.OFF;
  }

  /**
   * Says whether a person watches standard error, which bin/mesh knows and Java cannot find out.
   */
  static boolean showsErrors() {
    return Boolean.getBoolean("mesh.stderr.terminal");
  }

  /** See <a href="https://no-color.org">no-color.org</a>. */
  static boolean allowsColours() {
    return System.getenv("NO_COLOR") == null;
  }
}
