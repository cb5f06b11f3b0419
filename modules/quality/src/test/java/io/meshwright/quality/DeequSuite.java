package io.meshwright.quality;

import com.amazon.deequ.VerificationResult;
import com.amazon.deequ.VerificationSuite;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import com.amazon.deequ.checks.CheckResult;
import com.amazon.deequ.checks.CheckStatus;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.runtime.AbstractFunction1;

/** Deequ as its own users run it, to compare with: checks by name, measured by Deequ itself. */
final class DeequSuite {

  /** What a metric must satisfy; Deequ wants it serializable. */
  interface Promise extends Serializable {
    boolean holds(double metric);
  }

  private final Map<String, Check> checks = new LinkedHashMap<>();

  DeequSuite check(String name, Function<Check, Check> constraint) {
    checks.put(name, constraint.apply(new Check(CheckLevel.Error(), name, list(List.of()))));
    return this;
  }

  /** Says for each check whether Deequ lets it pass. */
  Map<String, Boolean> run(Dataset<Row> rows) {
    VerificationResult result =
        new VerificationSuite().onData(rows).addChecks(list(List.copyOf(checks.values()))).run();
    Map<Check, CheckResult> results = JavaConverters.mapAsJavaMap(result.checkResults());
    Map<String, Boolean> passed = new LinkedHashMap<>();
    checks.forEach(
        (name, check) ->
            passed.put(name, results.get(check).status().equals(CheckStatus.Success())));
    return passed;
  }

  static AbstractFunction1<Object, Object> that(Promise promise) {
    return new Metric(promise);
  }

  static AbstractFunction1<Object, Object> all() {
    return that(metric -> metric == 1);
  }

  static <T> scala.collection.immutable.List<T> list(List<T> values) {
    return JavaConverters.asScalaBuffer(values).toList();
  }

  private static final class Metric extends AbstractFunction1<Object, Object>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Promise promise;

    Metric(Promise promise) {
      this.promise = promise;
    }

    @Override
    public Object apply(Object metric) {
      return promise.holds(((Number) metric).doubleValue());
    }
  }
}
