/**
 * Contracts for readers who speak something else: JSON Schema, Avro, Spark SQL.
 *
 * <p>An export never fails because the other language is poorer; it says what it leaves out. ODCS,
 * which is also read, is {@link io.meshwright.contract.odcs}.
 */
package io.meshwright.contract.export;
