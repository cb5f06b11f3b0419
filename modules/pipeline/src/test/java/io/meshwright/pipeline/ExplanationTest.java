package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broken rule is explained with rows, and quarantine shows and forgets them. */
class ExplanationTest {

  private static final Instant FIRST = Instant.parse("2024-01-15T02:00:00Z");

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace =
        new Workspace(folder, "gate")
            .write("products/people/transform.sql", "SELECT * FROM people")
            .write(
                "products/people/data_product.yaml",
                """
                name: people
                domain: crm
                version: 1.0.0
                owner: {team: crm}
                schema:
                  type: delta
                  location: s3://lake/published/people/
                  fields:
                    - {name: note, type: string}
                    - {name: email, type: string, is_pii: true, pii_category: contact}
                    - name: age
                      type: integer
                      constraints: [{min: 0, tolerance: 50%}]
                    - {name: id, type: string, is_primary_key: true}
                inputs: [{name: people, format: parquet, path: s3://lake/raw/people}]
                transform: {sql: transform.sql}
                """);
  }

  @Test
  void tellsSinceWhenARuleIsBrokenAndByWhichRows() {
    people(10, 0);
    workspace.run("people");
    people(10, 2);
    RunReport second = workspace.later(60).run("people");
    people(14, 7);

    RunReport third = workspace.later(60).run("people");

    assertThat(second.explanations())
        .extracting(Explanation::since)
        .containsExactly(
            new Explanation.Since(second.identity().runId(), FIRST.plusSeconds(60), 1));
    assertThat(third.outcome()).isEqualTo(Outcome.PUBLISHED);
    Explanation explanation = third.explanations().get(0);
    assertThat(third.explanations()).hasSize(1);
    assertThat(explanation.rule()).isEqualTo("age_min");
    assertThat(explanation.since())
        .isEqualTo(new Explanation.Since(second.identity().runId(), FIRST.plusSeconds(60), 2));
    assertThat(explanation.examples()).hasSize(5);
    assertThat(explanation.examples().get(0))
        .isEqualTo(
            "{\"id\":\"01\",\"age\":-1,\"note\":\"%s…\",\"email\":\"***\"}"
                .formatted("x".repeat(256)));
    assertThat(workspace.spark().sql(explanation.sql().orElseThrow()).count()).isEqualTo(7);
    assertThat(RunReportJson.write(third)).doesNotContain("@example.com");

    assertShowsAndForgets(second, third);
  }

  private void assertShowsAndForgets(RunReport second, RunReport third) {
    Quarantine quarantine = workspace.pipeline("people").quarantine(workspace.spark());
    QuarantineSelection latest =
        new QuarantineSelection(
            Optional.empty(),
            Set.of("age_min"),
            Optional.of(FIRST.plusSeconds(120)),
            Optional.empty(),
            Optional.of("published"));

    assertThat(quarantine.summary(QuarantineSelection.ALL))
        .containsExactly(
            new Quarantine.RuleSummary(
                "age_min", 9, 2, FIRST.plusSeconds(60), FIRST.plusSeconds(120)));
    assertThat(quarantine.show(QuarantineSelection.ALL, 100))
        .hasSize(9)
        .allSatisfy(entry -> assertThat(entry.row()).contains("\"email\":\"***\""));
    assertThat(quarantine.count(latest)).isEqualTo(7);
    assertThat(quarantine.purge(latest)).isEqualTo(7);
    assertThat(quarantine.show(QuarantineSelection.ALL, 100))
        .extracting(Quarantine.Entry::runId)
        .isEqualTo(List.of(second.identity().runId(), second.identity().runId()));
    assertThat(third.rows().quarantined()).isEqualTo(7);
  }

  /** People with numbers from 1, of whom the first so many are younger than they can be. */
  private void people(int number, int bad) {
    workspace.input(
        "people",
        ("SELECT lpad(CAST(id AS STRING), 2, '0') AS id, concat(id, '@example.com') AS email,"
                + " IF(id <= %d, -1, 30) AS age, repeat('x', 300) AS note FROM range(1, %d)")
            .formatted(bad, number + 1));
  }
}
