package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.evolution.ConsumerImpact.Outcome;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersTest {

  private static final LocalDate DAY = LocalDate.of(2024, 6, 1);

  private static final Example OLD =
      Example.of("1.4.0")
          .withTop("deprecation: {announced_on: 2024-05-01, sunset_on: 2024-06-15}")
          .withFields(
              "- {name: status, type: string}",
              "- {name: count, type: integer}",
              "- {name: to, type: 'struct<zip:string,street:string>'}");

  private static final Example NEW =
      Example.of("2.0.0")
          .withTop("changelog: [{version: 2.0.0, date: 2024-06-01, breaking: true}]")
          .withFields("- {name: count, type: long}", "- {name: to, type: 'struct<zip:string>'}");

  @ParameterizedTest
  @CsvSource({
    "^1,     TO_MIGRATE, 'status,to.street,count'",
    "1.4.0,  TO_MIGRATE, 'status,to.street,count'",
    "1.3.0,  STRANDED,   'status,to.street,count'",
    "^3,     STRANDED,   'status,to.street,count'",
    "*,      BROKEN,     'status,to.street,count'",
    "^2,     BROKEN,     'status,to.street,count'",
  })
  void judgesByTheVersionsThatAreAccepted(String range, Outcome outcome, String columns) {
    ConsumerImpact impact = only(impacts(OLD, NEW, List.of(), reader(range, "")));

    assertThat(impact.outcome()).isEqualTo(outcome);
    assertThat(impact.columns()).containsExactlyElementsOf(Arrays.asList(columns.split(",")));
  }

  @ParameterizedTest
  @CsvSource({
    "id,     UNAFFECTED, ''",
    "count,  AT_RISK,    count",
    "status, BROKEN,     status",
    "Status, BROKEN,     status",
  })
  void countsOnlyColumnsThatAreRead(String column, Outcome outcome, String columns) {
    ConsumerImpact impact =
        only(impacts(OLD, NEW, List.of(), reader("*", ", schema: {%s: string}".formatted(column))));

    assertThat(impact.outcome()).isEqualTo(outcome);
    assertThat(String.join(",", impact.columns())).isEqualTo(columns);
  }

  @Test
  void countsReferencesToAColumn() {
    Contract consumer =
        consumer(
            "payments",
            Example.fields(
                "- {name: state, type: string, constraints: [{references:"
                    + " sales.orders.status}]}"));

    assertThat(impacts(OLD, NEW, List.of(), consumer))
        .extracting(impact -> impact.consumer() + " " + impact.columns() + impact.outcome())
        .containsExactly(
            "Consumer[product=shop.payments, version=1.0.0, place=rule state_references]"
                + " [status]BROKEN");
  }

  @Test
  void countsRulesThatCompareWithTheProduct() {
    Contract consumer =
        consumer(
            "payments",
            Example.top(
                "quality_checks:",
                "  - {name: all_states, value_set: {field: id, within: sales.orders.status}}",
                "  - {name: as_many, row_count_match: {with: sales.orders}}",
                "  - {name: other, row_count_match: {with: sales.items}}"));

    assertThat(impacts(OLD, NEW, List.of(), consumer))
        .extracting(impact -> impact.consumer().place() + " " + impact.columns() + impact.outcome())
        .containsExactly("rule all_states [status]BROKEN", "rule as_many []UNAFFECTED");
  }

  @Test
  void leavesNobodyWithATableThatHasEnded() {
    LocalDate sunset = LocalDate.of(2024, 6, 15);
    ContractDiff diff = ContractDiff.between(OLD.contract(), NEW.contract());

    assertThat(only(Consumers.of(diff, List.of(), List.of(reader("^1", "")), sunset)).outcome())
        .isEqualTo(Outcome.STRANDED);
  }

  @Test
  void findsTheVersionsOfOtherMajorsReadable() {
    Example zero = Example.of("0.9.0");

    assertThat(only(impacts(OLD, NEW, List.of(zero), reader("^0", ""))).outcome())
        .isEqualTo(Outcome.TO_MIGRATE);
    assertThat(only(impacts(OLD, NEW, List.of(), reader("^0", ""))).outcome())
        .isEqualTo(Outcome.STRANDED);
  }

  @Test
  void strandsWhoeverIsPinnedToAVersionThatIsReplacedInItsTable() {
    assertThat(
            only(impacts(Example.of("1.0.0"), Example.of("1.0.1"), List.of(), reader("1.0.0", "")))
                .outcome())
        .isEqualTo(Outcome.STRANDED);
  }

  @Test
  void takesAccessFromThoseWhoHadItOnly() {
    Example open = Example.top("access: {read: [{domain: shop}, {domain: hr}]}");
    Example closed = Example.top("access: {read: [{domain: shop}]}");

    assertThat(only(impacts(open, closed, List.of(), reader("*", ""))).outcome())
        .isEqualTo(Outcome.UNAFFECTED);
    assertThat(only(impacts(open, Example.of("1.0.0"), List.of(), reader("*", ""))).outcome())
        .isEqualTo(Outcome.BROKEN);
  }

  @Test
  void refusesAMajorThatStrandsOrBreaksAndWarnsOfTheRest() {
    Surroundings surroundings =
        new Surroundings(
            List.of(),
            List.of(
                reader("^1", ", schema: {status: string}"),
                consumer("pinned", input("1.3.0", "")),
                consumer("open", input("*", ", schema: {status: string, to: string}")),
                consumer("other", Example.of("1.0.0"))),
            Optional.of(new MigrationGuide("to-2.md", "status, to.street")));

    assertThat(
            ReleaseCheck.review(OLD.contract(), NEW.contract(), ReleaseTerms.on(DAY), surroundings)
                .findings())
        .containsExactly(
            Finding.error(
                Finding.Code.CONSUMER_STRANDED,
                "shop.pinned 1.0.0 (input orders) accepts 1.3.0, and no such version can be read"
                    + " after 2.0.0 is released",
                "let shop.pinned accept 2.0.0, or end the version it reads later"),
            Finding.error(
                Finding.Code.CONSUMER_BROKEN,
                "shop.open 1.0.0 (input orders) accepts 2.0.0 and breaks in status, to.street:"
                    + " status: field removed (string); to.street: field removed (string)",
                "move shop.open before the release, or narrow what it accepts"),
            Finding.warning(
                Finding.Code.CONSUMER_TO_MIGRATE,
                "shop.baskets 1.0.0 (input orders) accepts ^1 and stays with the old major",
                "move it to 2.0.0 before 2024-06-15 and look at status"));
  }

  @Test
  void refusesProductsThatReadEachOther() {
    Example circle =
        Example.of("1.0.0").withTop("inputs: [{name: b, product: mesh://shop.baskets@*}]");
    Surroundings surroundings =
        new Surroundings(List.of(), List.of(reader("^1", "")), Optional.empty());

    assertThat(
            ReleaseCheck.review(
                    circle.contract(), circle.contract(), ReleaseTerms.on(DAY), surroundings)
                .findings())
        .containsExactly(
            Finding.error(
                Finding.Code.INPUT_CYCLE,
                "products read each other in a circle: sales.orders reads shop.baskets reads"
                    + " sales.orders",
                "take one of these inputs away"));
  }

  private static List<ConsumerImpact> impacts(
      Example before, Example after, List<Example> live, Contract consumer) {
    return Consumers.of(
        ContractDiff.between(before.contract(), after.contract()),
        live.stream().map(Example::contract).toList(),
        List.of(consumer),
        DAY);
  }

  private static ConsumerImpact only(List<ConsumerImpact> impacts) {
    assertThat(impacts).hasSize(1);
    return impacts.get(0);
  }

  private static Contract reader(String range, String more) {
    return consumer("baskets", input(range, more));
  }

  private static Example input(String range, String more) {
    return Example.top(
        "inputs: [{name: orders, product: 'mesh://sales.orders@%s'%s}]".formatted(range, more));
  }

  private static Contract consumer(String name, Example example) {
    return Example.read(
        example
            .yaml()
            .replace("name: orders\n", "name: %s\n".formatted(name))
            .replace("domain: sales\n", "domain: shop\n"));
  }
}
