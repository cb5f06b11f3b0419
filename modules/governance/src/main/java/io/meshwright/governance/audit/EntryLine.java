package io.meshwright.governance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entry as one line of JSON, in the one form that it has: no spaces, keys in this order, details
 * by key, no escape that is not needed. A line in any other form is not one that we wrote.
 */
final class EntryLine {

  private static final List<String> KEYS =
      List.of("seq", "at", "actor", "action", "resource", "details", "prev_hash", "hash");

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private EntryLine() {}

  /** The line without its end. */
  static String write(AuditEntry entry) {
    ObjectNode json = MAPPER.createObjectNode().put("seq", entry.seq());
    json.put("at", entry.at().toString());
    writeEvent(json, entry.event());
    return print(json.put("prev_hash", entry.prevHash()).put("hash", entry.hash()));
  }

  /**
   * Reads a line, without its end, that {@link #write} wrote.
   *
   * @throws IllegalArgumentException with the reason if it is none, to the last byte
   */
  static AuditEntry parse(byte[] line) {
    JsonNode json = readTree(new String(line, UTF_8));
    requireKeys(json, KEYS);
    AuditEntry entry =
        new AuditEntry(
            json.path("seq").asLong(),
            readInstant(json, "at"),
            readEvent(json),
            readText(json, "prev_hash"),
            readText(json, "hash"));
    if (!Arrays.equals(write(entry).getBytes(UTF_8), line)) {
      throw new IllegalArgumentException("it is not written as entries are");
    }

    return entry;
  }

  static ObjectNode writeEvent(ObjectNode json, AuditEvent event) {
    json.put("actor", event.actor());
    json.put("action", event.action().word());
    json.put("resource", event.resource());
    event.details().forEach(json.putObject("details")::put);
    return json;
  }

  static AuditEvent readEvent(JsonNode json) {
    SortedMap<String, String> details = new TreeMap<>();
    JsonNode written = json.path("details");
    written.fieldNames().forEachRemaining(key -> details.put(key, readText(written, key)));
    return new AuditEvent(
        readText(json, "actor"),
        AuditAction.parse(readText(json, "action")),
        readText(json, "resource"),
        details);
  }

  static Instant readInstant(JsonNode json, String key) {
    try {
      return Instant.parse(readText(json, key));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its '%s' is no instant".formatted(key), e);
    }
  }

  static String readText(JsonNode json, String key) {
    if (!json.path(key).isTextual()) {
      throw new IllegalArgumentException("its '%s' is no text".formatted(key));
    }

    return json.path(key).textValue();
  }

  static void requireKeys(JsonNode json, List<String> keys) {
    List<String> found = new ArrayList<>();
    json.fieldNames().forEachRemaining(found::add);
    if (!found.equals(keys)) {
      throw new IllegalArgumentException("it has the keys %s instead of %s".formatted(found, keys));
    }
  }

  static JsonNode readTree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static String print(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }
}
