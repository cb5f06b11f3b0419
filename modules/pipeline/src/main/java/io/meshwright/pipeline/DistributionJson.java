package io.meshwright.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.quality.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Distributions as JSON, in {@code run.json} and in the system table {@code metrics}. */
final class DistributionJson {

  private DistributionJson() {}

  /**
   * {@code {"values": {"open": 2}, "other": 0}}, or {@code {"quantiles": [1.0, 3.0], "rows": 2}}.
   */
  static ObjectNode write(Distribution distribution) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (distribution instanceof Distribution.Values values) {
      values.counts().forEach(json.putObject("values")::put);
      return json.put("other", values.other());
    }

    Distribution.Quantiles quantiles = (Distribution.Quantiles) distribution;
    quantiles.ends().forEach(json.putArray("quantiles")::add);
    return json.put("rows", quantiles.rows());
  }

  /** Reads what {@link #write} wrote; empty if it is anything else. */
  static Optional<Distribution> find(JsonNode json) {
    if (json.path("values").isObject()) {
      Map<String, Long> counts = new LinkedHashMap<>();
      json.get("values")
          .fields()
          .forEachRemaining(value -> counts.put(value.getKey(), value.getValue().asLong()));
      return counts.size() > Distribution.MOST_VALUES
          ? Optional.empty()
          : Optional.of(new Distribution.Values(counts, json.path("other").asLong()));
    }
    if (json.path("quantiles").size() > 1) {
      List<Double> ends = new ArrayList<>();
      json.get("quantiles").forEach(end -> ends.add(end.asDouble()));
      return Optional.of(new Distribution.Quantiles(ends, json.path("rows").asLong()));
    }

    return Optional.empty();
  }
}
