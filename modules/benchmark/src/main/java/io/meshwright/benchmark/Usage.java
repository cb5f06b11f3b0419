package io.meshwright.benchmark;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one turn took.
 *
 * @param cpuSeconds processor time of the executors' tasks
 * @param peakMemoryBytes the most execution memory that one task held
 * @param fallbacks for each plan that Spark could not run as generated code, what it said
 */
record Usage(
    double wallSeconds,
    double cpuSeconds,
    long jobs,
    Traffic traffic,
    long peakMemoryBytes,
    List<String> fallbacks) {

  /** What the tasks read from files and wrote to files. */
  record Traffic(long recordsRead, long bytesRead, long bytesWritten) {

    /** How often a table of so many rows was read. */
    double scans(long rows) {
      return (double) recordsRead / rows;
    }
  }

  Usage {
    requireNonNull(traffic, "traffic");
    fallbacks = List.copyOf(fallbacks);
  }
}
