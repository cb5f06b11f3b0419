package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.governance.audit.AuditAction;
import io.meshwright.governance.audit.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

  private static final long DAY = 86_400;

  @TempDir Path folder;

  @Test
  void deletesSlicesThatAreTooOldAndKeepsThemInTheTrash() {
    Workspace workspace = orders("retention_days: 2");
    List<String> before = workspace.tableFiles(Orders.NAME);

    List<Retention.Expired> found = retention(workspace).find();
    List<String> untouched = workspace.tableFiles(Orders.NAME);
    List<Retention.Expired> applied = retention(workspace).apply();

    assertThat(untouched).isEqualTo(before);
    assertThat(applied).isEqualTo(found);
    assertThat(found)
        .extracting(Retention.Expired::column, Retention.Expired::before, Retention.Expired::rows)
        .containsExactly(
            tuple("order_date", LocalDate.of(2024, 1, 13), 8L),
            tuple("quarantined_at", LocalDate.of(2024, 1, 13), 0L));
    assertThat(found.get(0).slices())
        .extracting(Retention.Slice::day, Retention.Slice::rows)
        .containsExactly(
            tuple(LocalDate.of(2024, 1, 11), 5L), tuple(LocalDate.of(2024, 1, 12), 3L));
    assertThat(found.get(0).slices()).allMatch(slice -> slice.bytes() > 0);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(9, 18));
    assertThat(workspace.tableFiles(Orders.NAME)).containsAll(before);
    assertThat(
            DeltaTable.forPath(workspace.spark(), workspace.pipeline(Orders.NAME).location())
                .detail()
                .select("properties")
                .head()
                .<String, String>getJavaMap(0))
        .containsEntry("delta.deletedFileRetentionDuration", "interval 30 days");
    assertThat(retention(workspace).apply()).allMatch(expired -> expired.rows() == 0);
    assertThat(workspace.audited().stream().skip(1))
        .as("looking is not recorded, nor is a deletion of nothing")
        .containsExactly(
            retained(workspace.pipeline(Orders.NAME).location(), "order_date", "2024-01-13", 8, 1));
  }

  @Test
  void deletesWhatLaysInQuarantineForTooLong() {
    Workspace workspace = orders("retention_days: 2").later(4 * DAY);

    List<Retention.Expired> applied = retention(workspace).apply();

    assertThat(applied.get(1).rows()).isEqualTo(1);
    assertThat(workspace.quarantined(Orders.NAME).count()).isZero();
    assertThat(workspace.audited().stream().skip(1))
        .containsExactly(
            retained(workspace.pipeline(Orders.NAME).location(), "order_date", "2024-01-17", 18, 1),
            retained(
                folder.resolve("mesh/_mesh/quarantine/sales.orders").toString(),
                "quarantined_at",
                "2024-01-17",
                1,
                0));
  }

  @Test
  void saysThatRowsAreGoneWhereTheLogDoesNotTakeIt() throws IOException {
    Workspace workspace = orders("retention_days: 2");
    Files.writeString(folder.resolve("mesh/_mesh/audit.jsonl"), "no log\n");

    assertThatThrownBy(() -> retention(workspace).apply())
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REJECTED));

    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(9, 18));
  }

  /** What the log says of rows that were deleted after {@code version}; the trash is a version. */
  private static AuditEvent retained(
      String table, String column, String before, long rows, long version) {
    return AuditEvent.of(
        "tester",
        AuditAction.RETAINED,
        "sales.orders",
        Map.of(
            "table",
            table,
            "column",
            column,
            "before",
            before,
            "rows",
            Long.toString(rows),
            "version_before",
            Long.toString(version + 1),
            "version_after",
            Long.toString(version + 2),
            "retention_days",
            "2"));
  }

  @Test
  void asksHowOldARowIsAndForHowLongItMayBeKept() {
    Workspace unlimited = orders("description: no period");
    assertThat(retention(unlimited).find()).isEmpty();

    unlimited.write(
        "products/orders/data_product.yaml",
        contract("retention_days: 2").replace("  partitioned_by: [order_date]\n", ""));

    assertThatThrownBy(() -> retention(unlimited).find())
        .isInstanceOf(StageFailedException.class)
        .hasMessage(
            """
            Cannot tell how old a row of sales.orders is, so its retention_days cannot be applied
                fix: partition the table by a date, or name a date or timestamp field in a \
            freshness rule or in write.effective_at; the field may not be protected\
            """);
  }

  /** Five orders of the 11th, three of the 12th, ten of the 14th, and a bad one. */
  private Workspace orders(String retention) {
    Workspace workspace =
        Orders.workspace(folder, "gate", "full")
            .write("products/orders/data_product.yaml", contract(retention))
            .input(
                Orders.NAME,
                String.join(
                    " UNION ALL ",
                    Orders.rows(1, 5, "2024-01-11", 5),
                    Orders.rows(6, 8, "2024-01-12", 5),
                    Orders.rows(9, 18, "2024-01-14", 5),
                    Orders.rows(19, 19, "2024-01-14", -5)));
    workspace.run(Orders.NAME).orElseThrow();
    return workspace;
  }

  private static String contract(String retention) {
    return Orders.contract("1.0.0", "full").replace("owner: ", retention + "\nowner: ");
  }

  private static Retention retention(Workspace workspace) {
    return Retention.of(workspace.spark(), workspace.pipeline(Orders.NAME));
  }
}
