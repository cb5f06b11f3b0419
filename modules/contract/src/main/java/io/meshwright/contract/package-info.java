/**
 * The words of the mesh and the promise a domain team makes, as plain immutable values.
 *
 * <p>A {@link io.meshwright.contract.Contract} is what {@code data_product.yaml} says, typed:
 * percentages are fractions, hours are durations, types are parsed. Reading reports every problem
 * at once as {@code file:line:column}. Nothing here knows Spark, Delta or any other module; a type
 * belongs here when two other modules must agree on it.
 *
 * <p>Start reading at {@link io.meshwright.contract.Contract}, then {@link
 * io.meshwright.contract.Assertion} for the rules and {@link io.meshwright.contract.ContractReader}
 * for the file.
 */
package io.meshwright.contract;
