package io.meshwright.pipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests that take too long for every build. */
final class FullTests {

  private FullTests() {}

  /** Skips the test, saying why, unless the build was started with {@code -Dmesh.full=true}. */
  static void assumeAsked(String reason) {
    assumeTrue(Boolean.getBoolean("mesh.full"), reason + ": only with -Dmesh.full=true");
  }
}
