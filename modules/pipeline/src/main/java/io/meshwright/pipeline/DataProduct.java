package io.meshwright.pipeline;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a domain team writes: how its inputs become the rows of its contract.
 *
 * <p>Name the class under {@code transform: {class: ...}}; it needs a public constructor without
 * parameters. Teams that prefer SQL write a {@code transform.sql} and no class at all.
 *
 * <p>Given the same inputs and context, a product gives the same rows, so that a run can be
 * repeated.
 */
public interface DataProduct {

  /** Reads what the transform needs; by default the inputs that the contract declares. */
  default Inputs extract(RunContext context) {
    return context.declaredInputs();
  }

  /**
   * Turns inputs into rows with exactly the columns of the contract, in any order. Lazily: run no
   * action here.
   */
  Dataset<Row> transform(Inputs inputs, RunContext context);

  /**
   * Says what columns of the result are made from ({@code input.column}), by column, where Spark's
   * plan does not show it: after typed operations such as {@code Dataset.map}, RDDs and
   * checkpoints. Needed only where inputs hold personal data; what the plan shows is not overruled.
   */
  default Map<String, List<String>> lineage() {
    return Map.of();
  }
}
