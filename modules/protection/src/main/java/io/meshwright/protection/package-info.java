/**
 * Columns that must not be read by whoever holds the table: keys, encryption, tokens, masks.
 *
 * <p>{@link io.meshwright.protection.Protection} turns rows into what may be stored, and back.
 * Keysets come from a {@link io.meshwright.protection.KeyProvider} wrapped, and stay so in plans,
 * logs and files; what unwraps them, a {@link io.meshwright.protection.KeyEncryption}, is found by
 * each JVM for itself. The only module that sees Tink.
 */
package io.meshwright.protection;
