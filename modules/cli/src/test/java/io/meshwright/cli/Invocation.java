package io.meshwright.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One call of mesh and all that came of it. */
record Invocation(int exitCode, String out, String err) {

  static Invocation of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Mesh.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Invocation(exitCode, out.toString(), err.toString());
  }
}
