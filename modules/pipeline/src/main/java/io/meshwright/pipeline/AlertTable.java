package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.tables.DeltaTable;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.notify.Alert;
import io.meshwright.notify.AlertEvent;
import io.meshwright.notify.AlertKey;
import io.meshwright.notify.AlertLog;
import io.meshwright.notify.Finding;
import io.meshwright.notify.Occasion;
import io.meshwright.notify.OpenAlert;
import io.meshwright.quality.AlertResult;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The system table {@code alerts}: what each run found about each alert ({@code evaluated}), and
 * from run to run which alerts are open and who was told ({@code opened}, {@code delivered}, {@code
 * resolved}). Only appended to.
 */
final class AlertTable implements AlertLog {

  static final String NAME = "alerts";

  static final StructType SCHEMA =
      StructType.fromDDL(
          "at TIMESTAMP, sequence INT, event STRING, product STRING, contract_version STRING,"
              + " run_id STRING, type STRING, condition STRING, subject STRING, severity STRING,"
              + " state STRING, expected STRING, actual STRING, sink STRING, detail STRING");

  private static final String EVALUATED = "evaluated";
  private static final String OPENED = "opened";
  private static final String DELIVERED = "delivered";
  private static final String RESOLVED = "resolved";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final String path;

  AlertTable(SparkSession spark, Environment environment) {
    this.spark = spark;
    this.path = SystemTables.pathOf(environment, NAME);
  }

  /** What a run found, one row an alert. */
  static List<Row> rows(RunReport report) {
    List<Row> rows = new ArrayList<>();
    for (AlertResult result : report.alerts()) {
      rows.add(
          RowFactory.create(
              Timestamp.from(report.timing().startedAt()),
              rows.size(),
              EVALUATED,
              report.identity().product().toString(),
              report.identity().version().toString(),
              report.identity().runId(),
              result.alert().type(),
              result.alert().condition().toString(),
              null,
              word(result.alert().severity()),
              result.state().toString(),
              result.expected(),
              result.actual(),
              null,
              null));
    }
    return rows;
  }

  /** Reads the events of a product: one small job, none where there is no table yet. */
  @Override
  public List<OpenAlert> findOpen(ProductName product) {
    if (!DeltaTable.isDeltaTable(spark, path)) {
      return List.of();
    }

    List<AlertEvent> events =
        spark
            .read()
            .format("delta")
            .load(path)
            .where(col("product").equalTo(product.toString()))
            .where(col("event").isin(OPENED, DELIVERED, RESOLVED))
            // What two evaluations found at the same instant is in the order they told it.
            .orderBy(col("at"), col("_metadata.file_modification_time"), col("sequence"))
            .collectAsList()
            .stream()
            .map(AlertTable::event)
            .toList();
    return OpenAlert.replay(events);
  }

  @Override
  public void record(List<AlertEvent> events) {
    List<Row> rows = new ArrayList<>();
    events.forEach(event -> rows.add(row(event, rows.size())));
    spark
        .createDataFrame(rows, SCHEMA)
        .coalesce(1)
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .option("mergeSchema", true)
        .save(path);
  }

  private static Row row(AlertEvent event, int sequence) {
    Optional<Alert> opened =
        event instanceof AlertEvent.Opened news ? Optional.of(news.alert()) : Optional.empty();
    Optional<String> sink =
        event instanceof AlertEvent.Delivered told ? Optional.of(told.sink()) : Optional.empty();
    String name = opened.isPresent() ? OPENED : sink.isPresent() ? DELIVERED : RESOLVED;
    AlertKey key = event.key();
    return RowFactory.create(
        Timestamp.from(event.at()),
        sequence,
        name,
        key.product().toString(),
        opened.map(alert -> alert.occasion().version().toString()).orElse(null),
        opened.flatMap(alert -> alert.occasion().runId()).orElse(null),
        key.type(),
        key.condition(),
        key.subject().orElse(null),
        opened.map(alert -> word(alert.severity())).orElse(null),
        null,
        opened.flatMap(alert -> alert.finding().expected()).orElse(null),
        opened.flatMap(alert -> alert.finding().actual()).orElse(null),
        sink.orElse(null),
        opened.map(AlertTable::detail).orElse(null));
  }

  private static String detail(Alert alert) {
    ObjectNode json = JSON.createObjectNode();
    json.put("at", alert.occasion().at().toString());
    json.put("title", alert.finding().title());
    alert.finding().lines().forEach(json.putArray("lines")::add);
    ObjectNode links = json.putObject("links");
    alert.finding().links().forEach((name, link) -> links.put(name, link.toString()));
    return json.toString();
  }

  private static AlertEvent event(Row row) {
    Instant at = row.<Timestamp>getAs("at").toInstant();
    AlertKey key =
        new AlertKey(
            ProductName.parse(row.getAs("product")),
            row.getAs("type"),
            row.getAs("condition"),
            find(row, "subject"));
    return switch (row.<String>getAs("event")) {
      case OPENED -> new AlertEvent.Opened(alert(row, key), at);
      case DELIVERED -> new AlertEvent.Delivered(key, row.getAs("sink"), at);
      default -> new AlertEvent.Resolved(key, at);
    };
  }

  private static Alert alert(Row row, AlertKey key) {
    try {
      JsonNode detail = JSON.readTree(row.<String>getAs("detail"));
      List<String> lines = new ArrayList<>();
      detail.path("lines").forEach(line -> lines.add(line.asText()));
      Map<String, URI> links = new LinkedHashMap<>();
      detail
          .path("links")
          .fields()
          .forEachRemaining(link -> links.put(link.getKey(), URI.create(link.getValue().asText())));
      return new Alert(
          key,
          Severity.valueOf(row.<String>getAs("severity").toUpperCase(Locale.ROOT)),
          new Occasion(
              SemanticVersion.parse(row.getAs("contract_version")),
              find(row, "run_id"),
              Instant.parse(detail.path("at").asText())),
          new Finding(
              detail.path("title").asText(),
              lines,
              find(row, "expected"),
              find(row, "actual"),
              links));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot read what alert '%s' says".formatted(key), e);
    }
  }

  private static Optional<String> find(Row row, String column) {
    return Optional.ofNullable(row.<String>getAs(column));
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
