/**
 * The Open Data Contract Standard, 3.0 to 3.2, read into contracts and written from them.
 *
 * <p>Two trees are mapped, not two classes: {@link io.meshwright.contract.odcs.OdcsReader} makes
 * the YAML of a contract from a document and lets the contract's own reader judge it, at the
 * document's places; {@link io.meshwright.contract.odcs.OdcsWriter} takes the YAML of a contract
 * apart, and what is left when every key of the standard is filled stands under {@code
 * customProperties}. So a key or a kind of rule that is new to contracts gets through before it is
 * known here.
 *
 * <p>What a document says and a contract does not is kept in the {@link
 * io.meshwright.contract.odcs.OdcsDocument}, into which changed contracts are written back. The
 * tables of what maps to what are in {@code modules/contract/ODCS.md}.
 */
package io.meshwright.contract.odcs;
