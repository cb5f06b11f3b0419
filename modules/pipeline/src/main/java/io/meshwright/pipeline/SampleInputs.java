package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * Writes sample inputs of one product, so that it can be tried on a laptop. Found by {@link
 * java.util.ServiceLoader} on the class path of the jobs.
 */
public interface SampleInputs {

  /** The product whose inputs this writes. */
  ProductName product();

  /**
   * Writes every input where the product's contract says it is. The same scale and days give the
   * same rows; inputs that are already there are left alone.
   *
   * @param storage maps a location of the contract to the environment's path
   * @param scale size of the sample; 1 is as large as the source's standard benchmark
   * @param days the number of days the rows are spread over
   */
  void write(SparkSession spark, UnaryOperator<String> storage, double scale, int days);
}
