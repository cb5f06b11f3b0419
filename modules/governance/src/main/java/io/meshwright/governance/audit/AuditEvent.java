package io.meshwright.governance.audit;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who did what to what: what an {@link AuditLog} is asked to remember.
 *
 * <p>No secret and no value of a row belongs here: the log is kept longer than either. Halves of
 * surrogate pairs, which no UTF-8 file can hold, are replaced by U+FFFD.
 *
 * @param actor a principal, or the program that acted without one
 * @param resource what it was done to, such as {@code sales.orders}
 * @param details what else is worth knowing, in the order of its keys
 */
public record AuditEvent(
    String actor, AuditAction action, String resource, SortedMap<String, String> details) {

  public AuditEvent {
    actor = requireText("actor", actor);
    requireNonNull(action, "action");
    resource = requireText("resource", resource);
    SortedMap<String, String> wellFormed = new TreeMap<>();
    details.forEach((key, value) -> wellFormed.put(wellFormed(key), wellFormed(value)));
    details = Collections.unmodifiableSortedMap(wellFormed);
  }

  public static AuditEvent of(
      String actor, AuditAction action, String resource, Map<String, String> details) {
    return new AuditEvent(actor, action, resource, new TreeMap<>(details));
  }

  /** The same event with one more detail; it wins over one of the same key. */
  AuditEvent with(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(details);
    more.put(key, value);
    return new AuditEvent(actor, action, resource, more);
  }

  private static String requireText(String what, String text) {
    requireNonNull(text, what);
    if (text.isBlank()) {
      throw new IllegalArgumentException("Invalid %s '%s': it says nothing".formatted(what, text));
    }

    return wellFormed(text);
  }

  private static String wellFormed(String text) {
    boolean isBroken =
        text.codePoints()
            .anyMatch(
                point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    if (!isBroken) {
      return text;
    }

    StringBuilder mended = new StringBuilder();
    text.codePoints()
        .map(
            point ->
                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                    ? '\uFFFD'
                    : point)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }
}
