/**
 * The measured claims of the README, runnable: what it costs to publish validated rows.
 *
 * <p>There are two claims, {@link io.meshwright.benchmark.SalesClaim} and {@link
 * io.meshwright.benchmark.MatrixClaim}. They share the meter, the rounds and the table. The README
 * of this module says what is measured and how; start with {@code bin/mesh benchmark --help}.
 */
package io.meshwright.benchmark;
