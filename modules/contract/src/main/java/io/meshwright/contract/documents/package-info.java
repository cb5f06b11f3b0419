/**
 * The pages that tell people about a product, made from its contract and its last runs.
 *
 * <p>The pages are GitHub Markdown, always the same for the same input, and safe to show: what a
 * contract says is escaped. A part of each page is its owner's, and stays when the page is made
 * again. What a run says is given as values; reading {@code run.json} is for whoever calls.
 *
 * <p>Start reading at {@link io.meshwright.contract.documents.ProductDocuments}.
 */
package io.meshwright.contract.documents;
