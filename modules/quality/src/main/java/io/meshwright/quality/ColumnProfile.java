package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.ValueFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one column holds.
 *
 * @param type the contract type of the column; empty if no Delta table can hold it
 * @param filled how many rows have a value
 * @param distinct how many different values there are; empty for types without an order
 * @param personal why the values are shown to nobody; then {@code summary} and {@code values} hold
 *     none of them
 */
public record ColumnProfile(
    String name,
    Optional<FieldType> type,
    long filled,
    Optional<Distinct> distinct,
    Summary summary,
    Values values,
    Optional<PersonalData> personal) {

  /** A number of different values: counted, or estimated with a standard error of 5 %. */
  public record Distinct(long count, boolean isExact) {}

  /** What the values of a type have in common, apart from how often each occurs. */
  public sealed interface Summary {

    /** The same without anything that tells of a value. */
    Summary hidden();
  }

  /**
   * Numbers.
   *
   * @param spread empty if there is no number to tell of
   * @param notFinite how many are NaN or infinite; {@code spread} leaves them out
   */
  public record Numbers(Optional<Spread> spread, long notFinite) implements Summary {
    public Numbers {
      requireNonNull(spread, "spread");
    }

    @Override
    public Summary hidden() {
      return new Numbers(Optional.empty(), notFinite);
    }
  }

  /**
   * Where numbers lie.
   *
   * @param min exact, as a plain decimal number; so is {@code max}
   * @param deviation of the population
   */
  public record Spread(String min, String max, double mean, double deviation) {}

  /** Dates and times; {@code bounds} in ISO 8601, instants in UTC. */
  public record Times(Optional<Bounds> bounds) implements Summary {
    public Times {
      requireNonNull(bounds, "bounds");
    }

    @Override
    public Summary hidden() {
      return new Times(Optional.empty());
    }
  }

  /** The first and the last of values in order. */
  public record Bounds(String min, String max) {}

  /**
   * Texts.
   *
   * @param empty how many have no character
   * @param lengths in characters; empty if there is no text
   */
  public record Texts(long empty, Optional<Lengths> lengths, Forms forms) implements Summary {
    public Texts {
      requireNonNull(lengths, "lengths");
      requireNonNull(forms, "forms");
    }

    @Override
    public Summary hidden() {
      return new Texts(empty, lengths, new Forms(forms.matching(), Optional.empty()));
    }
  }

  /** The lengths of the shortest and of the longest text. */
  public record Lengths(int min, int max) {}

  /**
   * How texts are written.
   *
   * @param matching how many are written in each well-known form
   * @param shape what all of them look like, if it is the same
   */
  public record Forms(Map<ValueFormat.Named, Long> matching, Optional<Shape> shape) {
    public Forms {
      matching = Map.copyOf(matching);
      requireNonNull(shape, "shape");
    }
  }

  /**
   * What texts look like, character by character.
   *
   * @param classes a text with A for each capital, a for each small letter, 9 for each digit
   * @param prefix what all texts begin with, up to the first digit
   */
  public record Shape(String classes, String prefix) {}

  /** Values of which no more is told than whether there are any: structs, lists, bytes. */
  public record Other() implements Summary {
    @Override
    public Summary hidden() {
      return this;
    }
  }

  /**
   * How often values occur.
   *
   * @param frequent the most frequent first
   * @param areAll whether {@code frequent} lists every value there is
   * @param bins how many values lie in each of equally wide parts between the smallest and the
   *     largest; empty for texts
   */
  public record Values(List<Frequency> frequent, boolean areAll, List<Long> bins) {

    static final Values NONE = new Values(List.of(), false, List.of());

    public Values {
      frequent = List.copyOf(frequent);
      bins = List.copyOf(bins);
    }
  }

  public record Frequency(String value, long count) {}

  public ColumnProfile {
    requireNonNull(name, "name");
    requireNonNull(type, "type");
    requireNonNull(distinct, "distinct");
    requireNonNull(personal, "personal");
    summary = personal.isPresent() ? summary.hidden() : summary;
    values = personal.isPresent() ? Values.NONE : values;
  }

  /** Says whether no two rows share a value, exactly; rows without a value are left out. */
  public boolean isUnique() {
    return filled > 0
        && distinct.map(known -> known.isExact() && known.count() == filled).orElse(false);
  }

  ColumnProfile with(Distinct counted) {
    return new ColumnProfile(name, type, filled, Optional.of(counted), summary, values, personal);
  }

  ColumnProfile with(Values counted) {
    return new ColumnProfile(name, type, filled, distinct, summary, counted, personal);
  }
}
