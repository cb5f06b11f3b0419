package io.meshwright.benchmark;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One workload of the matrix and what each way took for it. */
record Cell(Workload workload, Map<Way, Samples> ways) {

  Cell {
    ways = Collections.unmodifiableMap(new LinkedHashMap<>(ways));
  }

  Cell with(Way way, Samples samples) {
    Map<Way, Samples> more = new LinkedHashMap<>(ways);
    more.put(way, samples);
    return new Cell(workload, more);
  }

  /**
   * The CPU that a way adds to the bare write, as a share of what Deequ and then a write adds; NaN
   * where Deequ was not measured, or added nothing.
   */
  double shareOfDeequ(Way way) {
    Samples deequ = ways.get(Way.DEEQU);
    double whole = deequ == null ? Double.NaN : deequ.added(Usage::cpuSeconds);
    return whole > 0 ? ways.get(way).added(Usage::cpuSeconds) / whole : Double.NaN;
  }
}
