package io.meshwright.pipeline;

import io.meshwright.governance.audit.AuditAction;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.WrappedKeyset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** New keys for a product; what the ones before encrypted stays readable, see {@link Rekey}. */
public final class KeyRotation {

  private KeyRotation() {}

  /**
   * Adds a key to each keyset of the product, which encrypts from then on, and records that in the
   * audit log. Killed anywhere, each keyset is as it was or has one key more.
   *
   * @param spark asked only if the audit log is not on this machine
   * @throws io.meshwright.protection.ProtectionException if a keyset cannot be read or written
   */
  public static List<WrappedKeyset> rotate(Pipeline pipeline, Supplier<SparkSession> spark) {
    KeyProvider keys = pipeline.environment().keys();
    KeyAudit audit = new KeyAudit(spark, pipeline);
    List<WrappedKeyset> rotated = new ArrayList<>();
    for (KeyName name : keys.names(pipeline.contract().name().toString())) {
      WrappedKeyset keyset = keys.rotate(name);
      audit.record(
          AuditAction.KEY_ROTATED,
          Map.of("key", name.toString(), "key_id", keyset.primary().toString()));
      rotated.add(keyset);
    }
    return rotated;
  }
}
