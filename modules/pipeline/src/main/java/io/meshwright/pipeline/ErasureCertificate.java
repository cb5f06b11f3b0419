package io.meshwright.pipeline;

import io.meshwright.contract.ProductName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was done to erase one person from a product, and what remains. Names the person by a token
 * only: whoever has the domain's key and the value can tell that they belong together.
 *
 * @param subject the token of the person's value of the subject key
 * @param completedAt when the rows were deleted, or found to be none; empty while that goes on
 * @param keyDestroyedAt when the person's key was destroyed, without which no version of the
 *     published table can be read; empty where the person has and had none
 */
public record ErasureCertificate(
    ProductName product,
    String subject,
    Instant requestedAt,
    Optional<Instant> completedAt,
    Optional<Instant> keyDestroyedAt,
    List<Table> tables,
    Staging staging) {

  public ErasureCertificate {
    tables = List.copyOf(tables);
  }

  /** How far it is. */
  public enum State {
    /** It began, and was interrupted. */
    STARTED,
    /** No row was found, and no key. */
    NOT_FOUND,
    /** No row is left, and time travel still reaches what was deleted. */
    IN_TRASH,
    /** No file is left that holds a deleted row. */
    ERASED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One table.
   *
   * @param kind published, or quarantine
   * @param pending rows that are being deleted
   * @param unreadable rows of which nobody can tell whose they are
   */
  public record Table(
      String kind, String location, Deleted deleted, long pending, long unreadable, Trash trash) {}

  /**
   * What was deleted from a table.
   *
   * @param versionBefore the last version that had the rows
   * @param versionAfter the version that no longer has them; empty if none was deleted
   */
  public record Deleted(long rows, long versionBefore, Optional<Long> versionAfter) {}

  /**
   * What time travel still reaches.
   *
   * @param until until when it keeps the rows, if it does
   * @param emptiedAt when their files were seen to be gone
   */
  public record Trash(Optional<Instant> until, Optional<Instant> emptiedAt) {

    static final Trash NONE = new Trash(Optional.empty(), Optional.empty());
  }

  /**
   * Rows that killed runs had staged, of whatever person.
   *
   * @param left files that a run may still be writing
   */
  public record Staging(String location, long deleted, long left) {}

  /** The same, of which the key was destroyed, if there was one. */
  ErasureCertificate withKeyDestroyedAt(Optional<Instant> at) {
    return new ErasureCertificate(product, subject, requestedAt, completedAt, at, tables, staging);
  }

  public State state() {
    if (completedAt.isEmpty()) {
      return State.STARTED;
    }
    if (tables.stream().anyMatch(table -> table.trash().until().isPresent())) {
      return State.IN_TRASH;
    }

    return rows() == 0 && keyDestroyedAt.isEmpty() ? State.NOT_FOUND : State.ERASED;
  }

  /** Rows deleted so far. */
  public long rows() {
    return tables.stream().mapToLong(table -> table.deleted().rows()).sum();
  }

  /** Rows of which nobody can tell whose they are. */
  public long unreadable() {
    return tables.stream().mapToLong(Table::unreadable).sum();
  }
}
