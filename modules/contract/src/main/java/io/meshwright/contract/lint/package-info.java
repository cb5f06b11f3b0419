/**
 * What a valid contract still lacks, and which of its keys nothing enforces yet.
 *
 * <p>A remark belongs here if the contract can be used and a reviewer would still say something;
 * what makes a contract unusable is for {@code ContractReader}.
 *
 * <p>Start reading at {@link io.meshwright.contract.lint.ContractLint}; {@link
 * io.meshwright.contract.lint.KeyCoverage} says of every key what it does.
 */
package io.meshwright.contract.lint;
