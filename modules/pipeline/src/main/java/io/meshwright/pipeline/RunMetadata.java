package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What a commit says about the run that made it, as JSON in Delta's {@code userMetadata}. */
final class RunMetadata {

  static final String RUN_ID = "mesh_run_id";

  /** Tells apart two processes that do the same run at once. */
  static final String EXECUTION = "mesh_execution";

  static final String STARTED_AT = "started_at";
  static final String CONTRACT_VERSION = "contract_version";
  static final String CONTRACT_HASH = "contract_hash";

  private static final ObjectMapper JSON = new ObjectMapper();

  private RunMetadata() {}

  static String write(RunReport.Identity identity, Instant startedAt, String execution) {
    ObjectNode json = JSON.createObjectNode();
    json.put(RUN_ID, identity.runId());
    json.put(EXECUTION, execution);
    json.put(STARTED_AT, startedAt.toString());
    json.put("product", identity.product().toString());
    json.put(CONTRACT_VERSION, identity.version().toString());
    json.put(CONTRACT_HASH, identity.contractHash());
    json.put("logical_date", identity.logicalDate().toString());
    return json.toString();
  }

  /** Reads the metadata of any commit; what is not ours has no fields. */
  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
