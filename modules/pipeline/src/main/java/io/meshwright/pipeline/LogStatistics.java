package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * The smallest and largest values of files that are gone, in the entries of a Delta log. Delta's
 * own clean-up deletes those entries after thirty days, and with them who wrote what; here they
 * stay, and the values go. By Delta's protocol an entry need not have statistics, and a reader that
 * has a checkpoint needs none that is older.
 */
final class LogStatistics {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VERSIONED = Pattern.compile("(\\d{20})\\..+");
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
  private static final List<String> ACTIONS = List.of("add", "remove");
  private static final String STATISTICS = "stats";

  private final Storage storage;
  private final String log;

  LogStatistics(SparkSession spark, String table) {
    this.storage = new Storage(spark);
    this.log = table + "/_delta_log";
  }

  /** The latest version of which there is a checkpoint, from which readers start. */
  Optional<Long> latestCheckpoint() {
    return files()
        .filter(file -> name(file).contains(".checkpoint."))
        .map(LogStatistics::version)
        .reduce(Math::max);
  }

  /** Removes statistics from every entry before a version that has a checkpoint. */
  void removeBefore(long checkpoint) {
    for (FileStatus file : files().filter(each -> version(each) < checkpoint).toList()) {
      String path = file.getPath().toString();
      if (COMMIT.matcher(name(file)).matches()) {
        String text = storage.findText(path).orElse("");
        String stripped = strip(text);
        if (!stripped.equals(text)) {
          storage.replace(path, stripped);
        }
      } else {
        storage.delete(path); // Checkpoints and checksums, which repeat what commits say.
      }
    }
  }

  private Stream<FileStatus> files() {
    return storage.files(log).stream().filter(file -> VERSIONED.matcher(name(file)).matches());
  }

  /** The text of a commit without statistics. */
  static String strip(String commit) {
    return commit.lines().map(LogStatistics::stripLine).map(line -> line + "\n").collect(joining());
  }

  private static String stripLine(String line) {
    if (!line.contains(STATISTICS)) {
      return line;
    }

    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return line; // No commit that Delta wrote, so that nobody knows what it is.
    }
    boolean found = false;
    for (String action : ACTIONS) {
      if (json.path(action) instanceof ObjectNode entry) {
        found |= entry.remove(STATISTICS) != null;
      }
    }
    return found ? json.toString() : line;
  }

  private static long version(FileStatus file) {
    Matcher matcher = VERSIONED.matcher(name(file));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static String name(FileStatus file) {
    return file.getPath().getName();
  }
}
