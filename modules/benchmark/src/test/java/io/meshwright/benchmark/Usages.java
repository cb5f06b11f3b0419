package io.meshwright.benchmark;

import io.meshwright.benchmark.Usage.Traffic;
import java.util.List;
import java.util.stream.DoubleStream;

/** Rounds with given figures. */
final class Usages {

  private Usages() {}

  /** One round for each amount of CPU; the wall time is twice that. */
  static List<Usage> ofCpu(double... seconds) {
    return DoubleStream.of(seconds)
        .mapToObj(cpu -> new Usage(2 * cpu, cpu, 3, new Traffic(2_000, 4_000_000, 0), 0, List.of()))
        .toList();
  }
}
