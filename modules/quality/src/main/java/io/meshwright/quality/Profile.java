package io.meshwright.quality;

import java.util.List;

/** What rows hold, column by column, in their order. Made by {@link Profiler}. */
public record Profile(long rows, List<ColumnProfile> columns) {

  public Profile {
    columns = List.copyOf(columns);
  }
}
