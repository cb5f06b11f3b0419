package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Release;
import io.meshwright.contract.SemanticVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds the versions, dates and {@code breaking} flags of a changelog against what really changed.
 * What its sentences say is not checked.
 */
final class ChangelogCheck {

  private final ContractDiff diff;
  private final Contract after;
  private final List<Finding> findings = new ArrayList<>();

  private ChangelogCheck(ContractDiff diff) {
    this.diff = diff;
    this.after = diff.after();
  }

  static List<Finding> of(ContractDiff diff, LocalDate day) {
    ChangelogCheck check = new ChangelogCheck(diff);
    check.order();
    check.dates(day);
    check.history();
    check.entry(day);
    return List.copyOf(check.findings);
  }

  /** Newest first, none after the contract's own version, and a break only with a new major. */
  private void order() {
    List<Release> releases = after.changelog();
    for (Release release : releases) {
      if (release.version().compareTo(after.version()) > 0) {
        findings.add(ReleaseFindings.changelogAhead(release, after.version()));
      }
    }
    for (int i = 1; i < releases.size(); i++) {
      Release newer = releases.get(i - 1);
      Release older = releases.get(i);
      if (newer.version().compareTo(older.version()) <= 0) {
        findings.add(ReleaseFindings.changelogOrder(newer, older));
      } else if (newer.breaking() && !mayBreak(older.version(), newer.version())) {
        findings.add(ReleaseFindings.changelogBreaksInMinor(newer, older));
      }
    }
  }

  private static boolean mayBreak(SemanticVersion older, SemanticVersion newer) {
    return newer.major() > older.major() || VersionStep.isBeta(older);
  }

  private void dates(LocalDate day) {
    List<Release> releases = after.changelog();
    for (Release release : releases) {
      if (release.date().isAfter(day)) {
        findings.add(ReleaseFindings.changelogInTheFuture(release, day));
      }
    }
    for (int i = 1; i < releases.size(); i++) {
      if (releases.get(i - 1).date().isBefore(releases.get(i).date())) {
        findings.add(ReleaseFindings.changelogDates(releases.get(i - 1), releases.get(i)));
      }
    }
  }

  /** What was published about earlier versions stays as it was; sentences may be corrected. */
  private void history() {
    for (Release old : diff.before().changelog()) {
      Optional<Release> kept = find(old.version());
      boolean same =
          kept.map(entry -> entry.date().equals(old.date()) && entry.breaking() == old.breaking())
              .orElse(false);
      if (!same) {
        findings.add(ReleaseFindings.changelogRewritten(old, kept));
      }
    }
  }

  private void entry(LocalDate day) {
    boolean isSameVersion = after.version().equals(diff.before().version());
    if (isSameVersion || diff.verdict().isEmpty()) {
      return;
    }

    find(after.version())
        .ifPresentOrElse(
            this::flag,
            () -> findings.add(ReleaseFindings.changelogMissing(diff, isNeeded(), day)));
  }

  /** Whoever keeps a changelog tells of every version; the others of what changes consumers. */
  private boolean isNeeded() {
    boolean changesMeaning =
        diff.changes().stream()
            .anyMatch(
                change ->
                    change.verdict() == Verdict.MAJOR || change.rule() == ChangeRule.LOGIC_CHANGED);
    return changesMeaning || !after.changelog().isEmpty();
  }

  /** What still has to be proved may be called breaking or not. */
  private void flag(Release entry) {
    Verdict verdict = diff.verdict().orElseThrow();
    boolean wrong =
        entry.breaking() ? verdict.compareTo(Verdict.PROVE) < 0 : verdict == Verdict.MAJOR;
    if (wrong) {
      findings.add(ReleaseFindings.changelogFlag(entry, diff));
    }
  }

  private Optional<Release> find(SemanticVersion version) {
    return after.changelog().stream()
        .filter(release -> release.version().equals(version))
        .findFirst();
  }
}
