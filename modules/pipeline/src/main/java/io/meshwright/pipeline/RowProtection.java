package io.meshwright.pipeline;

import static org.apache.spark.sql.functions.col;

import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Production;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.ProtectedColumn;
import io.meshwright.protection.Protection;
import io.meshwright.protection.SubjectKeyStore;
import io.meshwright.quality.RuleSet;
import io.meshwright.quality.SqlText;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * What a publisher writes in place of plain rows, and how rules look at what was written. Without
 * protected fields, rows are written as they are.
 */
final class RowProtection {

  private final Contract contract;
  private final Protection protection;
  private final BiFunction<Protection, Dataset<Row>, Dataset<Row>> protect;
  private final Optional<Dataset<Row>> sampled;
  private Optional<Protection> withKeys = Optional.empty();

  private RowProtection(
      Contract contract,
      Protection protection,
      BiFunction<Protection, Dataset<Row>, Dataset<Row>> protect,
      Optional<Dataset<Row>> sampled) {
    this.contract = contract;
    this.protection = protection;
    this.protect = protect;
    this.sampled = sampled;
  }

  static RowProtection of(Contract contract, KeyProvider keys, SubjectKeyStore subjectKeys) {
    return new RowProtection(
        contract,
        Protection.of(contract, keys, subjectKeys),
        Protection::protect,
        Optional.empty());
  }

  /** The same, but rows are written as {@code other} makes them: to see that the proof sees it. */
  RowProtection writing(UnaryOperator<Dataset<Row>> other) {
    return new RowProtection(contract, protection, (keys, rows) -> other.apply(rows), sampled);
  }

  /**
   * The same, with the rows before they were shuffled, of which a few are cheap to compute; and so
   * are the persons whom they are about, whose keys are made before anything is written.
   */
  RowProtection sampling(Dataset<Row> rows) {
    return new RowProtection(contract, protection, protect, Optional.of(rows));
  }

  /**
   * @throws StageFailedException with {@link ExitCode#INVALID} if the write cannot do with what is
   *     written
   */
  void requireFitsWrite() {
    List<String> encrypted =
        protection.columns().stream()
            .filter(column -> column.protection() == ColumnProtection.ENCRYPT)
            .map(ProtectedColumn::name)
            .toList();
    boolean compares = contract.production().write().mode() == Production.Mode.SCD2;
    if (compares && !encrypted.isEmpty()) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  ("Cannot keep the history of %s: scd2 compares rows with those that are there,"
                          + " and no two encrypted values are equal (%s)")
                      .formatted(contract.name(), String.join(", ", encrypted)),
                  "protect the field with tokenize, or write with another mode")));
    }
  }

  boolean isEmpty() {
    return protection.isEmpty();
  }

  /** The rows to be written. */
  Dataset<Row> protect(Dataset<Row> plain) {
    return isEmpty() ? plain : protect.apply(withKeys(plain), plain);
  }

  /**
   * With the keys of the persons of all rows, where they have keys: one query for a run, however
   * many looks there are. Passes ask side by side.
   */
  private synchronized Protection withKeys(Dataset<Row> plain) {
    if (withKeys.isEmpty()) {
      withKeys = Optional.of(protection.withKeysFor(sampled.orElse(plain)));
    }
    return withKeys.get();
  }

  /** The columns of the rows to be written. */
  StructType written(StructType plain) {
    return protection.published(plain);
  }

  /**
   * How rules look at rows that were written: encrypted values are decrypted; where others are lost
   * (tokens, masks, dropped columns), values are taken from the rows before they were written.
   *
   * @param marked all rows with their marks, computed again if need be
   */
  Published look(Dataset<Row> written, RuleSet rules, Dataset<Row> marked) {
    if (isEmpty()) {
      return Published.of(written);
    }

    Dataset<Row> revealed = withKeys(marked).reveal(written);
    return new Published(revealed, lost().isEmpty() ? revealed : rules.keep(marked));
  }

  /**
   * Published rows with the values and types that the contract speaks of.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if the table does not have them
   */
  Dataset<Row> reveal(Dataset<Row> published) {
    if (!lost().isEmpty()) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "%s has rules about the whole table, and of %s it no longer has the values"
                      .formatted(contract.name(), String.join(", ", lost())),
                  "correct the source, and run the product again")));
    }

    return protection.reveal(published);
  }

  /** Fields whose values cannot be had back. */
  private List<String> lost() {
    return protection.columns().stream()
        .filter(column -> column.protection() != ColumnProtection.ENCRYPT)
        .map(ProtectedColumn::name)
        .toList();
  }

  /** Where the proof takes plain values from, when {@code rows} are not computed yet. */
  Dataset<Row> sampled(Dataset<Row> rows) {
    return sampled.orElse(rows);
  }

  /**
   * Looks for plain values in files before they are published: a job for a few of the values.
   *
   * @throws StageFailedException if there is one; it names the column and no value
   */
  void prove(Dataset<Row> plain, Storage storage, List<PlaintextProof.WrittenFile> files) {
    if (isEmpty() || files.isEmpty()) {
      return;
    }

    Column[] columns =
        protection.columns().stream()
            .map(ProtectedColumn::name)
            .map(name -> col(SqlText.name(name)).cast("string"))
            .toArray(Column[]::new);
    List<Row> sample = plain.select(columns).limit(PlaintextProof.SAMPLED_ROWS).collectAsList();
    PlaintextProof.of(sample).require(contract.name(), storage, files);
  }

  /**
   * Rows as they are about to be published, as rules look at them.
   *
   * @param keys with tokens where the table has tokens, to compare with what is published already
   * @param values with the values that the contract's types and rules speak of
   */
  record Published(Dataset<Row> keys, Dataset<Row> values) {

    /** Rows that are looked at as they are. */
    static Published of(Dataset<Row> rows) {
      return new Published(rows, rows);
    }
  }
}
