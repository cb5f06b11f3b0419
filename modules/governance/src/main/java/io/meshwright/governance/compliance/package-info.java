/**
 * How far the products of a mesh keep its policies: what an evaluation of all of them comes to.
 *
 * <p>Everything is computed from what is given, the day included: the same evaluations, waivers and
 * memory give the same report to the byte. A product that was not evaluated is reported as that,
 * and never as compliant.
 *
 * <p>Start reading at {@link io.meshwright.governance.compliance.ComplianceReport}.
 */
package io.meshwright.governance.compliance;
