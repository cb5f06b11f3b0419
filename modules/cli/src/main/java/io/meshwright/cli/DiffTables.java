package io.meshwright.cli;

import io.meshwright.contract.Contract;
import io.meshwright.contract.evolution.Change;
import io.meshwright.contract.evolution.ConsumerImpact;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.Effect;
import io.meshwright.contract.evolution.ReleaseReview;
import io.meshwright.contract.evolution.TableWork;
import io.meshwright.contract.evolution.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The words in which people are told of a review, whatever they are printed as. */
final class DiffTables {

  static final List<String> CHANGE_HEADERS =
      List.of("change", "where", "old", "new", "consumers", "stored rows", "table", "verdict");

  static final List<String> CONSUMER_HEADERS =
      List.of("consumer", "reads it in", "accepts", "columns hit", "outcome");

  private static final int LONGEST_VALUE = 60;

  /** Where the name of a field stands in a path. */
  private static final int FIELD = 2;

  private DiffTables() {}

  /** {@code sales.orders 1.0.0 → 2.0.0}. */
  static String title(ContractDiff diff) {
    Contract after = diff.after();
    return "%s %s → %s".formatted(after.name(), diff.before().version(), after.version());
  }

  /** What became of it, in a few words. */
  static String outcome(ReleaseReview review) {
    String what =
        review
            .diff()
            .map(
                diff ->
                    diff.verdict()
                        .map(DiffTables::character)
                        .orElse("nothing changed in what it promises"))
            .orElse("not compared");
    if (review.isAccepted()) {
      return what.startsWith("breaking") ? what + ", accepted" : what;
    }

    return what + ", refused";
  }

  private static String character(Verdict verdict) {
    return switch (verdict) {
      case MAJOR -> "breaking";
      case PROVE -> "breaking unless the present rows keep it";
      case MINOR, PATCH -> "compatible";
    };
  }

  /** The increment, the smallest version, what Delta has to do, and how long the old one lives. */
  static List<String> facts(ReleaseReview review, ContractDiff diff) {
    return Stream.of(
            diff.verdict().map(verdict -> "verdict: " + HumanText.word(verdict)),
            review.smallest().map(version -> "smallest version: " + version),
            diff.verdict().map(verdict -> "table: " + table(diff)),
            review.oldMajor().map(state -> "old major: " + state))
        .flatMap(Optional::stream)
        .toList();
  }

  private static String table(ContractDiff diff) {
    TableWork work = diff.tableWork();
    return diff.before().version().major() == diff.after().version().major()
        ? HumanText.word(work)
        : "a new one, v%d, beside the old".formatted(diff.after().version().major());
  }

  /** {@code 1 major, 2 minor}. */
  static String counts(ContractDiff diff) {
    return Stream.of(Verdict.MAJOR, Verdict.PROVE, Verdict.MINOR, Verdict.PATCH)
        .map(
            verdict -> {
              long count =
                  diff.changes().stream().filter(change -> change.verdict() == verdict).count();
              return count == 0 ? "" : HumanText.count(count) + " " + HumanText.word(verdict);
            })
        .filter(text -> !text.isEmpty())
        .reduce((left, right) -> left + ", " + right)
        .orElse("none");
  }

  static List<String> cells(Change change) {
    return List.of(
        change.rule().name(),
        where(change),
        value(change.before()),
        value(change.after()),
        effect(change.impact().consumers()),
        effect(change.impact().data()),
        HumanText.word(change.impact().table()),
        HumanText.word(change.verdict()));
  }

  static List<String> cells(ConsumerImpact impact) {
    return List.of(
        "%s %s".formatted(impact.consumer().product(), impact.consumer().version()),
        impact.consumer().place(),
        impact.range(),
        impact.columns().isEmpty() ? "-" : String.join(", ", impact.columns()),
        HumanText.word(impact.outcome()));
  }

  /** What somebody has to know or do besides, by change. */
  static List<String> notes(ContractDiff diff) {
    return diff.changes().stream()
        .flatMap(change -> change.note().stream().map(note -> where(change) + ": " + note))
        .distinct()
        .toList();
  }

  /** {@code address.street}, {@code status rule status_in}, or the path outside of fields. */
  static String where(Change change) {
    List<String> parts = change.path().parts();
    Optional<String> field = change.path().field();
    if (field.isEmpty() || parts.size() <= FIELD + 1 || parts.get(FIELD + 1).equals("type")) {
      return field.orElseGet(() -> change.path().toString());
    }

    boolean isRule = parts.get(FIELD + 1).equals("constraints") && parts.size() > FIELD + 2;
    return isRule
        ? "%s rule %s".formatted(field.get(), parts.get(FIELD + 2))
        : "%s %s".formatted(field.get(), parts.get(FIELD + 1));
  }

  private static String value(Optional<String> value) {
    String text = value.map(given -> given.strip().replaceAll("\\s+", " ")).orElse("-");
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }

  private static String effect(Effect effect) {
    return switch (effect) {
      case BREAKING -> "break";
      case UNCERTAIN -> "may break";
      case NONE -> "fine";
      case UNTOUCHED -> "-";
    };
  }
}
