package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangelogCheckTest {

  private static final LocalDate DAY = LocalDate.of(2024, 6, 1);
  private static final String FIRST = "{version: 1.0.0, date: 2024-01-01}";

  @Test
  void isContentWithATrueEntryForEveryVersion() {
    assertThat(
            check(
                changelog("1.0.0", FIRST),
                changelog("1.1.0", "{version: 1.1.0, date: 2024-06-01}", FIRST)
                    .withFields("- {name: note, type: string}")))
        .isEmpty();
  }

  @Test
  void missesTheEntryOfAVersionWhereAChangelogIsKept() {
    assertThat(
            check(
                changelog("1.0.0", FIRST),
                changelog("1.1.0", FIRST).withFields("- {name: note, type: string}")))
        .containsExactly(
            Finding.error(
                Finding.Code.CHANGELOG_ENTRY_MISSING,
                "the changelog does not tell of version 1.1.0",
                "add {version: 1.1.0, date: 2024-06-01, changes: [...], breaking: false}"));
  }

  @Test
  void missesAnyNoteOfAnotherTransform() {
    assertThat(
            check(
                Example.top("transform: {sql: a.sql}"),
                Example.of("1.1.0").withTop("transform: {sql: b.sql}")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.isError()).isTrue());
  }

  @Test
  void doesNotBelieveAFlagThatIsWrong() {
    Example before = Example.of("1.0.0").withFields("- {name: note, type: string}");

    assertThat(check(before, changelog("2.0.0", "{version: 2.0.0, date: 2024-06-01}")))
        .containsExactly(
            Finding.error(
                Finding.Code.CHANGELOG_BREAKING,
                "the changelog says that version 2.0.0 is not breaking, but it is: note: field"
                    + " removed (string)",
                "write breaking: true"));
    assertThat(
            check(
                Example.of("1.0.0"),
                changelog("2.0.0", "{version: 2.0.0, date: 2024-06-01, breaking: true}")
                    .withFields("- {name: note, type: string}")))
        .containsExactly(
            Finding.error(
                Finding.Code.CHANGELOG_BREAKING,
                "the changelog says that version 2.0.0 is breaking, but nothing in it is",
                "write breaking: false"));
  }

  @Test
  void tellsEveryFaultOfVersionsAndDatesAtOnce() {
    assertThat(
            check(
                changelog("1.0.0", FIRST, "{version: 0.9.0, date: 2023-12-01, breaking: true}"),
                changelog(
                    "1.2.0",
                    "{version: 1.3.0, date: 2024-07-01}",
                    "{version: 1.2.0, date: 2024-05-01, breaking: true}",
                    "{version: 1.1.0, date: 2024-05-02}",
                    "{version: 1.1.0, date: 2024-05-02}",
                    "{version: 0.9.0, date: 2023-12-02, breaking: true}")))
        .extracting(Finding::problem)
        .containsExactly(
            "the changelog tells of version 1.3.0, but the contract is 1.2.0",
            "the changelog says that 1.2.0 breaks what 1.1.0 promised, within one major",
            "the changelog has version 1.1.0 above 1.1.0",
            "the changelog dates version 1.3.0 on 2024-07-01, and today is 2024-06-01",
            "the changelog dates version 1.2.0 on 2024-05-01, before version 1.1.0 on 2024-05-02",
            "the changelog no longer tells of version 1.0.0",
            "the changelog now says 2023-12-02, breaking: true of version 0.9.0");
  }

  private static Example changelog(String version, String... releases) {
    return Example.of(version).withTop("changelog: [%s]".formatted(String.join(", ", releases)));
  }

  private static List<Finding> check(Example before, Example after) {
    return ChangelogCheck.of(ContractDiff.between(before.contract(), after.contract()), DAY);
  }
}
