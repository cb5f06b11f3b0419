package io.meshwright.pipeline;

import io.meshwright.quality.RuleSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a {@link Publisher} is given: rows that have the contract's shape, and everything needed to
 * judge and write them.
 *
 * @param rows conformed and laid out as the table is partitioned; nothing is computed yet
 */
record Publication(
    RunContext context,
    Dataset<Row> rows,
    RuleSet rules,
    Validation validation,
    TableWriter writer,
    RowProtection protection,
    RunListener listener) {}
