/**
 * What changed between two versions of a contract, whom it breaks, and which version may carry it.
 *
 * <p>{@link io.meshwright.contract.evolution.ContractDiff} compares the canonical written forms, so
 * that nothing a contract can say is overlooked: each difference is claimed by one classifier, and
 * one that none claims becomes {@link io.meshwright.contract.evolution.ChangeRule#UNKNOWN}. {@link
 * io.meshwright.contract.evolution.ReleaseCheck} then says whether the new version may be released:
 * version arithmetic, notice and migration guide, compatibility mode, changelog and consumers, all
 * problems at once. Nothing here reads a file, a table or a clock.
 *
 * <p>A type belongs here when it compares contracts or judges a change. Proving a tightened rule on
 * data and changing a table do not.
 *
 * <p>Start reading at {@link io.meshwright.contract.evolution.ChangeRule}, the classification
 * itself.
 */
package io.meshwright.contract.evolution;
