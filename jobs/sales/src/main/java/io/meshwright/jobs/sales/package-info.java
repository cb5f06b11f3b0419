/**
 * What the sales domain needs beside its contracts and queries: a job to submit, and a source to
 * try it on.
 *
 * <p>A product of this domain is a folder beside {@code src} with a contract and a query, and the
 * pipeline makes it. {@link io.meshwright.jobs.sales.TpchSource} plays the operational systems.
 */
package io.meshwright.jobs.sales;
