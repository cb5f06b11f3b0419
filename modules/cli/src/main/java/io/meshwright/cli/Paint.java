package io.meshwright.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** The few colours of mesh, with one meaning each; plain text where colours are off. */
final class Paint {

  private final boolean enabled;

  Paint(Ansi ansi) {
    this.enabled = ansi.enabled();
  }

  String strong(String text) {
    return paint(Style.bold, text);
  }

  String faint(String text) {
    return paint(Style.faint, text);
  }

  String good(String text) {
    return paint(Style.fg_green, text);
  }

  /** Not as it should be, but nothing stopped. */
  String doubtful(String text) {
    return paint(Style.fg_yellow, text);
  }

  String bad(String text) {
    return paint(Style.fg_red, text);
  }

  /** Ends with a full reset: what picocli sends to end bold underlines on some terminals. */
  private String paint(Style style, String text) {
    return enabled ? style.on() + text + Style.reset.on() : text;
  }
}
