/**
 * From a contract to a published version: extract, transform, validate, publish on Spark and Delta.
 *
 * <p>A {@link io.meshwright.pipeline.Pipeline} runs one product. Validation is attached to the rows
 * before the write and decided inside the write's transaction ({@link
 * io.meshwright.pipeline.GatePublisher}) or, where only public API may be used, on a checkpoint
 * before the write ({@link io.meshwright.pipeline.CheckpointPublisher}): the same verdicts, the
 * same report. What a run did is one {@link io.meshwright.pipeline.RunReport}. Rules and Deequ are
 * in {@code io.meshwright.quality}; contracts and their files in {@code io.meshwright.contract}.
 *
 * <p>Start reading at {@link io.meshwright.pipeline.Pipeline}, then {@link
 * io.meshwright.pipeline.DataProduct} for what a domain team writes.
 */
package io.meshwright.pipeline;
