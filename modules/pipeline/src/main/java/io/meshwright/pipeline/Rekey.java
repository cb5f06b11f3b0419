package io.meshwright.pipeline;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.tables.DeltaTable;
import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.protection.KeyUse;
import io.meshwright.protection.KeyUse.State;
import io.meshwright.protection.ProtectedColumn;
import io.meshwright.protection.Protection;
import io.meshwright.protection.Reencryption;
import io.meshwright.protection.Reencryption.OldKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every encrypted value of a product to the keys that encrypt now: in the published table of
 * each major, and in quarantine.
 *
 * <p>Slices are written anew, some at a time, each time in one commit that changes no row. What is
 * left to do is read off the tables: killed anywhere, the same again goes on.
 */
public final class Rekey {

  /** What a commit says of itself in Delta's {@code userMetadata}. */
  static final String METADATA = "mesh_rekey";

  /** Slices are committed together while they have no more values than this; a kill costs them. */
  private static final long MOST_VALUES = 1_000_000;

  /** Another writer may add values under an older key while ours are counted. */
  private static final int PASSES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Rekey.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many values of a column are under one key. */
  public record Values(String column, KeyUse use, long count) {
    Values plus(Values more) {
      return new Values(column, use, count + more.count);
    }
  }

  /**
   * A partition with values that are under older keys.
   *
   * @param name such as {@code order_date=2024-01-14}; empty in a table without partitions
   * @param condition what selects its rows in SQL; empty in a table without partitions
   */
  public record Slice(String name, String condition, long values) {
    Slice plus(Slice more) {
      return new Slice(name, condition, values + more.values);
    }
  }

  /**
   * The encrypted values of one table.
   *
   * @param slices those that are to be written anew
   */
  public record Table(String location, List<Values> values, List<Slice> slices) {

    public Table {
      values = List.copyOf(values);
      slices = List.copyOf(slices);
    }

    /** How many values are in a state. */
    public long count(State state) {
      return values.stream()
          .filter(found -> found.use().state() == state)
          .mapToLong(Values::count)
          .sum();
    }
  }

  /**
   * What was done.
   *
   * @param before the tables as they were found
   * @param after the tables as they are now
   */
  public record Rekeyed(List<Table> before, int commits, List<Table> after) {

    public Rekeyed {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** How many values are under another key now. */
    public long values() {
      return count(before, State.OLD) - count(after, State.OLD);
    }
  }

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final Contract contract;
  private final Reencryption keys;

  private Rekey(SparkSession spark, Pipeline pipeline) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.contract = pipeline.contract();
    this.keys = Reencryption.of(contract.name(), pipeline.environment().keys());
  }

  /**
   * @throws io.meshwright.protection.ProtectionException if a key of the product cannot be opened
   */
  public static Rekey of(SparkSession spark, Pipeline pipeline) {
    return new Rekey(spark, pipeline);
  }

  /** Counts values by key, and changes nothing; one entry for each table that there is. */
  public List<Table> find() {
    return tables().stream().map(EncryptedTable::find).toList();
  }

  /** How many values of these tables are in a state. */
  public static long count(List<Table> tables, State state) {
    return tables.stream().mapToLong(table -> table.count(state)).sum();
  }

  /** What is wrong with values that no key brings back, for each table that has any. */
  public List<Problem> problems(List<Table> tables) {
    List<Problem> problems = new ArrayList<>();
    for (Table table : tables) {
      for (Values values : table.values()) {
        problem(values, table.location()).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private Optional<Problem> problem(Values values, String location) {
    return switch (values.use().state()) {
      case CURRENT, OLD -> Optional.empty();
      case UNREADABLE ->
          Optional.of(
              new Problem(
                  "%d values of %s/%s in %s are under key id %s, and it does not open them: they were"
                          .formatted(
                              values.count(),
                              contract.name(),
                              values.column(),
                              location,
                              values.use().key())
                      + " changed, or moved here from another column",
                  "publish the rows again from their source, or delete them"));
      case UNKNOWN ->
          Optional.of(
              new Problem(
                  "%d values of %s/%s in %s are under key id %s, which the product does not have"
                      .formatted(
                          values.count(),
                          contract.name(),
                          values.column(),
                          location,
                          values.use().key()),
                  "restore the keyset from a copy that has the key, and start this again; if there"
                      + " is none, publish the rows again from their source, or delete them"));
    };
  }

  /**
   * Writes every slice anew that has values under older keys.
   *
   * @throws StageFailedException with {@link ExitCode#CONFLICT} if other writers come first again
   *     and again, or still encrypt with an older key; what was committed stays
   */
  public Rekeyed apply() {
    List<Table> before = find();
    List<Table> now = before;
    int commits = 0;
    for (int pass = 0; pass < PASSES && count(now, State.OLD) > 0; pass++) {
      for (EncryptedTable table : tables()) {
        for (List<Slice> slices : together(slicesOf(table, now))) {
          rewrite(table, slices);
          commits++;
        }
      }
      now = find();
    }
    if (count(now, State.OLD) > 0) {
      throw new StageFailedException(
          ExitCode.CONFLICT,
          List.of(
              new Problem(
                  "Another writer of %s still encrypts with an older key: %d values came after ours"
                      .formatted(contract.name(), count(now, State.OLD)),
                  "wait until runs that began before the rotation are done, and start this again")));
    }

    return new Rekeyed(before, commits, now);
  }

  private static List<Slice> slicesOf(EncryptedTable table, List<Table> found) {
    return found.stream()
        .filter(each -> each.location().equals(table.location()))
        .flatMap(each -> each.slices().stream())
        .toList();
  }

  private static List<List<Slice>> together(List<Slice> slices) {
    List<List<Slice>> together = new ArrayList<>();
    long values = MOST_VALUES;
    for (Slice slice : slices) {
      if (values + slice.values() > MOST_VALUES) {
        together.add(new ArrayList<>());
        values = 0;
      }
      together.get(together.size() - 1).add(slice);
      values += slice.values();
    }
    return together;
  }

  private void rewrite(EncryptedTable table, List<Slice> slices) {
    long values = slices.stream().mapToLong(Slice::values).sum();
    ObjectNode metadata = JSON.createObjectNode();
    metadata.put(METADATA, contract.name().toString());
    PublishAttempts.untilCommitted(
        "Rekey of " + table.location(), () -> table.replace(slices, table.renewed(slices), metadata.toString()));
    LOG.info("Rekeyed {} values of {} in {} slices", values, table.location(), slices.size());
    new KeyAudit(() -> spark, pipeline)
        .record(
            AuditAction.REKEYED,
            Map.of(
                "table", table.location(),
                "slices", Integer.toString(slices.size()),
                "values", Long.toString(values)));
  }

  /** The keys of the product that encrypt no longer. */
  public List<OldKey> oldKeys() {
    return keys.oldKeys();
  }

  /** The tables that hold encrypted values of the product, the oldest major first. */
  List<EncryptedTable> tables() {
    Environment environment = pipeline.environment();
    Set<String> encrypted =
        Protection.of(contract, environment.keys()).columns().stream()
            .filter(column -> column.protection() == ColumnProtection.ENCRYPT)
            .map(ProtectedColumn::name)
            .collect(toUnmodifiableSet());
    List<EncryptedTable> tables = new ArrayList<>();
    for (PublishedProducts.Found major : new PublishedProducts(spark, environment).find(contract)) {
      Set<String> known =
          Stream.concat(encrypted.stream(), major.personal().stream()).collect(toUnmodifiableSet());
      tables.add(new EncryptedTable(spark, major.path(), Optional.empty(), known, keys));
    }
    String quarantine = QuarantineTable.pathOf(environment, contract.name());
    if (DeltaTable.isDeltaTable(spark, quarantine)) {
      Set<String> sealed =
          Protection.ofQuarantine(contract, environment.keys()).columns().stream()
              .map(ProtectedColumn::name)
              .collect(toUnmodifiableSet());
      tables.add(new EncryptedTable(spark, quarantine, Optional.of("row"), sealed, keys));
    }
    return tables;
  }
}
