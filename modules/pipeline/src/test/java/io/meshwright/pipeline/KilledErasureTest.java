package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.pipeline.Erasure.Step;
import io.meshwright.pipeline.ErasureCertificate.State;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An erasure that is killed is finished by the same again. */
class KilledErasureTest {

  @TempDir Path folder;

  /** By an exception, behind which nothing tidies up, and in one JVM: each attempt goes further. */
  @Test
  void goesOnWhereItStoppedBetweenTheTablesAndTheirTrash() {
    Customers customers = Customers.published(folder);

    for (Step last : List.of(Step.DELETED, Step.LOG_CLEANED)) {
      Erasure erasure =
          erasure(customers.workspace())
              .watched(
                  step -> {
                    if (step == last) {
                      throw new Death();
                    }
                  });
      assertThatThrownBy(() -> erasure.apply(Erasure.Files.DELETED)).isInstanceOf(Death.class);
      assertStopped(customers, last);
    }

    assertFinishes(customers);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterAKillAfterEachStep(Step step) {
    FullTests.assumeAsked("Each kill costs minutes");
    Customers customers = Customers.published(folder);

    KilledJvm.start(KilledErasureTest.class, folder, step.name());

    assertStopped(customers, step);
    assertFinishes(customers);
  }

  private static void assertStopped(Customers customers, Step last) {
    assertThat(certificate(customers).state())
        .isEqualTo(last == Step.CERTIFIED ? State.ERASED : State.STARTED);
  }

  private static void assertFinishes(Customers customers) {
    ErasureCertificate certificate =
        erasure(customers.workspace()).apply(Erasure.Files.DELETED).get(0);

    assertThat(certificate.state()).isEqualTo(State.ERASED);
    assertThat(certificate.rows()).isEqualTo(4);
    assertThat(certificate(customers)).isEqualTo(certificate);
    assertThat(customers.filesOf(Customers.ERASED)).isEmpty();
    assertThat(customers.ids(1)).isEqualTo(customers.ids(2)).hasSize(Customers.COUNT - 1);
    assertThat(customers.properties(1))
        .containsEntry("delta.deletedFileRetentionDuration", "interval 30 days")
        .doesNotContainKeys("delta.checkpointInterval", "mesh.erasure.checkpointInterval");
  }

  /** Takes the folder of the customers and the step at which to die. */
  public static void main(String[] arguments) {
    Step last = Step.valueOf(arguments[1]);
    erasure(Customers.in(Path.of(arguments[0])).workspace().later(600))
        .watched(
            step -> {
              if (step == last) {
                KilledJvm.die();
              }
            })
        .apply(Erasure.Files.DELETED);
    System.exit(1);
  }

  private static ErasureCertificate certificate(Customers customers) {
    Erasure erasure = erasure(customers.workspace());
    return erasure.findCertificate(erasure.subjects().get(0)).orElseThrow();
  }

  private static Erasure erasure(Workspace workspace) {
    return Erasure.of(
        workspace.spark(), workspace.pipeline(Customers.NAME), List.of(Customers.ERASED_ID));
  }
}
