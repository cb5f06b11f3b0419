package io.meshwright.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a transform reads: rows by the name the contract gives them. */
public record Inputs(Map<String, Dataset<Row>> byName) {

  public Inputs {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /**
   * Returns the rows of the input {@code name}.
   *
   * @throws IllegalArgumentException if the contract declares no such input
   */
  public Dataset<Row> get(String name) {
    Dataset<Row> rows = byName.get(name);
    if (rows == null) {
      throw new IllegalArgumentException(
          "Cannot read input '%s': the contract declares %s".formatted(name, byName.keySet()));
    }

    return rows;
  }

  /** Returns these inputs and one more, or one replaced. */
  public Inputs with(String name, Dataset<Row> rows) {
    Map<String, Dataset<Row>> more = new LinkedHashMap<>(byName);
    more.put(name, rows);
    return new Inputs(more);
  }
}
