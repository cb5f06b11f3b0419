package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.ErasureCertificate.Deleted;
import io.meshwright.pipeline.ErasureCertificate.Staging;
import io.meshwright.pipeline.ErasureCertificate.Table;
import io.meshwright.pipeline.ErasureCertificate.Trash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Certificates as JSON; the same certificate is the same bytes. */
public final class ErasureCertificateJson {

  private static final int SCHEMA_VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> NOT_COVERED =
      List.of(
          "inputs: a run that reads inputs which still hold the person publishes the rows again",
          "older versions: rows that a run replaced or deleted before can be read by time travel until"
              + " thirty days after that",
          "run reports and system tables: they may show values of fields that the contract does not"
              + " mark as personal",
          "backups and copies outside of these locations: they keep what they had until they expire"
              + " or are deleted");

  private static final String COPIES_OF_KEYS =
      "copies of the folder of keys: from one that is older than key_destroyed_at, the key can be"
          + " restored until the copy is deleted";

  private ErasureCertificateJson() {}

  /** Instants are ISO 8601 in UTC. */
  public static String write(ErasureCertificate certificate) {
    ObjectNode json = JSON.createObjectNode();
    json.put("schema_version", SCHEMA_VERSION);
    json.put("product", certificate.product().toString());
    json.put("subject", certificate.subject());
    json.put("state", certificate.state().toString());
    json.put("requested_at", certificate.requestedAt().toString());
    put(json, "completed_at", certificate.completedAt());
    put(json, "key_destroyed_at", certificate.keyDestroyedAt());
    json.put("rows_deleted", certificate.rows());
    json.put("rows_unreadable", certificate.unreadable());
    ArrayNode tables = json.putArray("tables");
    certificate.tables().forEach(table -> write(table, tables.addObject()));
    json.putObject("staging")
        .put("location", certificate.staging().location())
        .put("files_deleted", certificate.staging().deleted())
        .put("files_left", certificate.staging().left());
    ArrayNode notCovered = json.putArray("not_covered");
    NOT_COVERED.forEach(notCovered::add);
    certificate.keyDestroyedAt().ifPresent(at -> notCovered.add(COPIES_OF_KEYS));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new AssertionError("Every tree of nodes can be printed", e);
    }
  }

  private static void write(Table table, ObjectNode json) {
    json.put("kind", table.kind());
    json.put("location", table.location());
    json.put("rows_deleted", table.deleted().rows());
    json.put("version_before", table.deleted().versionBefore());
    json.put("version_after", table.deleted().versionAfter().orElse(null));
    json.put("rows_pending", table.pending());
    json.put("rows_unreadable", table.unreadable());
    put(json, "in_trash_until", table.trash().until());
    put(json, "trash_emptied_at", table.trash().emptiedAt());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param place for the message
   * @throws StageFailedException with {@link ExitCode#INVALID} if it is anything else
   */
  static ErasureCertificate read(String text, String place) {
    try {
      JsonNode json = JSON.readTree(text);
      List<Table> tables = new ArrayList<>();
      json.required("tables").forEach(table -> tables.add(table(table)));
      JsonNode staging = json.required("staging");
      return new ErasureCertificate(
          ProductName.parse(json.required("product").asText()),
          json.required("subject").asText(),
          Instant.parse(json.required("requested_at").asText()),
          instant(json, "completed_at"),
          instant(json, "key_destroyed_at"),
          tables,
          new Staging(
              staging.required("location").asText(),
              staging.required("files_deleted").asLong(),
              staging.required("files_left").asLong()));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          new Problem(
              "Cannot read the certificate %s: it is not as mesh erase writes it".formatted(place),
              "restore it from a copy, or move it away; without it, the next certificate tells of"
                  + " what is deleted from now on"),
          e);
    }
  }

  private static Table table(JsonNode json) {
    return new Table(
        json.required("kind").asText(),
        json.required("location").asText(),
        new Deleted(
            json.required("rows_deleted").asLong(),
            json.required("version_before").asLong(),
            Optional.of(json.required("version_after"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asLong)),
        json.required("rows_pending").asLong(),
        json.required("rows_unreadable").asLong(),
        new Trash(instant(json, "in_trash_until"), instant(json, "trash_emptied_at")));
  }

  private static void put(ObjectNode json, String key, Optional<Instant> instant) {
    json.put(key, instant.map(Instant::toString).orElse(null));
  }

  private static Optional<Instant> instant(JsonNode json, String key) {
    return Optional.of(json.required(key))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .map(Instant::parse);
  }
}
