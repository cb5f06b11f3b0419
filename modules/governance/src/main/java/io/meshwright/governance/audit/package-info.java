/**
 * The audit log: who published, denied, waived, read, erased what, and when.
 *
 * <p>{@link io.meshwright.governance.audit.AuditLog} is the port; {@link
 * io.meshwright.governance.audit.FileAuditLog} keeps it in a file of this machine. Where the mesh's
 * root is not on this machine, such as {@code s3://}, there is no log beside it: a run leaves its
 * events as a file of the {@link io.meshwright.governance.audit.AuditOutbox}, and whoever has the
 * log takes them in.
 *
 * <p>A log is tamper-evident, never tamper-proof; {@link io.meshwright.governance.audit.AuditLog}
 * says what that means.
 */
package io.meshwright.governance.audit;
