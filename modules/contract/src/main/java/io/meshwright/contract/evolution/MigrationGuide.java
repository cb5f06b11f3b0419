package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The text that tells consumers how to move to a new major.
 *
 * @param name what the text is called in messages, such as its file
 */
public record MigrationGuide(String name, String text) {

  public MigrationGuide {
    requireNonNull(name, "name");
    requireNonNull(text, "text");
  }

  /**
   * The fields that {@code changes} remove or give another type and that the text does not name, in
   * the order of the changes. A part of a struct is named with its struct, {@code address.street}.
   */
  public List<String> missing(List<Change> changes) {
    return changes.stream()
        .filter(Change::removesOrRetypes)
        .flatMap(change -> change.path().field().stream())
        .distinct()
        .filter(field -> !names(field))
        .toList();
  }

  /** A name stands alone, not as a part of a longer one. */
  private boolean names(String field) {
    return Pattern.compile(
            "(?<![\\p{L}\\p{N}_.])%s(?![\\p{L}\\p{N}_]|\\.[\\p{L}_])"
                .formatted(Pattern.quote(field)))
        .matcher(text)
        .find();
  }
}
