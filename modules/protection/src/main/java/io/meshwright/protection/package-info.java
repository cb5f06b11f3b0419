/** Columns that must not be read by whoever holds the table: keys, encryption, tokens, masks. */
package io.meshwright.protection;
