package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationGuideTest {

  private static final List<Change> CHANGES =
      ContractDiff.between(
              Example.fields(
                      "- {name: order_id, type: integer}",
                      "- {name: order, type: string}",
                      "- {name: 'a|b', type: string}",
                      "- {name: to, type: 'struct<street:string,zip:array<struct<no:long>>>'}")
                  .contract(),
              Example.fields(
                      "- {name: order_id, type: string}",
                      "- {name: to, type: 'struct<zip:array<struct<x:long>>>'}",
                      "- {name: more, type: string}")
                  .contract())
          .changes();

  @Test
  void namesEveryFieldThatIsNotMentionedAtOnce() {
    assertThat(new MigrationGuide("guide.md", "Good luck.").missing(CHANGES))
        .containsExactlyInAnyOrder("order_id", "order", "a|b", "to.street", "to.zip.no");
  }

  @Test
  void isContentWithEveryName() {
    String text =
        """
        | field | what to do |
        | --- | --- |
        | `order_id` | cast it: CAST(order_id AS STRING) |
        | order, a|b | gone. |
        to.street and to.zip.no are gone.
        """;

    assertThat(new MigrationGuide("guide.md", text).missing(CHANGES)).isEmpty();
  }

  @Test
  void takesAPartOfANameForNoName() {
    assertThat(
            new MigrationGuide("guide.md", "order_id, a|b, to.streets, x.to.zip.no")
                .missing(CHANGES))
        .containsExactlyInAnyOrder("order", "to.street", "to.zip.no");
  }
}
