package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs of one product at once: both have their verdict before either commits. */
class ConcurrentRunsTest {

  private static final String DAY = "2024-01-14";
  private static final String NEXT_DAY = "2024-01-15";

  @TempDir Path folder;

  private Workspace workspace;

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void letsOneOfTwoRunsReplaceTheTable(String publisher) {
    if (!publisher.equals("gate")) {
      assumeOthersAsked();
    }
    workspace =
        Orders.workspace(folder, publisher, "full").input("orders", Orders.rows(1, 5, DAY, 5));
    workspace.run(Orders.NAME);
    workspace.later(60).input("orders", Orders.rows(1, 10, DAY, 7));

    List<RunReport> reports = runBoth(named("a"), named("b"));

    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactlyInAnyOrder(Outcome.PUBLISHED, Outcome.CONFLICT);
    assertThat(reports)
        .extracting(RunReport::exitCode)
        .containsExactlyInAnyOrder(ExitCode.DONE, ExitCode.CONFLICT);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
    assertThat(outcomes()).containsExactly("conflict", "published", "published");
  }

  @Test
  void letsOneOfTwoRunsAddTheSameRows() {
    assumeOthersAsked();
    workspace =
        Orders.workspace(folder, "gate", "append").input("orders", Orders.rows(1, 5, DAY, 5));
    workspace.run(Orders.NAME);
    workspace.later(60).input("orders", Orders.rows(6, 10, DAY, 7));

    List<RunReport> reports = runBoth(named("a"), named("b"));

    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactlyInAnyOrder(Outcome.PUBLISHED, Outcome.CONFLICT);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
  }

  @Test
  void publishesTheFirstVersionOnce() {
    assumeOthersAsked();
    workspace =
        Orders.workspace(folder, "gate", "full").input("orders", Orders.rows(1, 10, DAY, 7));

    List<RunReport> reports = runBoth(named("a"), named("b"));

    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactlyInAnyOrder(Outcome.PUBLISHED, Outcome.CONFLICT);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
    assertThat(outcomes()).containsExactly("conflict", "published");
  }

  @ParameterizedTest
  @CsvSource({"gate, full", "gate, append", "checkpoint, full"})
  void publishesTheSameRunOnce(String publisher, String write) {
    if (!publisher.equals("checkpoint")) {
      assumeOthersAsked();
    }
    workspace =
        Orders.workspace(folder, publisher, write).input("orders", Orders.rows(1, 5, DAY, 5));
    workspace.run(Orders.NAME);
    workspace.later(60).input("orders", Orders.rows(6, 10, DAY, 7));

    List<RunReport> reports = runBoth(RunRequest.of(Workspace.DAY), RunRequest.of(Workspace.DAY));

    assertThat(reports.get(0).identity()).isEqualTo(reports.get(1).identity());
    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactlyInAnyOrder(Outcome.PUBLISHED, Outcome.ALREADY_PUBLISHED);
    assertThat(Orders.ids(workspace))
        .isEqualTo(write.equals("full") ? Orders.numbers(6, 10) : Orders.numbers(1, 10));
    assertThat(outcomes()).containsExactly("published", "published");
  }

  @Test
  void publishesSlicesOfDifferentDaysSideBySide() {
    workspace =
        Orders.workspace(folder, "gate", "slice")
            .write(
                "products/orders/transform.sql",
                "SELECT * FROM orders WHERE order_date = :logical_date")
            .input(
                "orders",
                Orders.rows(1, 5, DAY, 5) + " UNION ALL " + Orders.rows(6, 10, NEXT_DAY, 7));

    List<RunReport> reports =
        runBoth(RunRequest.of(Workspace.DAY), RunRequest.of(Workspace.DAY.plusDays(1)));

    assertThat(reports).flatExtracting(RunReport::problems).isEmpty();
    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactly(Outcome.PUBLISHED, Outcome.PUBLISHED);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
  }

  /** MERGE takes its transaction from session settings, which both runs share. */
  @Test
  void keepsTheRunsOfTwoProductsApart() {
    workspace =
        Orders.workspace(folder, "gate", "merge, keys: [order_id]")
            .input("orders", Orders.rows(1, 10, DAY, 7))
            .write("products/returns/transform.sql", "SELECT * FROM orders")
            .write(
                "products/returns/data_product.yaml",
                Orders.contract("1.0.0", "merge, keys: [order_id]")
                    .replace("name: orders\ndomain", "name: returns\ndomain")
                    .replace("published/orders", "published/returns"));
    CyclicBarrier verdicts = new CyclicBarrier(2);

    List<RunReport> reports =
        Stream.of(Orders.NAME, "returns")
            .map(product -> start(product, RunRequest.of(Workspace.DAY), verdicts))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(reports)
        .extracting(RunReport::outcome)
        .containsExactly(Outcome.PUBLISHED, Outcome.PUBLISHED);
    assertThat(workspace.published("returns").count()).isEqualTo(10);
    assertThat(Orders.ids(workspace)).isEqualTo(Orders.numbers(1, 10));
  }

  private static void assumeOthersAsked() {
    FullTests.assumeAsked("Other publishers and write modes take the same way");
  }

  private List<RunReport> runBoth(RunRequest first, RunRequest second) {
    CyclicBarrier verdicts = new CyclicBarrier(2);
    CompletableFuture<RunReport> other = start(Orders.NAME, second, verdicts);
    return List.of(start(Orders.NAME, first, verdicts).join(), other.join());
  }

  private CompletableFuture<RunReport> start(
      String product, RunRequest request, CyclicBarrier verdicts) {
    Pipeline pipeline = workspace.pipeline(product).listening(new Together(verdicts));
    return CompletableFuture.supplyAsync(
        () -> pipeline.run(workspace.spark(), request), task -> new Thread(task).start());
  }

  /** Waits with its first commit until the other run has its verdict, too. */
  private record Together(CyclicBarrier verdicts, AtomicBoolean waited) implements RunListener {

    Together(CyclicBarrier verdicts) {
      this(verdicts, new AtomicBoolean());
    }

    @Override
    public void committing() {
      if (!waited.getAndSet(true)) {
        try {
          verdicts.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IllegalStateException("The other run never came to its verdict", e);
        }
      }
    }
  }

  private List<String> outcomes() {
    return workspace
        .spark()
        .read()
        .format("delta")
        .load(workspace.path("mesh/_mesh/system/runs").toString())
        .select("outcome")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static RunRequest named(String runId) {
    return new RunRequest(Workspace.DAY, Optional.of(runId), 1);
  }
}
