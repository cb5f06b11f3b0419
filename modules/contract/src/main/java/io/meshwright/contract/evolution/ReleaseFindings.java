package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.Finding.error;
import static io.meshwright.contract.evolution.Finding.warning;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Deprecation;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Release;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.evolution.Finding.Code;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Every message that reviewing a release can produce, in one place to be reviewed as text. */
final class ReleaseFindings {

  private static final int MOST_EXAMPLES = 3;

  private ReleaseFindings() {}

  // Versions

  static Finding otherProduct(ProductName before, ProductName after) {
    return error(
        Code.OTHER_PRODUCT,
        "the contracts are of different products, %s and %s".formatted(before, after),
        "compare two versions of one product; a product with another name or domain is a new one");
  }

  static Finding backwards(
      SemanticVersion before, SemanticVersion after, Optional<SemanticVersion> smallest) {
    return error(
        Code.VERSION_BACKWARDS,
        "the version goes backwards, from %s to %s".formatted(before, after),
        smallest
            .map("write version: %s or higher, or compare them the other way round"::formatted)
            .orElse("compare them the other way round"));
  }

  static Finding alreadyPublished(SemanticVersion version, SemanticVersion smallest) {
    return error(
        Code.VERSION_PUBLISHED,
        "version %s is published and cannot say anything else".formatted(version),
        "write version: %s or higher".formatted(smallest));
  }

  static Finding tooSmall(ContractDiff diff, SemanticVersion smallest) {
    Verdict verdict = diff.verdict().orElseThrow();
    List<Change> reasons =
        diff.changes().stream().filter(change -> change.verdict() == verdict).toList();
    String unlessProven =
        verdict == Verdict.PROVE
            ? "; a minor increment is enough once the published rows are shown to keep %s"
                .formatted(reasons.size() == 1 ? "it" : "them")
            : "";
    return error(
        Code.VERSION_TOO_SMALL,
        "version %s after %s is too small for %s"
            .formatted(diff.after().version(), diff.before().version(), examples(reasons)),
        "write version: %s or higher%s".formatted(smallest, unlessProven));
  }

  static Finding unknown(List<Change> changes, boolean refuses) {
    String problem =
        "nobody has classified %s"
            .formatted(
                changes.stream().map(change -> change.path().toString()).collect(joining(", ")));
    String fix = "have somebody decide what it means to consumers and to stored rows";
    return refuses
        ? error(Code.UNKNOWN_CHANGE, problem, fix)
        : warning(Code.UNKNOWN_CHANGE, problem, fix + "; a strict check refuses it");
  }

  static Finding incompatible(
      Compatibility compatibility, SemanticVersion against, List<Change> changes) {
    return error(
        Code.INCOMPATIBLE,
        "it is not %s with version %s: %s".formatted(compatibility, against, examples(changes)),
        "take the changes back, or write the next major version");
  }

  // Notice and guide

  static Finding noNotice(ContractDiff diff, ReleaseTerms terms) {
    return error(
        Code.NOTICE_MISSING,
        "version %s breaks consumers, and the end of version %s was not announced"
            .formatted(diff.after().version(), diff.before().version()),
        "release a minor version of the old major with deprecation: {announced_on: %s, sunset_on: %s}"
            .formatted(terms.day(), terms.day().plusDays(terms.noticeDays())));
  }

  static Finding noticeInTheFuture(Deprecation notice, LocalDate day) {
    return error(
        Code.NOTICE_MISSING,
        "the end of the old major will be announced on %s, and today is %s"
            .formatted(notice.announcedOn(), day),
        "release on %s or later".formatted(notice.announcedOn()));
  }

  static Finding noticeTooShort(Deprecation notice, int neededDays, LocalDate earliest) {
    return error(
        Code.NOTICE_TOO_SHORT,
        "the old major is announced on %s and ends on %s, which is less than %d days"
            .formatted(notice.announcedOn(), notice.sunsetOn(), neededDays),
        "write sunset_on: %s or later".formatted(earliest));
  }

  static Finding noGuide(ContractDiff diff, Optional<String> file) {
    return error(
        Code.GUIDE_MISSING,
        file.map("there is no migration guide %s"::formatted)
            .orElse(
                "version %s breaks consumers, and there is no migration guide"
                    .formatted(diff.after().version())),
        "write how to move to %s, name every field that is gone or has another type, and name the"
                .formatted(diff.after().version())
            + " file as deprecation.migration_guide of the old contract");
  }

  static Finding emptyGuide(MigrationGuide guide) {
    return error(
        Code.GUIDE_INCOMPLETE,
        "the migration guide %s is empty".formatted(guide.name()),
        "write what consumers have to do");
  }

  static Finding incompleteGuide(MigrationGuide guide, List<String> fields) {
    return error(
        Code.GUIDE_INCOMPLETE,
        "the migration guide %s does not name %s"
            .formatted(guide.name(), String.join(", ", fields)),
        "say there what consumers of %s have to do".formatted(fields.size() == 1 ? "it" : "each"));
  }

  // Consumers

  static Finding stranded(ConsumerImpact impact, ContractDiff diff) {
    return error(
        Code.CONSUMER_STRANDED,
        "%s accepts %s, and no such version can be read after %s is released"
            .formatted(name(impact), impact.range(), diff.after().version()),
        "let %s accept %s, or end the version it reads later"
            .formatted(impact.consumer().product(), diff.after().version()));
  }

  static Finding broken(ConsumerImpact impact, ContractDiff diff) {
    String columns = impact.columns().isEmpty() ? "" : " in " + String.join(", ", impact.columns());
    return error(
        Code.CONSUMER_BROKEN,
        "%s accepts %s and breaks%s: %s"
            .formatted(name(impact), diff.after().version(), columns, examples(impact.changes())),
        "move %s before the release, or narrow what it accepts"
            .formatted(impact.consumer().product()));
  }

  static Finding toMigrate(ConsumerImpact impact, ContractDiff diff) {
    String columns =
        impact.columns().isEmpty() ? "" : " and look at " + String.join(", ", impact.columns());
    String until =
        diff.before().deprecation().map(notice -> " before " + notice.sunsetOn()).orElse("");
    return warning(
        Code.CONSUMER_TO_MIGRATE,
        "%s accepts %s and stays with the old major".formatted(name(impact), impact.range()),
        "move it to %s%s%s".formatted(diff.after().version(), until, columns));
  }

  static Finding inputCycle(List<ProductName> cycle) {
    return error(
        Code.INPUT_CYCLE,
        "products read each other in a circle: %s reads %s"
            .formatted(
                cycle.stream().map(ProductName::toString).collect(joining(" reads ")),
                cycle.get(0)),
        "take one of these inputs away");
  }

  // Changelog

  static Finding changelogMissing(ContractDiff diff, boolean refuses, LocalDate day) {
    Release entry = ChangelogEntry.of(diff, day);
    String problem = "the changelog does not tell of version %s".formatted(entry.version());
    String fix =
        "add {version: %s, date: %s, changes: [...], breaking: %s}"
            .formatted(entry.version(), entry.date(), entry.breaking());
    return refuses
        ? error(Code.CHANGELOG_ENTRY_MISSING, problem, fix)
        : warning(Code.CHANGELOG_ENTRY_MISSING, problem, fix);
  }

  static Finding changelogAhead(Release release, SemanticVersion version) {
    return error(
        Code.CHANGELOG_VERSION,
        "the changelog tells of version %s, but the contract is %s"
            .formatted(release.version(), version),
        "write version: %s, or delete the entry".formatted(release.version()));
  }

  static Finding changelogOrder(Release newer, Release older) {
    return error(
        Code.CHANGELOG_VERSION,
        "the changelog has version %s above %s".formatted(newer.version(), older.version()),
        "write each version once, newest first");
  }

  static Finding changelogBreaksInMinor(Release newer, Release older) {
    return error(
        Code.CHANGELOG_BREAKING,
        "the changelog says that %s breaks what %s promised, within one major"
            .formatted(newer.version(), older.version()),
        "write breaking: false if it does not, or give the version a new major");
  }

  static Finding changelogInTheFuture(Release release, LocalDate day) {
    return error(
        Code.CHANGELOG_DATE,
        "the changelog dates version %s on %s, and today is %s"
            .formatted(release.version(), release.date(), day),
        "write the day of the release");
  }

  static Finding changelogDates(Release newer, Release older) {
    return error(
        Code.CHANGELOG_DATE,
        "the changelog dates version %s on %s, before version %s on %s"
            .formatted(newer.version(), newer.date(), older.version(), older.date()),
        "write the days on which they were released");
  }

  static Finding changelogRewritten(Release old, Optional<Release> kept) {
    String problem =
        kept.map(
                release ->
                    "the changelog now says %s, breaking: %s of version %s"
                        .formatted(release.date(), release.breaking(), old.version()))
            .orElse("the changelog no longer tells of version %s".formatted(old.version()));
    return error(
        Code.CHANGELOG_REWRITTEN,
        problem,
        "write {version: %s, date: %s, breaking: %s} as it was published"
            .formatted(old.version(), old.date(), old.breaking()));
  }

  static Finding changelogFlag(Release entry, ContractDiff diff) {
    return error(
        Code.CHANGELOG_BREAKING,
        entry.breaking()
            ? "the changelog says that version %s is breaking, but nothing in it is"
                .formatted(entry.version())
            : "the changelog says that version %s is not breaking, but it is: %s"
                .formatted(entry.version(), examples(breaking(diff))),
        "write breaking: %s".formatted(!entry.breaking()));
  }

  private static List<Change> breaking(ContractDiff diff) {
    return diff.changes().stream().filter(change -> change.verdict() == Verdict.MAJOR).toList();
  }

  private static String name(ConsumerImpact impact) {
    ConsumerImpact.Consumer consumer = impact.consumer();
    return "%s %s (%s)".formatted(consumer.product(), consumer.version(), consumer.place());
  }

  private static String examples(List<Change> changes) {
    String some =
        changes.stream().limit(MOST_EXAMPLES).map(Change::sentence).collect(joining("; "));
    return changes.size() <= MOST_EXAMPLES
        ? some
        : some + "; and %d more".formatted(changes.size() - MOST_EXAMPLES);
  }
}
