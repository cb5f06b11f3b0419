package io.meshwright.pipeline;

/**
 * What a test throws in place of a kill, where one JVM is to go on: no failure, so that nothing of
 * ours catches it.
 */
final class Death extends Error {
  private static final long serialVersionUID = 1L;
}
