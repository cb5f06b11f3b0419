package io.meshwright.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Makes what a claim prints with {@code --json}: every round, so that others can calculate. */
final class ReportJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ObjectNode document = MAPPER.createObjectNode();

  private ReportJson() {}

  static ReportJson of(String claim, String heading) {
    ReportJson json = new ReportJson();
    json.document.put("claim", claim).put("measured", heading);
    return json;
  }

  ReportJson with(String key, JsonNode value) {
    document.set(key, value);
    return this;
  }

  String print() {
    return print(document);
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static String print(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot print JSON", e);
    }
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** For each way, by title, its {@link #samples(String, Samples)}. */
  static ArrayNode samples(Map<String, Samples> samples) {
    ArrayNode ways = array();
    samples.forEach((title, runs) -> ways.add(samples(title, runs)));
    return ways;
  }

  /** Every round of a way, and of the bare write beside it. */
  static ObjectNode samples(String title, Samples samples) {
    ObjectNode way = object().put("way", title);
    way.set("rounds", rounds(samples.runs()));
    way.set("bare_rounds", rounds(samples.bare()));
    put(way, "cpu_to_bare", samples.ratio(Usage::cpuSeconds));
    put(way, "wall_to_bare", samples.ratio(Usage::wallSeconds));
    put(way, "added_cpu_seconds", samples.added(Usage::cpuSeconds));
    return way;
  }

  /** A number, or null if there is none: JSON knows no NaN. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  private static ArrayNode rounds(List<Usage> usages) {
    ArrayNode rounds = array();
    for (Usage usage : usages) {
      ObjectNode round =
          rounds
              .addObject()
              .put("wall_seconds", usage.wallSeconds())
              .put("cpu_seconds", usage.cpuSeconds())
              .put("jobs", usage.jobs())
              .put("records_read", usage.traffic().recordsRead())
              .put("bytes_read", usage.traffic().bytesRead())
              .put("bytes_written", usage.traffic().bytesWritten())
              .put("peak_memory_bytes", usage.peakMemoryBytes());
      ArrayNode fallbacks = round.putArray("codegen_fallbacks");
      usage.fallbacks().forEach(fallbacks::add);
    }
    return rounds;
  }
}
