package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that is different in the new version of a contract.
 *
 * @param before what the old version says there; empty if it says nothing
 * @param after what the new version says there; empty if it says nothing
 * @param note what somebody has to know or do besides
 */
public record Change(
    ChangeRule rule,
    ChangePath path,
    Optional<String> before,
    Optional<String> after,
    Impact impact,
    Optional<String> note) {

  public Change {
    requireNonNull(rule, "rule");
    requireNonNull(path, "path");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    requireNonNull(impact, "impact");
    requireNonNull(note, "note");
  }

  public Verdict verdict() {
    return impact.verdict();
  }

  /** Says whether it takes away or turns into another type what consumers read by name. */
  public boolean removesOrRetypes() {
    return rule.removesOrRetypes() && impact.verdict() == Verdict.MAJOR;
  }

  /** What changed and how, as a sentence for a changelog. */
  public String sentence() {
    String subject = path.field().orElseGet(path::toString);
    if (before.isPresent() && after.isPresent()) {
      return "%s: %s, from %s to %s".formatted(subject, rule.meaning(), before.get(), after.get());
    }

    String value = after.or(() -> before).map(text -> " (" + text + ")").orElse("");
    return "%s: %s%s".formatted(subject, rule.meaning(), value);
  }

  Change with(Impact other) {
    return new Change(rule, path, before, after, other, note);
  }

  Change with(String otherNote) {
    return new Change(rule, path, before, after, impact, Optional.of(otherNote));
  }

  /** This change after the present rows were shown to keep what it promises. */
  Change proven() {
    return verdict() == Verdict.PROVE
        ? with(new Impact(impact.consumers(), Effect.NONE, Verdict.MINOR, impact.table()))
        : this;
  }

  /** This change after present rows were found that break what it promises. */
  Change disproven() {
    return verdict() == Verdict.PROVE
        ? with(new Impact(impact.consumers(), impact.data(), Verdict.MAJOR, impact.table()))
        : this;
  }
}
