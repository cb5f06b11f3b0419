package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a product is made: what it reads, what turns that into rows, and how the rows are written.
 */
public record Production(List<Input> inputs, Optional<Transform> transform, Write write) {

  public static final Production UNSPECIFIED =
      new Production(List.of(), Optional.empty(), Write.FULL);

  /** What turns inputs into rows. */
  public sealed interface Transform {}

  /** A SQL query over the inputs, in a file beside the contract. */
  public record SqlFile(String file) implements Transform {
    public SqlFile {
      requireNonNull(file, "file");
    }
  }

  /** A class on the class path that implements {@code DataProduct}. */
  public record JavaClass(String className) implements Transform {
    public JavaClass {
      requireNonNull(className, "className");
    }
  }

  public enum Mode {
    /** The table becomes exactly the rows of the run. */
    FULL,
    /** One slice, named by partition columns, becomes exactly the rows of the run. */
    SLICE,
    /** The rows of the run are added. */
    APPEND,
    /** Rows with a known key are replaced, the others added. */
    MERGE,
    /** History is kept: a changed row closes the one before it. */
    SCD2;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What an empty result means. */
  public enum OnEmpty {
    /** A mistake: the run is rejected. */
    FAIL,
    /** The truth: the table or slice becomes empty. */
    CLEAR,
    /** Nothing new: the table stays as it is. */
    KEEP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How rows are written.
   *
   * @param keys the fields that identify a row in merge and scd2; empty elsewhere
   * @param effectiveAt the field that says since when a row holds, in scd2
   */
  public record Write(Mode mode, List<String> keys, Optional<String> effectiveAt, OnEmpty onEmpty) {

    public static final Write FULL =
        new Write(Mode.FULL, List.of(), Optional.empty(), OnEmpty.FAIL);

    /**
     * The fields scd2 fills itself; the contract declares them, the transform does not give them.
     */
    public static final String VALID_FROM = "valid_from";

    public static final String VALID_TO = "valid_to";
    public static final String IS_CURRENT = "is_current";

    public Write {
      requireNonNull(mode, "mode");
      keys = List.copyOf(keys);
      requireNonNull(effectiveAt, "effectiveAt");
      requireNonNull(onEmpty, "onEmpty");
    }
  }

  public Production {
    inputs = List.copyOf(inputs);
    requireNonNull(transform, "transform");
    requireNonNull(write, "write");
  }
}
