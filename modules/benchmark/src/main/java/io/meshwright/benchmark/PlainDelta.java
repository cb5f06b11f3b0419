package io.meshwright.benchmark;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Plain Spark: checks of some kind or none, and then a write of the same rows. */
record PlainDelta(Lab lab, Workload workload, String location, Source source, Checks checks)
    implements Contender {

  /** What the checks and the write read. */
  enum Source {
    /** The files, each time. */
    FILES,
    /** Rows that stay in memory, or on disk, from the checks to the write. */
    PERSISTED
  }

  /** Checks the rules of a workload on rows that are not written yet. */
  @FunctionalInterface
  interface Checks {
    Map<String, Finding> check(Workload workload, Dataset<Row> rows);
  }

  @Override
  public Map<String, Finding> publish() {
    Dataset<Row> rows = workload.read(lab.spark());
    if (source == Source.FILES) {
      return publish(rows);
    }

    rows.persist();
    try {
      return publish(rows);
    } finally {
      rows.unpersist(true);
    }
  }

  private Map<String, Finding> publish(Dataset<Row> rows) {
    Map<String, Finding> findings = checks.check(workload, rows);
    if (findings.values().stream().allMatch(Finding::kept)) {
      rows.write().format("delta").mode(SaveMode.Overwrite).save(location);
    }
    return findings;
  }
}
