package io.meshwright.contract.evolution;

import io.meshwright.contract.Access;
import io.meshwright.contract.Amount;
import io.meshwright.contract.Classification;
import io.meshwright.contract.CronSchedule;
import io.meshwright.contract.Written;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What it means that a promise outside of the schema changed: service level, access, handling. */
final class PromiseChanges {

  static final String APPROVAL = "ask data protection for approval";

  private PromiseChanges() {}

  static List<Change> classification(Comparison comparison) {
    if (comparison.before().isEmpty()) {
      return List.of(comparison.change(ChangeRule.CLASSIFICATION_ADDED, APPROVAL));
    }
    if (comparison.after().isEmpty()) {
      return List.of(comparison.change(ChangeRule.CLASSIFICATION_REMOVED, APPROVAL));
    }

    return isStricter(comparison)
        ? comparison.changes(ChangeRule.CLASSIFICATION_RAISED)
        : List.of(comparison.change(ChangeRule.CLASSIFICATION_LOWERED, APPROVAL));
  }

  static List<Change> discovery(Comparison comparison) {
    return comparison.changes(
        isStricter(comparison) ? ChangeRule.ACCESS_NARROWED : ChangeRule.ACCESS_WIDENED);
  }

  private static boolean isStricter(Comparison comparison) {
    return classification(comparison.after()).compareTo(classification(comparison.before())) > 0;
  }

  private static Classification classification(Optional<Written> written) {
    return Classification.valueOf(written.orElseThrow().toString().toUpperCase(Locale.ROOT));
  }

  /** Who may write may read, so that moving from one list to the other takes nothing away. */
  static List<Change> readers(Comparison comparison) {
    String grantee = comparison.path().last();
    Access access = comparison.newContract().access();
    boolean stillReads =
        access.write().stream().map(Access.Grantee::toString).anyMatch(grantee::equals);
    if (comparison.after().isEmpty() && stillReads) {
      Change change = named(comparison, ChangeRule.ROLE_REMOVED);
      Impact impact = new Impact(Effect.NONE, Effect.UNTOUCHED, Verdict.PATCH, TableWork.NOTHING);
      return List.of(change.with(impact).with("who may write may still read"));
    }

    return grantee(comparison);
  }

  static List<Change> grantee(Comparison comparison) {
    return List.of(
        named(
            comparison,
            comparison.after().isPresent() ? ChangeRule.ROLE_ADDED : ChangeRule.ROLE_REMOVED));
  }

  private static Change named(Comparison comparison, ChangeRule rule) {
    Optional<String> grantee = Optional.of(comparison.path().last());
    return new Change(
        rule,
        comparison.path(),
        comparison.before().flatMap(there -> grantee),
        comparison.after().flatMap(there -> grantee),
        rule.impact(),
        Optional.empty());
  }

  static List<Change> availability(Comparison comparison) {
    return List.of(promise(comparison, moreIsBetter(comparison)));
  }

  static List<Change> maxAge(Comparison comparison) {
    boolean better =
        !comparison.isOnOneSide()
            && new BigDecimal(comparison.afterText().orElseThrow())
                    .compareTo(new BigDecimal(comparison.beforeText().orElseThrow()))
                < 0;
    return List.of(promise(comparison, better));
  }

  static List<Change> updateSchedule(Comparison comparison) {
    boolean better =
        !comparison.isOnOneSide()
            && CronTimes.of(new CronSchedule(comparison.afterText().orElseThrow()))
                .includes(CronTimes.of(new CronSchedule(comparison.beforeText().orElseThrow())));
    return List.of(promise(comparison, better));
  }

  /** Completeness is measured on every run, so that a better promise has to be proved. */
  static List<Change> completeness(Comparison comparison) {
    Change change = promise(comparison, moreIsBetter(comparison));
    boolean better =
        change.rule() == ChangeRule.SLA_STRENGTHENED || change.rule() == ChangeRule.SLA_ADDED;
    return List.of(
        better
            ? change.with(
                new Impact(Effect.NONE, Effect.BREAKING, Verdict.PROVE, TableWork.NOTHING))
            : change);
  }

  private static Change promise(Comparison comparison, boolean better) {
    if (comparison.before().isEmpty()) {
      return comparison.change(ChangeRule.SLA_ADDED);
    }
    if (comparison.after().isEmpty()) {
      return comparison.change(ChangeRule.SLA_REMOVED);
    }

    return comparison.change(better ? ChangeRule.SLA_STRENGTHENED : ChangeRule.SLA_WEAKENED);
  }

  private static boolean moreIsBetter(Comparison comparison) {
    return !comparison.isOnOneSide()
        && fraction(comparison.after()).compareTo(fraction(comparison.before())) > 0;
  }

  private static BigDecimal fraction(Optional<Written> written) {
    return ((Amount.Share) Amount.parse(written.orElseThrow().toString())).fraction();
  }

  /** Rows are kept for ever where no number of days is given. */
  static List<Change> retention(Comparison comparison) {
    Optional<Integer> before = comparison.oldContract().handling().retentionDays();
    Optional<Integer> after = comparison.newContract().handling().retentionDays();
    boolean longer = after.isEmpty() || before.map(days -> after.get() > days).orElse(false);
    return longer
        ? List.of(comparison.change(ChangeRule.RETENTION_LONGER, APPROVAL))
        : comparison.changes(ChangeRule.RETENTION_SHORTER);
  }

  static List<Change> deprecation(Comparison comparison) {
    if (comparison.after().isEmpty()) {
      return comparison.changes(ChangeRule.STATUS_UNDEPRECATED);
    }

    return List.of(
        comparison.change(
            ChangeRule.STATUS_DEPRECATED,
            "tell consumers that it ends on " + sunsetOf(comparison)));
  }

  private static String sunsetOf(Comparison comparison) {
    return comparison
        .newContract()
        .deprecation()
        .map(deprecation -> deprecation.sunsetOn().toString())
        .orElseThrow();
  }

  static List<Change> sunset(Comparison comparison) {
    LocalDate before = LocalDate.parse(comparison.beforeText().orElseThrow());
    LocalDate after = LocalDate.parse(comparison.afterText().orElseThrow());
    return comparison.changes(
        after.isBefore(before) ? ChangeRule.SUPPORT_END_EARLIER : ChangeRule.SUPPORT_END_LATER);
  }
}
