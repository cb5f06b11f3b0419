package io.meshwright.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Tells whether keys are unique, exactly and from the key columns alone.
 *
 * <p>Equal keys have equal 64-bit hashes, so rows are spread and sorted by hash, and neighbours are
 * compared: no equal neighbours proves uniqueness, at a third of the cost of grouping by the key.
 * Only where neighbours are equal are the real keys grouped.
 */
public final class KeyPass {

  private static final String HASH = "__mesh_hash";
  private static final String FOUND = "__mesh_found";
  private static final String KEY = "__mesh_key_";

  private KeyPass() {}

  /**
   * Counts rows whose key is shared with another row of {@code rows}, or exists in {@code others}.
   * Rows with a null in their key are left out.
   *
   * @param others rows already published that stay published, with the same key columns
   */
  public static Measurement.Keys unique(
      Dataset<Row> rows, List<String> keys, Optional<Dataset<Row>> others) {
    Dataset<Row> complete = complete(rows, keys);
    List<Long> counts =
        complete
            .select(xxhash64(columns(complete, keys)).as(HASH))
            .repartition(col(HASH))
            .sortWithinPartitions(HASH)
            .as(Encoders.LONG())
            .mapPartitions(new CountNeighbours(), Encoders.LONG())
            .collectAsList();
    long checked = 0;
    long suspicious = 0;
    for (int i = 0; i < counts.size(); i += 2) {
      checked += counts.get(i);
      suspicious += counts.get(i + 1);
    }
    long shared = suspicious == 0 ? 0 : shared(complete, keys);
    long taken = others.map(published -> taken(complete, published, keys)).orElse(0L);
    return new Measurement.Keys(checked, shared + taken);
  }

  /** The rows of {@code rows} whose key is shared with another row. */
  public static Dataset<Row> sharing(Dataset<Row> rows, List<String> keys) {
    Dataset<Row> shared = grouped(complete(rows, keys), keys).where(col(FOUND).gt(1)).drop(FOUND);
    return semiJoin(rows, shared, keys);
  }

  /** The rows of {@code rows} whose key exists in {@code others}. */
  public static Dataset<Row> taking(Dataset<Row> rows, Dataset<Row> others, List<String> keys) {
    return semiJoin(rows, others, keys);
  }

  /** Counts how often keys repeat, exactly. Rows with a null in their key are left out. */
  public static Measurement.KeyCounts repetition(Dataset<Row> rows, List<String> keys) {
    Row counted =
        grouped(complete(rows, keys), keys)
            .agg(sum(FOUND), count(lit(1)), count_if(col(FOUND).equalTo(1L)))
            .head();
    return new Measurement.KeyCounts(
        counted.isNullAt(0) ? 0 : counted.getLong(0), counted.getLong(1), counted.getLong(2));
  }

  /** Counts rows whose {@code fields} have values that no row of {@code targets} has together. */
  public static Measurement.Keys references(
      Dataset<Row> rows, List<String> fields, Dataset<Row> targets, List<String> targetFields) {
    Dataset<Row> present = complete(rows, fields);
    Dataset<Row> known =
        renamed(complete(targets, targetFields), targetFields)
            .distinct()
            .withColumn(FOUND, lit(true));
    Row counted =
        present
            .select(columns(present, fields))
            .join(known, equal(present, fields, known), "left_outer")
            .agg(count(lit(1)), count_if(col(FOUND).isNull()))
            .head();
    return new Measurement.Keys(counted.getLong(0), counted.getLong(1));
  }

  /** The rows of {@code rows} whose {@code fields} no row of {@code targets} has together. */
  public static Dataset<Row> dangling(
      Dataset<Row> rows, List<String> fields, Dataset<Row> targets, List<String> targetFields) {
    Dataset<Row> known = renamed(targets, targetFields);
    Dataset<Row> present = complete(rows, fields);
    return present.join(known, equal(present, fields, known), "left_anti");
  }

  private static long shared(Dataset<Row> rows, List<String> keys) {
    Row total = grouped(rows, keys).where(col(FOUND).gt(1)).agg(sum(FOUND)).head();
    return total.isNullAt(0) ? 0 : total.getLong(0);
  }

  private static long taken(Dataset<Row> rows, Dataset<Row> others, List<String> keys) {
    return taking(rows.select(columns(rows, keys)), others, keys).count();
  }

  private static Dataset<Row> grouped(Dataset<Row> rows, List<String> keys) {
    return rows.groupBy(columns(rows, keys)).agg(count(lit(1)).as(FOUND));
  }

  static Dataset<Row> complete(Dataset<Row> rows, List<String> keys) {
    Dataset<Row> complete = rows;
    for (String key : keys) {
      complete = complete.where(column(rows, key).isNotNull());
    }
    return complete;
  }

  static Dataset<Row> semiJoin(Dataset<Row> rows, Dataset<Row> wanted, List<String> keys) {
    Dataset<Row> known = renamed(wanted, keys);
    return rows.join(known, equal(rows, keys, known), "left_semi");
  }

  /** Under new names: both sides may come from the same rows, and Spark tells columns by origin. */
  private static Dataset<Row> renamed(Dataset<Row> rows, List<String> keys) {
    Column[] renamed = new Column[keys.size()];
    for (int i = 0; i < renamed.length; i++) {
      renamed[i] = column(rows, keys.get(i)).as(KEY + i);
    }
    return rows.select(renamed);
  }

  private static Column equal(Dataset<Row> rows, List<String> keys, Dataset<Row> known) {
    Column equal = lit(true);
    for (int i = 0; i < keys.size(); i++) {
      equal = equal.and(column(rows, keys.get(i)).equalTo(known.col(KEY + i)));
    }
    return equal;
  }

  static Column[] columns(Dataset<Row> rows, List<String> keys) {
    return keys.stream().map(key -> column(rows, key)).toArray(Column[]::new);
  }

  static Column column(Dataset<Row> rows, String name) {
    return rows.col(SqlText.name(name));
  }

  /** For one partition of sorted hashes: how many there are, and how many equal their neighbour. */
  private static final class CountNeighbours implements MapPartitionsFunction<Long, Long> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Long> call(Iterator<Long> hashes) {
      long rows = 0;
      long equal = 0;
      long last = 0;
      while (hashes.hasNext()) {
        long hash = hashes.next();
        if (rows > 0 && hash == last) {
          equal++;
        }
        last = hash;
        rows++;
      }
      return List.of(rows, equal).iterator();
    }
  }
}
