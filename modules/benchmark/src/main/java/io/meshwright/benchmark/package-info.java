/**
 * The measured claims of the README, runnable: what a validated publish costs over a bare write.
 *
 * <p>Start with {@code bin/mesh benchmark --help}.
 */
package io.meshwright.benchmark;
