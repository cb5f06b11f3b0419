package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two majors of one product, side by side from the announcement of the end of one. */
class MajorsTest {

  private static final LocalDate RELEASED = LocalDate.of(2023, 10, 1);
  private static final LocalDate ANNOUNCED = LocalDate.of(2023, 11, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2023, 12, 30);
  private static final LocalDate SUNSET = LocalDate.of(2023, 12, 31);

  private static final String NOTICE =
      "deprecation: {announced_on: 2023-11-01, sunset_on: 2023-12-31, migration_guide: to-2.md}";

  @TempDir Path folder;

  private Workspace workspace;
  private List<String> released;

  @BeforeEach
  void publishTwoMajors() {
    workspace = new Workspace(folder, "gate");
    workspace
        .input("orders", "SELECT 7 AS order_id")
        .write("products/orders/transform.sql", "SELECT order_id FROM orders");
    orders("1.5.0", "integer", "");
    run("orders", RELEASED);
    released = majors(RELEASED);
    orders("1.6.0", "integer", NOTICE);
    run("orders", ANNOUNCED);
    workspace.write(
        "products/orders/transform.sql", "SELECT 'A-' || order_id AS order_id FROM orders");
    orders("2.0.0", "string", "");
    run("orders", ANNOUNCED.plusDays(1));
  }

  @Test
  void canBothBeReadBetweenAnnouncementAndSunset() {
    consumer();

    run("both", LAST_DAY);

    assertThat(workspace.rows("both")).containsExactly("{\"old\":7,\"young\":\"A-7\"}");
    assertThat(released).containsExactly("1.5.0 current");
    assertThat(majors(ANNOUNCED)).isEqualTo(majors(LAST_DAY));
    assertThat(majors(LAST_DAY))
        .containsExactly("1.6.0 deprecated until 2023-12-31", "2.0.0 current");
    assertThat(majors(SUNSET)).containsExactly("1.6.0 retired", "2.0.0 current");
  }

  @Test
  void areRemovedFromTheirSunsetOnAndNotBefore() {
    assertThatThrownBy(() -> retire(1, LAST_DAY, true))
        .isInstanceOf(StageFailedException.class)
        .hasMessage(
            """
            Cannot remove sales.orders 1.6.0: it is deprecated until 2023-12-31
                fix: wait for that day; consumers were promised to read it until then""");
    assertThatThrownBy(() -> retire(2, SUNSET, true))
        .hasMessageContaining("Cannot remove sales.orders 2.0.0: it is current");
    assertThatThrownBy(() -> retire(3, SUNSET, true))
        .hasMessage(
            """
            sales.orders has no published major 3
                fix: published are 1.6.0, 2.0.0""");
    assertThat(retire(1, SUNSET, false).removed()).isFalse();
    assertThat(majors(SUNSET)).containsExactly("1.6.0 retired", "2.0.0 current");

    assertThat(retire(1, SUNSET, true).removed()).isTrue();

    assertThat(majors(SUNSET)).containsExactly("2.0.0 current");
    assertThat(workspace.rows("orders")).containsExactly("{\"order_id\":\"A-7\"}");
  }

  private Retirement.Retired retire(int major, LocalDate day, boolean apply) {
    return Retirement.retire(
        workspace.spark(), workspace.pipeline("orders").at(clock(day)), major, apply);
  }

  private List<String> majors(LocalDate day) {
    return workspace
        .pipeline("orders")
        .at(clock(day))
        .plan(workspace.spark(), RunRequest.of(day))
        .majors()
        .stream()
        .map(major -> major.version() + " " + major.state())
        .toList();
  }

  private void run(String product, LocalDate day) {
    RunReport report =
        workspace.pipeline(product).at(clock(day)).run(workspace.spark(), RunRequest.of(day));
    assertThat(report.problems()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
  }

  private static Clock clock(LocalDate day) {
    return Clock.fixed(Instant.parse(day + "T02:00:00Z"), ZoneOffset.UTC);
  }

  private void orders(String version, String type, String notice) {
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        domain: sales
        version: %s
        owner: {team: sales}
        access: {read: [{domain: finance}]}
        schema: {type: delta, location: s3://lake/published/orders, fields: [{name: order_id, type: %s}]}
        inputs: [{name: orders, format: parquet, path: s3://lake/raw/orders}]
        transform: {sql: transform.sql}
        %s
        """
            .formatted(version, type, notice));
  }

  private void consumer() {
    workspace
        .write(
            "products/both/transform.sql",
            "SELECT old.order_id AS old, young.order_id AS young FROM old CROSS JOIN young")
        .write(
            "products/both/data_product.yaml",
            """
            name: both
            domain: finance
            version: 1.0.0
            owner: {team: finance}
            schema:
              type: delta
              location: s3://lake/published/both
              fields: [{name: old, type: integer}, {name: young, type: string}]
            inputs:
              - {name: old, product: mesh://sales.orders@^1}
              - {name: young, product: mesh://sales.orders@^2}
            transform: {sql: transform.sql}
            """);
  }
}
