package io.meshwright.governance;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Owner;
import io.meshwright.contract.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaiverReaderTest {

  private static final LocalDate TODAY = LocalDate.parse("2024-01-15");
  private static final LocalDate END = LocalDate.parse("2024-03-01");

  private static final String VALID =
      """
      waivers:
        - rule: schema_validation/primary_key
          product: sales.orders
          reason: the source has no key before its migration
          approver: dana@company.com
          approved_on: 2024-01-15
          expires_on: 2024-03-01
      """;

  @TempDir private Path folder;

  @Test
  void readsAWaiver() throws IOException {
    Path file = write("a.yaml", VALID);

    assertThat(read())
        .isEqualTo(
            new WaiverReader.Loaded(
                new WaiverList(
                    List.of(
                        new Waiver(
                            "schema_validation/primary_key",
                            PolicyViolations.ORDERS,
                            "the source has no key before its migration",
                            List.of("dana@company.com"),
                            TODAY,
                            END,
                            new Place(file, 2, 5)))),
                List.of()));
  }

  @Test
  void allowsWhatItIsAboutUntilItEnds() throws IOException {
    write("a.yaml", VALID);
    Waivers waivers = read().waivers();
    PolicyViolation violation = PolicyViolations.withoutKey(PolicyViolations.ORDERS);

    assertThat(waivers.find(violation, TODAY))
        .contains("sales.orders schema_validation/primary_key until 2024-03-01");
    assertThat(waivers.find(violation, END.minusDays(1))).isPresent();
    assertThat(waivers.find(violation, END)).isEmpty();
    assertThat(waivers.find(violation, TODAY.minusDays(1))).isEmpty();
    assertThat(waivers.find(PolicyViolations.withoutKey(PolicyViolations.LEDGER), TODAY)).isEmpty();
    assertThat(waivers.find(PolicyViolations.withoutClassification(PolicyViolations.ORDERS), TODAY))
        .isEmpty();
  }

  @Test
  void warnsOfOneThatIsOver() throws IOException {
    Path file = write("a.yaml", VALID);

    WaiverReader.Loaded loaded = reader().read(WaiverReader.filesBelow(folder), END);

    assertThat(loaded.waivers().waivers()).hasSize(1);
    assertThat(text(loaded.warnings()))
        .isEqualTo(
            """
            %s:2:5: warning: the waiver of schema_validation/primary_key for sales.orders is over \
            since 2024-03-01: the rule holds again
                fix: keep the rule and delete the waiver, or have it approved again"""
                .formatted(file));
  }

  @Test
  void refusesTheOwnerAsApprover() throws IOException {
    Path file =
        write(
            "a.yaml",
            VALID.replace("dana@company.com", "Sales@Company.com")
                + VALID
                    .lines()
                    .skip(1)
                    .map(line -> line.replace("dana@company.com", "sales team") + "\n")
                    .map(line -> line.replace("2024-03-01", "2024-03-02"))
                    .collect(joining()));

    assertRefused(
        """
        %1$s:5:15: 'Sales@Company.com' owns sales.orders, and cannot waive a rule for it
            fix: have somebody else approve it
        %1$s:11:15: 'sales team' owns sales.orders, and cannot waive a rule for it
            fix: have somebody else approve it"""
            .formatted(file));
  }

  @Test
  void needsTwoPeopleUnderSox() throws IOException {
    String ledger = VALID.replace("sales.orders", "finance.ledger");
    Path file =
        write(
            "a.yaml",
            ledger
                + """
                  - rule: data_classification/classified
                    product: finance.ledger
                    reason: twice the same person
                    approvers: [dana@company.com, Dana@company.com]
                    approved_on: 2024-01-15
                    expires_on: 2024-03-01
                """);

    assertRefused(
        """
        %1$s:5:15: 'dana@company.com' alone approved it, and the domain finance is under SOX
            fix: have a second person approve it: approvers: [dana@company.com, ...]
        %1$s:11:17: 'dana@company.com' alone approved it, and the domain finance is under SOX
            fix: have a second person approve it: approvers: [dana@company.com, ...]"""
            .formatted(file));

    write(
        "a.yaml",
        ledger.replace(
            "approver: dana@company.com", "approvers: [dana@company.com, erik@company.com]"));
    assertThat(read().waivers().waivers().get(0).approvers())
        .containsExactly("dana@company.com", "erik@company.com");
  }

  @Test
  void refusesMoreThanNinetyDays() throws IOException {
    Path file = write("a.yaml", VALID.replace("2024-03-01", "2024-04-15"));

    assertRefused(
        """
        %s:7:17: Invalid waiver from 2024-01-15 to 2024-04-15: 91 days are more than 90
            fix: let it end at most 90 days after approved_on; who needs longer asks again"""
            .formatted(file));

    write("a.yaml", VALID.replace("2024-03-01", "2024-04-14"));
    assertThat(read().waivers().waivers()).hasSize(1);
  }

  @Test
  void namesEveryProblemOfEveryFileAtOnce() throws IOException {
    Path first =
        write(
            "a.yaml",
            """
            waivers:
              - rule: schema_validation/primary_kee
                product: sales.order
                reson: because
                approved_on: 15.1.2024
                expires_on: 2024-03-01
              - nothing
            """);
    Path second = write("b.yaml", "exceptions: []\n");
    Path third = write("c.yaml", "waivers: [\n");
    Path fourth = write("d.yaml", VALID);
    Path fifth = write("e.yml", VALID);

    assertRefused(
        """
        %1$s:4:5: unknown key 'reson'
            fix: did you mean 'reason'?
        %1$s:2:5: the waiver has no 'approver'
            fix: add approver: ...
        %1$s:5:18: '15.1.2024' is no day
            fix: write year-month-day, such as 2024-01-15
        %1$s:2:11: unknown rule 'schema_validation/primary_kee'
            fix: did you mean 'schema_validation/primary_key'?
        %1$s:3:14: unknown product 'sales.order'
            fix: did you mean 'sales.orders'?
        %1$s:7:5: a waiver is a mapping with the keys rule, product, reason, approver, approvers, approved_on, expires_on
            fix: write {rule: policy/rule, product: domain.product, ...}
        %2$s:1:1: a file of waivers has one key, 'waivers', and a list there
            fix: write waivers: [{rule: policy/rule, product: domain.product, reason: ..., \
        approver: ..., approved_on: 2024-01-15, expires_on: 2024-03-01}]
        %3$s:2:1: this is no valid YAML: expected the node content, but found '<stream end>'
            fix: check the indentation and the quotes of this line and the one above it
        %5$s:2:5: the same waiver stands in %4$s:2
            fix: delete one of them"""
            .formatted(first, second, third, fourth, fifth));
  }

  @Test
  void findsNoneWhereThereIsNoFolder() {
    assertThat(WaiverReader.filesBelow(folder.resolve("elsewhere"))).isEmpty();
  }

  private WaiverReader.Loaded read() {
    return reader().read(WaiverReader.filesBelow(folder), TODAY);
  }

  private static WaiverReader reader() {
    return new WaiverReader(
        new WaiverReader.Known(
            Map.of(
                PolicyViolations.ORDERS,
                new Owner("sales team", Optional.of("sales@company.com"), Optional.empty()),
                PolicyViolations.LEDGER,
                new Owner("finance team", Optional.empty(), Optional.empty())),
            Set.of("schema_validation/primary_key", "data_classification/classified"),
            Set.of("finance")));
  }

  private void assertRefused(String problems) {
    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidContractException.class)
        .hasMessage(problems);
  }

  private static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(Diagnostic::toString).collect(joining("\n"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve("waivers").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
