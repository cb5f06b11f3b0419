package io.meshwright.governance;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.meshwright.contract.Classification;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Handling;
import io.meshwright.contract.evolution.ProductUse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What expressions see, under the names of the components in snake case. What a contract does not
 * say is null, for which {@code has()} is false. No examples and no other values of the data.
 */
final class CelFacts {

  private CelFacts() {}

  /** A contract. Enumerations are words in lower case, {@code owner} is the team. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Product(
      String name,
      String domain,
      String version,
      String owner,
      String description,
      String classification,
      String dataCategory,
      Integer retentionDays,
      String subjectKey,
      String purpose,
      boolean auditLogging,
      String location,
      List<String> partitionedBy,
      List<Column> fields) {

    /** In the place of a version that there never was: it has nothing. */
    static final Product NONE =
        new Product(
            null, null, null, null, null, null, null, null, null, null, false, null, null, null);

    static Product of(Contract contract) {
      Handling handling = contract.handling();
      return new Product(
          contract.name().product(),
          contract.name().domain(),
          contract.version().toString(),
          contract.owner().team(),
          contract.description().orElse(null),
          handling.classification().map(CelFacts::word).orElse(null),
          handling.dataCategory().map(CelFacts::word).orElse(null),
          handling.retentionDays().orElse(null),
          handling.subjectKey().orElse(null),
          handling.purpose().orElse(null),
          handling.auditLoggingEnabled(),
          contract.schema().location(),
          contract.schema().partitionedBy(),
          contract.schema().fields().stream().map(Column::of).toList());
    }
  }

  /** A field of a contract; {@code type} in Spark's notation. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Column(
      String name,
      String type,
      String description,
      boolean nullable,
      boolean primaryKey,
      boolean deprecated,
      boolean pii,
      String piiCategory,
      String classification,
      @JsonProperty("protected") boolean isProtected) {

    static Column of(io.meshwright.contract.Field field) {
      Optional<Classification> classification = field.traits().classification();
      return new Column(
          field.name(),
          field.type().toString(),
          field.description().orElse(null),
          field.isNullable(),
          field.traits().primaryKey(),
          field.traits().deprecated(),
          field.traits().pii(),
          field.traits().piiCategory().orElse(null),
          classification.map(CelFacts::word).orElse(null),
          field.traits().protection().isPresent());
    }
  }

  /**
   * A place in another contract that reads the product; {@code columns} is null where it does not
   * say which, and may read every one.
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Consumer(String product, String domain, String versionRange, List<String> columns) {

    static Consumer of(ProductUse use) {
      return new Consumer(
          use.consumer().product().product(),
          use.consumer().product().domain(),
          use.range().toString(),
          use.columns().orElse(null));
    }
  }

  /** What a run measured; {@code rows} is its metric {@code row_count}. */
  record Run(Long rows, Map<String, Double> metrics) {

    static Run of(MeasuredRun run) {
      Map<String, Double> metrics = new TreeMap<>();
      run.metrics().forEach((name, value) -> metrics.put(name, value.doubleValue()));
      return new Run(run.findMetric("row_count").map(BigDecimal::longValue).orElse(null), metrics);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
