package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.meshwright.contract.ExitCode;
import io.meshwright.pipeline.ErasureCertificate.State;
import io.meshwright.sparktesting.SparkTrail;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons who are erased from a product: wherever they are, and nobody else. */
class ErasureTest {

  @TempDir Path folder;

  @Test
  void deletesAPersonFromEveryTableAndThenTheirFiles() throws Exception {
    Customers customers = Customers.published(folder);
    Workspace workspace = customers.workspace();
    List<Path> before = customers.filesOf(Customers.ERASED);
    String subject = erasure(workspace).subjects().get(0);

    List<Erasure.Found> found = erasure(workspace).find();
    List<Path> untouched = customers.filesOf(Customers.ERASED);
    ErasureCertificate inTrash = erasure(workspace).apply(Erasure.Files.IN_TRASH).get(0);
    String erased;
    List<ErasureCertificate> certificates;
    ErasureCertificate nobody =
        Erasure.of(workspace.spark(), workspace.pipeline(Customers.NAME), List.of("nobody"))
            .apply(Erasure.Files.IN_TRASH)
            .get(0);
    try (SparkTrail trail = new SparkTrail(workspace.spark(), folder.resolve("trail"))) {
      certificates = erasure(workspace).apply(Erasure.Files.DELETED);
      erased = trail.read();
    }

    assertThat(before).isNotEmpty();
    assertThat(untouched).isEqualTo(before);
    assertThat(found)
        .extracting(Erasure.Found::kind, Erasure.Found::rows, Erasure.Found::unreadable)
        .containsExactly(
            tuple("published", List.of(1L), 0L),
            tuple("published", List.of(1L), 0L),
            tuple("quarantine", List.of(2L), 0L));
    assertThat(nobody.state()).isEqualTo(State.NOT_FOUND);
    assertThat(nobody.rows()).isZero();
    assertThat(inTrash.state()).isEqualTo(State.IN_TRASH);
    assertThat(inTrash.rows()).isEqualTo(4);
    assertThat(certificates).extracting(ErasureCertificate::state).containsExactly(State.ERASED);
    assertThat(certificates.get(0).rows()).isEqualTo(4);
    assertThat(customers.filesOf(Customers.ERASED)).isEmpty();
    assertThat(customers.decoded()).noneMatch(text -> text.contains(Customers.ERASED));
    assertThat(erased).contains("mesh_subject_").doesNotContain(Customers.ERASED);
    assertThat(customers.filesOf(subject)).isNotEmpty();
    assertThat(customers.decoded()).anyMatch(text -> text.contains(Customers.KEPT));
    assertThat(customers.ids(1)).isEqualTo(customers.ids(2)).hasSize(Customers.COUNT - 1);
    assertThat(customers.properties(2))
        .containsEntry("delta.deletedFileRetentionDuration", "interval 30 days")
        .doesNotContainKeys("delta.checkpointInterval", "mesh.erasure.checkpointInterval");
    assertThat(workspace.run(Customers.NAME).outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
  }

  @Test
  void saysWhyItFindsNobody() {
    Customers customers = Customers.in(folder);
    Workspace workspace = customers.workspace();

    customers.contract(2, "tokenize", "");
    Throwable silent = refused(workspace);
    customers.contract(2, "mask", "subject_key: id");
    Throwable masked = refused(workspace);

    assertThat(silent)
        .hasMessage(
            """
            crm.customers does not say which person a row is about
                fix: add subject_key: FIELD to its contract""");
    assertThat(masked)
        .hasMessage(
            """
            Cannot find a person in crm.customers: its subject_key id is published with protect: mask
                fix: protect it with tokenize, which keeps rows of one person together, and run \
            the product again""");
  }

  @Test
  void refusesWhatCannotBeAPersonWithoutSayingIt() {
    Workspace workspace =
        Orders.workspace(folder, "gate", "full")
            .write(
                "products/orders/data_product.yaml",
                Orders.contract("1.0.0", "full")
                    .replace("owner: ", "subject_key: order_date\npurpose: tests\nowner: "));

    assertThatThrownBy(
            () ->
                Erasure.of(
                    workspace.spark(), workspace.pipeline(Orders.NAME), List.of("planted-value")))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(
            """
            A given subject is no date, which order_date is
                fix: give the value as sales.orders has it""");
  }

  private static Throwable refused(Workspace workspace) {
    return org.assertj.core.api.Assertions.catchThrowable(() -> erasure(workspace));
  }

  private static Erasure erasure(Workspace workspace) {
    return Erasure.of(
        workspace.spark(), workspace.pipeline(Customers.NAME), List.of(Customers.ERASED_ID));
  }
}
