package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import io.meshwright.pipeline.ErasureCertificate.Deleted;
import io.meshwright.pipeline.ErasureCertificate.Staging;
import io.meshwright.pipeline.ErasureCertificate.Table;
import io.meshwright.pipeline.ErasureCertificate.Trash;
import io.meshwright.pipeline.SubjectTables.SubjectTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * Deletes every row about some persons from a product: from the table of every published major,
 * from quarantine, and what killed runs had staged. The contract's {@code subject_key} tells whose
 * a row is. Where the contract says {@code erasure: shred}, the persons' keys are destroyed
 * instead, and published rows stay, without what was encrypted; those set aside are deleted as
 * well.
 *
 * <p>For each person there is an {@link ErasureCertificate} at {@code <root>/_mesh/erasures}, first
 * of what is about to be done, in the end of what was done. Deleted rows can be read by time travel
 * for {@link Retention#TRASH}; the first {@link #apply} after that deletes their files. Killed
 * anywhere, the same again goes on. The values of the persons are in no file, plan or message.
 */
public final class Erasure {

  /** What becomes of the files that hold deleted rows. */
  public enum Files {
    /** They are kept for {@link Retention#TRASH}, as those of all deleted rows. */
    IN_TRASH,
    /**
     * They are deleted at once, with all that time travel could reach. A run of the product that is
     * writing meanwhile, and a query that reads an older version, will fail.
     */
    DELETED
  }

  /** What has been done when a test may want to kill it. */
  enum Step {
    ANNOUNCED,
    KEY_DESTROYED,
    DELETED,
    PURGED,
    VACUUMED,
    LOG_CLEANED,
    RESTORED,
    CERTIFIED
  }

  /**
   * Rows that one table has of the persons, by their numbers.
   *
   * @param kind published, or quarantine
   * @param unreadable rows of which nobody can tell whose they are
   */
  public record Found(String kind, String location, List<Long> rows, long unreadable) {

    public Found {
      rows = List.copyOf(rows);
    }
  }

  private final SparkSession spark;
  private final Pipeline pipeline;
  private final ProductName product;
  private final SubjectTables tables;
  private final Shredding subjectKeys;
  private final Storage storage;
  private final Consumer<Step> watcher;

  private Erasure(
      SparkSession spark, Pipeline pipeline, SubjectTables tables, Consumer<Step> watcher) {
    this.spark = spark;
    this.pipeline = pipeline;
    this.product = pipeline.contract().name();
    this.tables = tables;
    this.subjectKeys = new Shredding(pipeline);
    this.storage = new Storage(spark);
    this.watcher = watcher;
  }

  /**
   * Finds the tables; nothing is changed.
   *
   * @param values the persons' values of the subject key; of two that are the same, one counts
   * @throws StageFailedException with {@link io.meshwright.contract.ExitCode#INVALID} if the
   *     product does not tell whose a row is, and with {@code USAGE} if a value cannot be a
   *     person's
   */
  public static Erasure of(SparkSession spark, Pipeline pipeline, List<String> values) {
    return new Erasure(spark, pipeline, SubjectTables.of(spark, pipeline, values), step -> {});
  }

  /** Returns this erasure telling {@code watcher} after each step, of whatever table. */
  Erasure watched(Consumer<Step> other) {
    return new Erasure(spark, pipeline, tables, other);
  }

  /** The persons as certificates name them. */
  public List<String> subjects() {
    return tables.subjects().pseudonyms();
  }

  /** Counts the rows, one job a table, and changes nothing. */
  public List<Found> find() {
    return tables.tables().stream()
        .map(
            table -> {
              SubjectTables.Found found = tables.count(table);
              return new Found(kind(table), table.location(), found.rows(), found.unreadable());
            })
        .toList();
  }

  /** The certificate of a person; empty if there is none. */
  public Optional<ErasureCertificate> findCertificate(String subject) {
    String place = certificateOf(subject);
    return storage.findText(place).map(text -> ErasureCertificateJson.read(text, place));
  }

  /** Where the certificate of a person is. */
  public String certificateOf(String subject) {
    return "%s/_mesh/erasures/%s-%s.json"
        .formatted(pipeline.environment().root(), subject.substring(0, 16), product);
  }

  /**
   * Deletes what {@link #find} finds, and the files of what was deleted long enough ago.
   *
   * @return a certificate for each of {@link #subjects}
   * @throws StageFailedException with {@link io.meshwright.contract.ExitCode#CONFLICT} if somebody
   *     else changed the same rows; the same again goes on
   */
  public List<ErasureCertificate> apply(Files files) {
    List<Found> found = find().stream().map(this::withoutShredded).toList();
    List<Optional<ErasureCertificate>> before =
        subjects().stream().map(this::findCertificate).toList();
    Map<String, Long> versions = new LinkedHashMap<>();
    tables.tables().forEach(table -> versions.put(table.location(), erasure(table).version()));
    List<ErasureCertificate> certificates = new ArrayList<>();
    for (int i = 0; i < subjects().size(); i++) {
      certificates.add(announced(i, before.get(i), found, versions));
      if (certificates.get(i).completedAt().isEmpty()) {
        write(certificates.get(i));
      }
    }
    watcher.accept(Step.ANNOUNCED);

    certificates.replaceAll(
        certificate -> certificate.withKeyDestroyedAt(subjectKeys.destroy(certificate.subject())));
    watcher.accept(Step.KEY_DESTROYED);
    for (int i = 0; i < found.size(); i++) {
      SubjectTable table = tables.tables().get(i);
      delete(table, found.get(i));
      certificates.replaceAll(certificate -> deleted(certificate, table));
      if (files == Files.DELETED
          || certificates.stream().anyMatch(each -> isInTrash(each, table))) {
        boolean isEmpty = emptyTrash(table, files, certificates);
        if (isEmpty) {
          certificates.replaceAll(certificate -> emptied(certificate, table, files));
        }
      }
    }
    Staging staging = clearStaging();
    List<ErasureCertificate> completed = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      completed.add(completed(certificates.get(i), before.get(i), staging));
      write(completed.get(i));
    }
    watcher.accept(Step.CERTIFIED);
    record(completed, found);
    return completed;
  }

  /**
   * Rows whose values are gone with the person's key stay where they are published. Those of other
   * majors are deleted: they may be from before persons had keys.
   */
  private Found withoutShredded(Found found) {
    boolean stays =
        pipeline.contract().handling().shreds() && found.location().equals(pipeline.location());
    return stays
        ? new Found(found.kind(), found.location(), Collections.nCopies(found.rows().size(), 0L), 0)
        : found;
  }

  /** What a certificate says before anything is deleted. */
  private ErasureCertificate announced(
      int subject,
      Optional<ErasureCertificate> before,
      List<Found> found,
      Map<String, Long> versions) {
    List<Table> announced = new ArrayList<>();
    for (Found each : found) {
      Optional<Table> known = before.flatMap(certificate -> find(certificate, each.location()));
      long rows = each.rows().get(subject);
      long version = versions.get(each.location());
      announced.add(
          known
              .map(table -> announced(table, rows, each.unreadable(), version))
              .orElseGet(
                  () ->
                      new Table(
                          each.kind(),
                          each.location(),
                          new Deleted(0, version, Optional.empty()),
                          rows,
                          each.unreadable(),
                          Trash.NONE)));
    }
    before.ifPresent(
        certificate ->
            certificate.tables().stream()
                .filter(table -> !versions.containsKey(table.location()))
                .forEach(table -> announced.add(gone(table))));
    boolean isNew =
        announced.stream().anyMatch(table -> table.pending() > 0)
            || subjectKeys.hasKey(subjects().get(subject));
    return new ErasureCertificate(
        product,
        subjects().get(subject),
        before.map(ErasureCertificate::requestedAt).orElseGet(this::now),
        isNew ? Optional.empty() : before.flatMap(ErasureCertificate::completedAt),
        before.flatMap(ErasureCertificate::keyDestroyedAt),
        announced,
        before
            .map(ErasureCertificate::staging)
            .orElseGet(() -> new Staging(stagingLocation(), 0, 0)));
  }

  /** Rows that are announced already and no longer there were deleted before a kill. */
  private static Table announced(Table known, long rows, long unreadable, long version) {
    Deleted deleted = known.deleted();
    boolean isFirst = deleted.rows() == 0 && known.pending() == 0;
    return new Table(
        known.kind(),
        known.location(),
        isFirst ? new Deleted(0, version, Optional.empty()) : deleted,
        rows > 0 ? rows : known.pending(),
        unreadable,
        known.trash());
  }

  /** A table that is no longer there, such as that of a retired major: nothing is left of it. */
  private Table gone(Table table) {
    Trash trash =
        table.trash().until().isPresent()
            ? new Trash(Optional.empty(), Optional.of(now()))
            : table.trash();
    return new Table(
        table.kind(),
        table.location(),
        table.deleted(),
        table.pending(),
        table.unreadable(),
        trash);
  }

  private void delete(SubjectTable table, Found found) {
    if (found.rows().stream().allMatch(Long.valueOf(0)::equals)) {
      return;
    }

    TableErasure erasure = erasure(table);
    erasure.delete(table.isSubjects());
    erasure.purge();
    watcher.accept(Step.DELETED);
  }

  private ErasureCertificate deleted(ErasureCertificate certificate, SubjectTable of) {
    return with(
        certificate,
        of,
        table ->
            table.pending() == 0
                ? table
                : new Table(
                    table.kind(),
                    table.location(),
                    new Deleted(
                        table.deleted().rows() + table.pending(),
                        table.deleted().versionBefore(),
                        Optional.of(erasure(of).version())),
                    0,
                    table.unreadable(),
                    new Trash(Optional.of(now().plus(Retention.TRASH)), Optional.empty())));
  }

  /** Says whether no file is left that may hold a deleted row. */
  private boolean emptyTrash(
      SubjectTable table, Files files, List<ErasureCertificate> certificates) {
    List<Table> due =
        certificates.stream()
            .flatMap(certificate -> find(certificate, table.location()).stream())
            .filter(each -> isDue(each, files))
            .toList();
    TableErasure erasure = erasure(table);
    erasure.purge();
    watcher.accept(Step.PURGED);
    boolean isEmpty = false;
    if (files == Files.DELETED || !due.isEmpty()) {
      long version =
          files == Files.DELETED
              ? erasure.version()
              : due.stream()
                  .flatMap(each -> each.deleted().versionAfter().stream())
                  .reduce(0L, Math::max);
      isEmpty =
          erasure.emptyTrash(files == Files.DELETED ? Duration.ZERO : Retention.TRASH, version);
      watcher.accept(Step.VACUUMED);
      isEmpty = isEmpty && erasure.cleanLog(version);
      watcher.accept(Step.LOG_CLEANED);
    }
    erasure.restore();
    watcher.accept(Step.RESTORED);
    return isEmpty;
  }

  private ErasureCertificate emptied(ErasureCertificate certificate, SubjectTable of, Files files) {
    return with(
        certificate,
        of,
        table ->
            !isDue(table, files)
                ? table
                : new Table(
                    table.kind(),
                    table.location(),
                    table.deleted(),
                    table.pending(),
                    table.unreadable(),
                    new Trash(Optional.empty(), Optional.of(now()))));
  }

  /** Staged rows of whomever; files that a run may still be writing stay. */
  private Staging clearStaging() {
    String location = stagingLocation();
    Instant before = now().minus(Cleanup.GRACE);
    long deleted = 0;
    long left = 0;
    if (storage.exists(location)) {
      for (FileStatus file : storage.files(location)) {
        if (Instant.ofEpochMilli(file.getModificationTime()).isBefore(before)) {
          storage.delete(file.getPath().toString());
          deleted++;
        } else {
          left++;
        }
      }
    }
    return new Staging(location, deleted, left);
  }

  private ErasureCertificate completed(
      ErasureCertificate certificate, Optional<ErasureCertificate> before, Staging staging) {
    return new ErasureCertificate(
        certificate.product(),
        certificate.subject(),
        certificate.requestedAt(),
        certificate.completedAt().or(() -> Optional.of(now())),
        certificate.keyDestroyedAt(),
        certificate.tables(),
        new Staging(
            staging.location(),
            before.map(known -> known.staging().deleted()).orElse(0L) + staging.deleted(),
            staging.left()));
  }

  private void write(ErasureCertificate certificate) {
    storage.replace(
        certificateOf(certificate.subject()), ErasureCertificateJson.write(certificate));
  }

  /** One entry a person: every time, since that somebody asked is worth knowing too. */
  private void record(List<ErasureCertificate> certificates, List<Found> found) {
    List<AuditEvent> events = new ArrayList<>();
    for (int i = 0; i < certificates.size(); i++) {
      ErasureCertificate certificate = certificates.get(i);
      int subject = i;
      long rows = found.stream().mapToLong(table -> table.rows().get(subject)).sum();
      String text = ErasureCertificateJson.write(certificate);
      events.add(
          AuditEvent.of(
              pipeline.environment().user(),
              AuditAction.ERASED,
              product.toString(),
              Map.of(
                  "subject", certificate.subject(),
                  "state", certificate.state().toString(),
                  "rows", Long.toString(rows),
                  "certificate", certificateOf(certificate.subject()),
                  "certificate_sha256", Storage.sha256(text))));
    }
    new AuditTrail(spark, pipeline.environment(), pipeline.clock())
        .record("erase-" + product + "-" + tables.subjects().id(), events);
  }

  private static ErasureCertificate with(
      ErasureCertificate certificate, SubjectTable of, UnaryOperator<Table> change) {
    return new ErasureCertificate(
        certificate.product(),
        certificate.subject(),
        certificate.requestedAt(),
        certificate.completedAt(),
        certificate.keyDestroyedAt(),
        certificate.tables().stream()
            .map(table -> table.location().equals(of.location()) ? change.apply(table) : table)
            .toList(),
        certificate.staging());
  }

  /** Says whether the files of what was deleted are to go now. */
  private boolean isDue(Table table, Files files) {
    return table
        .trash()
        .until()
        .filter(until -> files == Files.DELETED || !until.isAfter(now()))
        .isPresent();
  }

  private static boolean isInTrash(ErasureCertificate certificate, SubjectTable table) {
    return find(certificate, table.location()).flatMap(each -> each.trash().until()).isPresent();
  }

  private static Optional<Table> find(ErasureCertificate certificate, String location) {
    return certificate.tables().stream()
        .filter(table -> table.location().equals(location))
        .findFirst();
  }

  private TableErasure erasure(SubjectTable table) {
    return new TableErasure(spark, table.location());
  }

  private String stagingLocation() {
    return StagedRows.pathOf(pipeline.environment(), product);
  }

  private Instant now() {
    return pipeline.clock().instant();
  }

  private static String kind(SubjectTable table) {
    return table.kind().name().toLowerCase(Locale.ROOT);
  }
}
