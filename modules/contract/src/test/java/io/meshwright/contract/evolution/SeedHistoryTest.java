package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The history that the seed's changelog tells, replayed on the days it gives. */
class SeedHistoryTest {

  private static final LocalDate DAY_OF_2_0 = LocalDate.of(2023, 12, 1);
  private static final LocalDate DAY_OF_2_1 = LocalDate.of(2024, 1, 15);

  private static final String NOTICE =
      """
      deprecation:
        announced_on: 2023-11-01
        sunset_on: 2023-12-31
        replacement: mesh://sales.sales_orders_analytical@^2
        migration_guide: migrate-to-2.md
      """;

  private static final String GUIDE =
      """
      # From 1 to 2
      `order_id` is text now: compare it with quotes.
      `status` is never `lost` or `on_hold` any more.
      """;

  @Test
  void refusesTheSecondMajorWithoutNoticeAndGuide() throws IOException {
    ReleaseReview review = review(first(""), second(), DAY_OF_2_0, Optional.empty());

    assertThat(review.diff().orElseThrow().changes())
        .extracting(Change::sentence)
        .containsExactly(
            "order_id: type changed, from integer to string",
            "status: value removed from the list, from [pending, completed, cancelled, refunded,"
                + " lost, on_hold] to [pending, completed, cancelled, refunded]");
    assertThat(review.smallest()).hasValue(second().version());
    assertThat(review.findings())
        .extracting(Finding::code)
        .containsExactly(Finding.Code.NOTICE_MISSING, Finding.Code.GUIDE_MISSING);
  }

  @Test
  void acceptsTheSecondMajorWithThem() throws IOException {
    ReleaseReview review =
        review(
            first(NOTICE),
            second(),
            DAY_OF_2_0,
            Optional.of(new MigrationGuide("migrate-to-2.md", GUIDE)));

    assertThat(review.findings()).isEmpty();
    assertThat(MajorState.of(first(NOTICE), DAY_OF_2_0)).hasToString("deprecated until 2023-12-31");
    assertThat(MajorState.of(second(), DAY_OF_2_0)).hasToString("current");
    assertThat(MajorState.of(first(NOTICE), DAY_OF_2_1)).hasToString("retired");
  }

  @Test
  void acceptsTheSegmentAsAMinor() throws IOException {
    ReleaseReview review = review(second(), seed(), DAY_OF_2_1, Optional.empty());

    assertThat(review.findings()).isEmpty();
    assertThat(review.diff().orElseThrow().verdict()).hasValue(Verdict.MINOR);
    assertThat(review.diff().orElseThrow().tableWork()).isEqualTo(TableWork.ADD_COLUMN);
    assertThat(review.diff().orElseThrow().changes())
        .extracting(Change::sentence)
        .containsExactly("customer_segment: nullable field added (string)");
  }

  private static ReleaseReview review(
      Contract before, Contract after, LocalDate day, Optional<MigrationGuide> guide) {
    return ReleaseCheck.review(
        before, after, ReleaseTerms.on(day), new Surroundings(List.of(), List.of(), guide));
  }

  /** Before order_id became text, and with two more states of an order. */
  private static Contract first(String notice) throws IOException {
    String text = secondText();
    return Example.read(
        replaced(
                replaced(
                    replaced(
                        text.substring(0, text.indexOf("changelog:")),
                        "version: 2.0.0",
                        "version: 1.6.0"),
                    "name: order_id\n      type: string",
                    "name: order_id\n      type: integer"),
                "cancelled, refunded]",
                "cancelled, refunded, lost, on_hold]")
            + notice);
  }

  private static Contract second() throws IOException {
    return Example.read(secondText());
  }

  private static String secondText() throws IOException {
    String text = replaced(seedText(), "version: 2.1.0\ndomain", "version: 2.0.0\ndomain");
    text =
        replaced(
            text,
            """
                - name: customer_segment
                  type: string
                  description: Customer value segment
            """,
            "");
    int entry = text.indexOf("  - version: 2.1.0");
    return text.substring(0, entry) + text.substring(text.indexOf("  - version: 2.0.0"));
  }

  private static Contract seed() throws IOException {
    return Example.read(seedText());
  }

  private static String seedText() throws IOException {
    return Files.readString(Path.of("src/test/resources/seed/data_product.yaml"));
  }

  private static String replaced(String text, String old, String young) {
    assertThat(text).contains(old);
    return text.replace(old, young);
  }
}
