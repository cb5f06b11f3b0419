package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.SemanticVersion;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReleaseCheckTest {

  private static final LocalDate DAY = LocalDate.of(2024, 6, 1);
  private static final String NOTE = "- {name: note, type: string}";
  private static final String NOTICE =
      "deprecation: {announced_on: 2024-05-10, sunset_on: 2024-06-30, migration_guide: to-2.md}";

  @Test
  void acceptsAMinorThatAddsAField() {
    ReleaseReview review =
        review(Example.of("1.0.0"), Example.of("1.1.0").withFields(NOTE), Surroundings.NONE);

    assertThat(review.isAccepted()).isTrue();
    assertThat(review.smallest()).hasValue(SemanticVersion.of(1, 1, 0));
    assertThat(review.diff().orElseThrow().verdict()).hasValue(Verdict.MINOR);
    assertThat(review.diff().orElseThrow().tableWork()).isEqualTo(TableWork.ADD_COLUMN);
    assertThat(review.findings())
        .containsExactly(
            Finding.warning(
                Finding.Code.CHANGELOG_ENTRY_MISSING,
                "the changelog does not tell of version 1.1.0",
                "add {version: 1.1.0, date: 2024-06-01, changes: [...], breaking: false}"));
  }

  @Test
  void suggestsWhatTheChangelogCouldSay() {
    ReleaseReview review =
        review(
            Example.of("1.0.0").withFields("- {name: a, type: integer}"),
            Example.of("1.1.0").withFields("- {name: a, type: long}", NOTE),
            Surroundings.NONE);

    assertThat(ContractWriter.write(review.suggestedEntry().orElseThrow()))
        .isEqualTo(
            """
            changelog:
              - version: 1.1.0
                date: "2024-06-01"
                changes:
                  - "a: type widened, not in place, from integer to long"
                  - "note: nullable field added (string)"
                breaking: false
            """);
  }

  @Test
  void refusesTwoProducts() {
    Contract other =
        Example.read(Example.of("1.0.0").yaml().replace("domain: sales", "domain: hr"));

    assertThat(
            ReleaseCheck.review(
                Example.of("1.0.0").contract(), other, ReleaseTerms.on(DAY), Surroundings.NONE))
        .isEqualTo(
            new ReleaseReview(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(
                    Finding.error(
                        Finding.Code.OTHER_PRODUCT,
                        "the contracts are of different products, sales.orders and hr.orders",
                        "compare two versions of one product; a product with another name or domain"
                            + " is a new one"))));
  }

  @Test
  void refusesAVersionThatGoesBackwards() {
    assertThat(errors(Example.of("1.1.0").withFields(NOTE), Example.of("1.0.0")))
        .contains(
            Finding.error(
                Finding.Code.VERSION_BACKWARDS,
                "the version goes backwards, from 1.1.0 to 1.0.0",
                "write version: 2.0.0 or higher, or compare them the other way round"));
  }

  @Test
  void refusesOtherContentUnderAPublishedVersion() {
    assertThat(errors(Example.of("1.0.0"), Example.of("1.0.0").withTop("description: words")))
        .containsExactly(
            Finding.error(
                Finding.Code.VERSION_PUBLISHED,
                "version 1.0.0 is published and cannot say anything else",
                "write version: 1.0.1 or higher"));
  }

  @Test
  void acceptsTheSameContractAgain() {
    assertThat(review(Example.of("1.0.0"), Example.of("1.0.0"), Surroundings.NONE))
        .isEqualTo(
            new ReleaseReview(
                Optional.of(
                    new ContractDiff(
                        Example.of("1.0.0").contract(), Example.of("1.0.0").contract(), List.of())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()));
  }

  @Test
  void refusesAChangelogRewrittenUnderAPublishedVersion() {
    String changelog = "changelog: [{version: 1.0.0, date: 2024-01-01, changes: [%s]}]";

    assertThat(
            errors(
                Example.top(changelog.formatted("one")), Example.top(changelog.formatted("two"))))
        .extracting(Finding::code)
        .containsExactly(Finding.Code.VERSION_PUBLISHED);
  }

  @Test
  void refusesABumpThatIsTooSmall() {
    assertThat(errors(Example.of("1.0.0"), Example.of("1.0.1").withFields(NOTE)))
        .containsExactly(
            Finding.error(
                Finding.Code.VERSION_TOO_SMALL,
                "version 1.0.1 after 1.0.0 is too small for note: nullable field added (string)",
                "write version: 1.1.0 or higher"));
  }

  @Test
  void saysThatAProofMakesAMinorEnough() {
    assertThat(
            errors(
                Example.of("1.0.0").withFields(NOTE),
                Example.of("1.1.0")
                    .withFields("- {name: note, type: string, constraints: [not_null]}")))
        .containsExactly(
            Finding.error(
                Finding.Code.VERSION_TOO_SMALL,
                "version 1.1.0 after 1.0.0 is too small for note: must have a value now (not_null:"
                    + " true, severity: error)",
                "write version: 2.0.0 or higher; a minor increment is enough once the published"
                    + " rows are shown to keep it"));
  }

  @Test
  void takesAProofForAMinor() {
    ContractDiff diff =
        ContractDiff.between(
            Example.of("1.0.0").withFields(NOTE).contract(),
            Example.of("1.1.0")
                .withFields("- {name: note, type: string, constraints: [not_null]}")
                .contract());

    ReleaseReview review =
        ReleaseCheck.review(
            diff.withProof(change -> change.rule() == ChangeRule.REQUIRED_ADDED),
            ReleaseTerms.on(DAY),
            Surroundings.NONE);

    assertThat(review.isAccepted()).isTrue();
    assertThat(review.smallest()).hasValue(SemanticVersion.of(1, 1, 0));
  }

  @Test
  void refusesABreakWithoutNoticeAndGuide() {
    assertThat(errors(Example.of("1.0.0").withFields(NOTE), majorWithoutNote()))
        .containsExactly(
            Finding.error(
                Finding.Code.NOTICE_MISSING,
                "version 2.0.0 breaks consumers, and the end of version 1.0.0 was not announced",
                "release a minor version of the old major with deprecation: {announced_on:"
                    + " 2024-06-01, sunset_on: 2024-07-01}"),
            Finding.error(
                Finding.Code.GUIDE_MISSING,
                "version 2.0.0 breaks consumers, and there is no migration guide",
                "write how to move to 2.0.0, name every field that is gone or has another type,"
                    + " and name the file as deprecation.migration_guide of the old contract"));
  }

  @Test
  void acceptsABreakWithNoticeAndGuideIntoATableOfItsOwn() {
    ReleaseReview review =
        review(announced(NOTICE), majorWithoutNote(), guided("note is gone; use remark."));

    assertThat(review.findings()).isEmpty();
    assertThat(review.oldMajor().orElseThrow()).hasToString("deprecated until 2024-06-30");
    assertThat(review.diff().orElseThrow().tableWork()).isEqualTo(TableWork.NEW_TABLE);
    assertThat(review.diff().orElseThrow().changes())
        .extracting(Change::rule)
        .containsExactly(ChangeRule.FIELD_REMOVED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-05-10 | 2024-06-08 | the old major is announced on 2024-05-10 and ends on 2024-06-08,"
            + " which is less than 30 days | write sunset_on: 2024-06-09 or later",
        "2024-06-02 | 2024-08-01 | the end of the old major will be announced on 2024-06-02, and"
            + " today is 2024-06-01 | release on 2024-06-02 or later",
      })
  void refusesANoticeThatIsNone(String announcedOn, String sunsetOn, String problem, String fix) {
    Example before =
        announced(
            "deprecation: {announced_on: %s, sunset_on: %s}".formatted(announcedOn, sunsetOn));

    assertThat(review(before, majorWithoutNote(), guided("note")).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.problem()).isEqualTo(problem);
              assertThat(finding.fix()).isEqualTo(fix);
            });
  }

  @Test
  void takesExactlyThirtyDaysForANotice() {
    Example before = announced("deprecation: {announced_on: 2024-05-10, sunset_on: 2024-06-09}");

    assertThat(review(before, majorWithoutNote(), guided("note")).isAccepted()).isTrue();
  }

  @Test
  void refusesAGuideThatMissesFields() {
    assertThat(review(announced(NOTICE), majorWithoutNote(), guided("Nothing to do.")).findings())
        .containsExactly(
            Finding.error(
                Finding.Code.GUIDE_INCOMPLETE,
                "the migration guide to-2.md does not name note",
                "say there what consumers of it have to do"));
  }

  @Test
  void namesTheGuideThatIsNotThere() {
    assertThat(review(announced(NOTICE), majorWithoutNote(), Surroundings.NONE).findings())
        .extracting(Finding::problem)
        .containsExactly("there is no migration guide to-2.md");
  }

  @Test
  void asksABetaForNeitherNoticeNorGuide() {
    assertThat(
            review(
                    Example.of("0.3.0").withFields(NOTE),
                    Example.of("0.4.0")
                        .withTop("changelog: [{version: 0.4.0, date: 2024-06-01, breaking: true}]"),
                    Surroundings.NONE)
                .findings())
        .isEmpty();
  }

  @Test
  void neverPassesOverWhatNobodyClassified() {
    Example twice = Example.of("1.0.0").withTop("access: {read: [{role: a}, {role: a}]}");
    Example once = Example.of("1.1.0").withTop("access: {read: [{role: a}]}");

    assertThat(review(twice, once, Surroundings.NONE).findings())
        .contains(
            Finding.warning(
                Finding.Code.UNKNOWN_CHANGE,
                "nobody has classified access.read",
                "have somebody decide what it means to consumers and to stored rows; a strict"
                    + " check refuses it"));
    ReleaseTerms strict =
        new ReleaseTerms(Compatibility.NONE, ReleaseTerms.OnUnknown.REFUSE, 30, DAY);
    assertThat(
            ReleaseCheck.review(twice.contract(), once.contract(), strict, Surroundings.NONE)
                .isAccepted())
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource(Compatibility.class)
  void holdsAWideningAgainstConsumersOnly(Compatibility mode) {
    Example before = Example.of("1.0.0").withFields("- {name: a, type: byte}");
    Example after = Example.of("1.1.0").withFields("- {name: a, type: short}");
    boolean refused =
        mode == Compatibility.FORWARD
            || mode == Compatibility.FULL
            || mode == Compatibility.FORWARD_TRANSITIVE
            || mode == Compatibility.FULL_TRANSITIVE;

    assertThat(inMode(mode, before, after, List.of()).isAccepted()).isEqualTo(!refused);
  }

  @ParameterizedTest
  @EnumSource(Compatibility.class)
  void holdsAPartitioningAgainstStoredRowsOnly(Compatibility mode) {
    Example before = Example.of("1.0.0");
    Example after =
        Example.schema(
                "type: delta",
                "location: s3://data-products/sales/orders/",
                "partitioned_by: [day]")
            .withVersion("1.1.0");
    boolean refused =
        mode == Compatibility.BACKWARD
            || mode == Compatibility.FULL
            || mode == Compatibility.BACKWARD_TRANSITIVE
            || mode == Compatibility.FULL_TRANSITIVE;

    assertThat(inMode(mode, before, after, List.of()).isAccepted()).isEqualTo(!refused);
  }

  @Test
  void holdsATransitiveModeAgainstEveryLiveVersion() {
    Example first = Example.of("1.0.0").withFields("- {name: a, type: byte}");
    Example second = Example.of("1.1.0").withFields("- {name: a, type: short}");
    Example third = Example.of("1.2.0").withFields("- {name: a, type: short}", NOTE);

    assertThat(inMode(Compatibility.FULL, second, third, List.of(first)).isAccepted()).isTrue();
    assertThat(inMode(Compatibility.FULL_TRANSITIVE, second, third, List.of(first)).findings())
        .contains(
            Finding.error(
                Finding.Code.INCOMPATIBLE,
                "it is not FULL_TRANSITIVE with version 1.0.0: a: type widened, from byte to short",
                "take the changes back, or write the next major version"));
  }

  @Test
  void holdsNoModeAgainstANewMajor() {
    assertThat(Compatibility.FULL.refused(diff(announced(NOTICE), majorWithoutNote()))).isEmpty();
  }

  private static ReleaseReview inMode(
      Compatibility mode, Example before, Example after, List<Example> live) {
    return ReleaseCheck.review(
        before.contract(),
        after.contract(),
        new ReleaseTerms(mode, ReleaseTerms.OnUnknown.WARN, 30, DAY),
        new Surroundings(
            live.stream().map(Example::contract).toList(), List.of(), Optional.empty()));
  }

  private static Example announced(String notice) {
    return Example.of("1.0.0").withFields(NOTE).withTop(notice);
  }

  private static Example majorWithoutNote() {
    return Example.of("2.0.0")
        .withTop("changelog: [{version: 2.0.0, date: 2024-06-01, breaking: true}]");
  }

  private static Surroundings guided(String text) {
    return new Surroundings(List.of(), List.of(), Optional.of(new MigrationGuide("to-2.md", text)));
  }

  private static ContractDiff diff(Example before, Example after) {
    return ContractDiff.between(before.contract(), after.contract());
  }

  private static List<Finding> errors(Example before, Example after) {
    return review(before, after, Surroundings.NONE).findings().stream()
        .filter(Finding::isError)
        .toList();
  }

  private static ReleaseReview review(Example before, Example after, Surroundings surroundings) {
    return ReleaseCheck.review(
        before.contract(), after.contract(), ReleaseTerms.on(DAY), surroundings);
  }
}
