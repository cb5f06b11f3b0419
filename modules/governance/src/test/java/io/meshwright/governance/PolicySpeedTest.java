package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a mesh takes. */
class PolicySpeedTest {

  @Test
  @Timeout(60)
  void evaluatesAThousandContractsInTwoSeconds() {
    List<Subject> subjects =
        IntStream.range(0, 1_000)
            .mapToObj(
                product ->
                    Products.sales(
                        "name: sales_performance_metrics",
                        "name: product_" + product,
                        ", protect: encrypt",
                        ""))
            .toList();

    // Of the processor, so that a busy machine does not count.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long denied =
        subjects.stream()
            .map(subject -> Products.evaluate(SeedPolicyTest.POLICIES, subject, Stage.CONTRACT))
            .filter(Evaluation::isDenied)
            .count();

    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(denied).isEqualTo(1_000);
  }
}
