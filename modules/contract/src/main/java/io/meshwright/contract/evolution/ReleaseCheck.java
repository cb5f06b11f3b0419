package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.evolution.ConsumerImpact.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges whether a new version of a contract may be released after an old one.
 *
 * <p>Everything that speaks against it is told at once. A breaking change is no fault in itself: it
 * needs a new major, a notice and a guide, and nobody who is left without data.
 */
public final class ReleaseCheck {

  private final ReleaseTerms terms;
  private final Surroundings surroundings;
  private final List<Finding> findings = new ArrayList<>();

  private ReleaseCheck(ReleaseTerms terms, Surroundings surroundings) {
    this.terms = requireNonNull(terms, "terms");
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  /** Judges {@code after} as the version that follows {@code before}. */
  public static ReleaseReview review(
      Contract before, Contract after, ReleaseTerms terms, Surroundings surroundings) {
    if (!before.name().equals(after.name())) {
      return ReleaseReview.refused(ReleaseFindings.otherProduct(before.name(), after.name()));
    }

    return review(ContractDiff.between(before, after), terms, surroundings);
  }

  /**
   * Judges a diff, of which some changes may have been proved.
   *
   * @throws IllegalArgumentException if a live version is of another product
   */
  public static ReleaseReview review(
      ContractDiff diff, ReleaseTerms terms, Surroundings surroundings) {
    for (Contract live : surroundings.live()) {
      if (!live.name().equals(diff.after().name())) {
        throw new IllegalArgumentException(
            "Cannot take %s for a live version of %s: these are different products"
                .formatted(live.name(), diff.after().name()));
      }
    }

    return new ReleaseCheck(terms, surroundings).review(diff);
  }

  private ReleaseReview review(ContractDiff diff) {
    Optional<SemanticVersion> smallest =
        diff.verdict().map(verdict -> VersionStep.smallest(diff.before().version(), verdict));
    version(diff, smallest);
    unknown(diff);
    compatibility(diff);
    endOfTheOldMajor(diff);
    findings.addAll(ChangelogCheck.of(diff, terms.day()));
    List<ConsumerImpact> consumers = consumers(diff);
    cycles(diff.after());
    return new ReleaseReview(
        Optional.of(diff),
        smallest,
        Optional.of(diff.before())
            .filter(before -> before.version().major() != diff.after().version().major())
            .map(before -> MajorState.of(before, terms.day())),
        diff.verdict().map(verdict -> ChangelogEntry.of(diff, terms.day())),
        consumers,
        findings);
  }

  private void version(ContractDiff diff, Optional<SemanticVersion> smallest) {
    SemanticVersion before = diff.before().version();
    SemanticVersion after = diff.after().version();
    int order = after.compareTo(before);
    if (order < 0) {
      findings.add(ReleaseFindings.backwards(before, after, smallest));
    } else if (order == 0) {
      boolean same = ContractWriter.hash(diff.before()).equals(ContractWriter.hash(diff.after()));
      if (!same) {
        findings.add(
            ReleaseFindings.alreadyPublished(
                before, smallest.orElseGet(() -> VersionStep.smallest(before, Verdict.PATCH))));
      }
    } else {
      smallest
          .filter(least -> !VersionStep.carries(after, least))
          .ifPresent(least -> findings.add(ReleaseFindings.tooSmall(diff, least)));
    }
  }

  private void unknown(ContractDiff diff) {
    List<Change> unknown =
        diff.changes().stream().filter(change -> change.rule() == ChangeRule.UNKNOWN).toList();
    if (!unknown.isEmpty()) {
      findings.add(
          ReleaseFindings.unknown(unknown, terms.onUnknown() == ReleaseTerms.OnUnknown.REFUSE));
    }
  }

  private void compatibility(ContractDiff diff) {
    Stream<Contract> others =
        terms.compatibility().isTransitive() ? surroundings.live().stream() : Stream.empty();
    Stream<ContractDiff> diffs =
        Stream.concat(
            Stream.of(diff),
            others
                .filter(live -> !live.version().equals(diff.before().version()))
                .map(live -> ContractDiff.between(live, diff.after())));
    diffs.forEach(
        against -> {
          List<Change> refused = terms.compatibility().refused(against);
          if (!refused.isEmpty()) {
            findings.add(
                ReleaseFindings.incompatible(
                    terms.compatibility(), against.before().version(), refused));
          }
        });
  }

  /** A major that breaks what came before needs a notice on the old one, and a guide. */
  private void endOfTheOldMajor(ContractDiff diff) {
    boolean breaks = diff.verdict().map(verdict -> verdict == Verdict.MAJOR).orElse(false);
    boolean promisedNothing = VersionStep.isBeta(diff.before().version());
    if (!breaks || promisedNothing) {
      return;
    }

    Optional<Deprecation> notice = diff.before().deprecation();
    if (notice.isEmpty()) {
      findings.add(ReleaseFindings.noNotice(diff, terms));
    } else {
      notice(notice.get());
    }
    guide(diff, notice.flatMap(Deprecation::migrationGuide));
  }

  private void notice(Deprecation notice) {
    LocalDate earliest = notice.announcedOn().plusDays(terms.noticeDays());
    if (notice.announcedOn().isAfter(terms.day())) {
      findings.add(ReleaseFindings.noticeInTheFuture(notice, terms.day()));
    }
    if (notice.sunsetOn().isBefore(earliest)) {
      findings.add(ReleaseFindings.noticeTooShort(notice, terms.noticeDays(), earliest));
    }
  }

  private void guide(ContractDiff diff, Optional<String> file) {
    if (surroundings.guide().isEmpty()) {
      findings.add(ReleaseFindings.noGuide(diff, file));
      return;
    }

    MigrationGuide guide = surroundings.guide().get();
    List<String> missing = guide.missing(diff.changes());
    if (guide.text().isBlank()) {
      findings.add(ReleaseFindings.emptyGuide(guide));
    } else if (!missing.isEmpty()) {
      findings.add(ReleaseFindings.incompleteGuide(guide, missing));
    }
  }

  private List<ConsumerImpact> consumers(ContractDiff diff) {
    List<ConsumerImpact> impacts =
        Consumers.of(diff, surroundings.live(), surroundings.consumers(), terms.day());
    for (ConsumerImpact impact : impacts) {
      if (impact.outcome() == Outcome.STRANDED) {
        findings.add(ReleaseFindings.stranded(impact, diff));
      } else if (impact.outcome() == Outcome.BROKEN) {
        findings.add(ReleaseFindings.broken(impact, diff));
      } else if (impact.outcome() == Outcome.TO_MIGRATE) {
        findings.add(ReleaseFindings.toMigrate(impact, diff));
      }
    }
    return impacts;
  }

  private void cycles(Contract after) {
    List<Contract> contracts =
        Stream.concat(
                Stream.of(after),
                surroundings.consumers().stream()
                    .filter(contract -> !contract.name().equals(after.name())))
            .toList();
    InputCycles.among(contracts).forEach(cycle -> findings.add(ReleaseFindings.inputCycle(cycle)));
  }
}
