/**
 * Policies over contracts, changes and runs, and who may waive them.
 *
 * <p>Nothing here knows Spark: what a run measured comes as values.
 */
package io.meshwright.governance;
