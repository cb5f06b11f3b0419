package io.meshwright.benchmark;

import static io.meshwright.benchmark.MarkdownTable.number;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Prints the cells of the matrix: a table of Markdown for each sample table, or JSON. */
final class MatrixReport {

  private static final double MEGABYTE = 1e6;

  private MatrixReport() {}

  static String markdown(String heading, List<Cell> cells) {
    StringBuilder text = new StringBuilder(heading).append("\n");
    for (SampleTable table : SampleTables.ALL) {
      List<Cell> own = cells.stream().filter(cell -> cell.workload().table() == table).toList();
      if (!own.isEmpty()) {
        text.append(
            "\n### %s: %,d rows, %d columns%n%n"
                .formatted(
                    table.title(),
                    own.get(0).workload().files().rowCount(),
                    table.columns().size()));
        text.append(table(own));
      }
    }
    fallbacks(cells).forEach(line -> text.append("\n").append(line));
    return text.toString();
  }

  private static MarkdownTable table(List<Cell> cells) {
    MarkdownTable table =
        new MarkdownTable(
            "rules",
            "keys",
            "way",
            "wall s",
            "CPU s",
            "wall / bare",
            "CPU / bare",
            "adds CPU s",
            "of Deequ's",
            "jobs",
            "scans",
            "read MB",
            "written MB",
            "peak MB",
            "fallbacks");
    for (Cell cell : cells) {
      cell.ways().forEach((way, samples) -> table.row(row(cell, way, samples)));
    }
    return table;
  }

  private static List<String> row(Cell cell, Way way, Samples samples) {
    long rows = cell.workload().files().rowCount();
    double share = cell.shareOfDeequ(way);
    return List.of(
        Long.toString(cell.workload().plainRules()),
        cell.workload().extent().toString(),
        way.title(),
        number(samples.median(Usage::wallSeconds), 2),
        number(samples.median(Usage::cpuSeconds), 2),
        number(samples.ratio(Usage::wallSeconds), 2),
        number(samples.ratio(Usage::cpuSeconds), 2),
        way == Way.BARE ? "-" : number(samples.added(Usage::cpuSeconds), 2),
        way == Way.BARE || Double.isNaN(share) ? "-" : number(share * 100, 0) + "%",
        number(samples.median(Usage::jobs), 0),
        number(samples.median(usage -> usage.traffic().scans(rows)), 1),
        number(samples.median(usage -> usage.traffic().bytesRead() / MEGABYTE), 1),
        number(samples.median(usage -> usage.traffic().bytesWritten() / MEGABYTE), 1),
        number(samples.median(usage -> usage.peakMemoryBytes() / MEGABYTE), 1),
        number(samples.median(usage -> usage.fallbacks().size()), 0));
  }

  /** What Spark said where it interpreted a plan, each once. */
  private static Set<String> fallbacks(List<Cell> cells) {
    Set<String> lines = new LinkedHashSet<>();
    for (Cell cell : cells) {
      cell.ways()
          .forEach(
              (way, samples) ->
                  samples.runs().stream()
                      .flatMap(usage -> usage.fallbacks().stream())
                      .map(
                          said ->
                              "Code generation fell back in %s, %s: %s"
                                  .formatted(way, cell.workload(), said))
                      .forEach(lines::add));
    }
    return lines;
  }

  static ArrayNode json(Optional<String> notice) {
    ArrayNode array = ReportJson.array();
    notice.ifPresent(array::add);
    return array;
  }

  static ArrayNode json(List<Cell> cells) {
    ArrayNode array = ReportJson.array();
    for (Cell cell : cells) {
      Workload workload = cell.workload();
      ObjectNode node =
          array
              .addObject()
              .put("table", workload.table().name())
              .put("rows", workload.files().rowCount())
              .put("columns", workload.table().columns().size())
              .put("rules", workload.plainRules())
              .put("keys", workload.extent().toString());
      List<ObjectNode> ways = new ArrayList<>();
      cell.ways()
          .forEach(
              (way, samples) -> {
                ObjectNode one = ReportJson.samples(way.toString(), samples);
                ReportJson.put(one, "share_of_deequ", cell.shareOfDeequ(way));
                ways.add(one);
              });
      node.putArray("ways").addAll(ways);
    }
    return array;
  }
}
