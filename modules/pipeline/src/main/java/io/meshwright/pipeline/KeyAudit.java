package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Records in the audit log what was done to the keys of a product. */
final class KeyAudit {

  private final AuditTrail trail;
  private final String actor;
  private final ProductName product;

  /**
   * @param spark asked only if the log is not on this machine
   */
  KeyAudit(Supplier<SparkSession> spark, Pipeline pipeline) {
    this.trail = new AuditTrail(spark, pipeline.environment(), pipeline.clock());
    this.actor = pipeline.environment().user();
    this.product = pipeline.contract().name();
  }

  void record(AuditAction action, Map<String, String> details) {
    trail.record(
        "keys-" + product, List.of(AuditEvent.of(actor, action, product.toString(), details)));
  }
}
