package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class DiffCommandTest {

  private static final String CONTRACT =
      """
      name: orders
      version: %s
      domain: sales
      owner: {team: sales}
      schema:
        type: delta
        location: s3://data-products/sales/orders/
        fields:
          - {name: order_id, type: %s}
          - {name: status, type: string, constraints: [{in: [%s]}]}
      """;

  private static final String NOTICE =
      """
      deprecation:
        announced_on: 2024-05-01
        sunset_on: 2024-06-15
        migration_guide: to-2.md
      """;

  private static final String CHANGELOG =
      """
      changelog:
        - {version: 2.0.0, date: 2024-06-01, changes: [order_id is text], breaking: true}
      """;

  private static final String CONSUMER =
      """
      name: revenue
      version: 1.0.0
      domain: finance
      owner: {team: finance}
      inputs: [{name: orders, product: mesh://sales.orders@%s, schema: {order_id: integer}}]
      schema: {type: delta, location: /data/revenue, fields: [{name: id, type: integer}]}
      """;

  @TempDir private Path folder;

  private String first;
  private String announced;
  private String second;

  @BeforeEach
  void writeTwoVersions() throws IOException {
    String text = CONTRACT.formatted("1.0.0", "integer", "open, paid");
    first = write("first.yaml", text);
    announced = write("announced.yaml", text.replace("1.0.0", "1.1.0") + NOTICE);
    second = write("second.yaml", CONTRACT.formatted("2.0.0", "string", "open") + CHANGELOG);
  }

  @Test
  void refusesABreakWithoutNoticeAndGuide() {
    assertThat(Invocation.of("diff", first, second, "--on", "2024-06-01"))
        .isEqualTo(
            new Invocation(
                5,
                """
                sales.orders 1.0.0 → 2.0.0: breaking, refused
                verdict: major
                smallest version: 2.0.0
                table: a new one, v2, beside the old
                old major: current

                Problems
                  ✗ version 2.0.0 breaks consumers, and the end of version 1.0.0 was not announced
                        fix: release a minor version of the old major with deprecation: {announced_on: 2024-06-01, sunset_on:
                        2024-07-01}
                  ✗ version 2.0.0 breaks consumers, and there is no migration guide
                        fix: write how to move to 2.0.0, name every field that is gone or has another type, and name the file
                        as deprecation.migration_guide of the old contract

                Changes: 1 major, 1 prove
                ┌────────────────────┬───────────────────────┬──────────────┬────────┬───────────┬─────────────┬─────────┬─────────┐
                │ change             │ where                 │ old          │ new    │ consumers │ stored rows │ table   │ verdict │
                ├────────────────────┼───────────────────────┼──────────────┼────────┼───────────┼─────────────┼─────────┼─────────┤
                │ TYPE_CHANGED       │ order_id              │ integer      │ string │ break     │ break       │ rewrite │ major   │
                │ ENUM_VALUE_REMOVED │ status rule status_in │ [open, paid] │ [open] │ fine      │ break       │ alter   │ prove   │
                └────────────────────┴───────────────────────┴──────────────┴────────┴───────────┴─────────────┴─────────┴─────────┘
                """,
                ""));
  }

  @Test
  void acceptsABreakWithNoticeAndGuideBesideTheContract() throws IOException {
    write("to-2.md", "`order_id` is text now.");
    write("jobs/revenue/data_product.yaml", CONSUMER.formatted("^1"));

    assertThat(
            Invocation.of(
                "diff",
                announced,
                second,
                "--on",
                "2024-06-01",
                "--consumers",
                folder.resolve("jobs").toString()))
        .isEqualTo(
            new Invocation(
                0,
                """
                sales.orders 1.1.0 → 2.0.0: breaking, accepted
                verdict: major
                smallest version: 2.0.0
                table: a new one, v2, beside the old
                old major: deprecated until 2024-06-15

                Problems
                  ! finance.revenue 1.0.0 (input orders) accepts ^1 and stays with the old major
                        fix: move it to 2.0.0 before 2024-06-15 and look at order_id

                Changes: 1 major, 1 prove
                ┌────────────────────┬───────────────────────┬──────────────┬────────┬───────────┬─────────────┬─────────┬─────────┐
                │ change             │ where                 │ old          │ new    │ consumers │ stored rows │ table   │ verdict │
                ├────────────────────┼───────────────────────┼──────────────┼────────┼───────────┼─────────────┼─────────┼─────────┤
                │ TYPE_CHANGED       │ order_id              │ integer      │ string │ break     │ break       │ rewrite │ major   │
                │ ENUM_VALUE_REMOVED │ status rule status_in │ [open, paid] │ [open] │ fine      │ break       │ alter   │ prove   │
                └────────────────────┴───────────────────────┴──────────────┴────────┴───────────┴─────────────┴─────────┴─────────┘

                Consumers
                ┌───────────────────────┬──────────────┬─────────┬─────────────┬────────────┐
                │ consumer              │ reads it in  │ accepts │ columns hit │ outcome    │
                ├───────────────────────┼──────────────┼─────────┼─────────────┼────────────┤
                │ finance.revenue 1.0.0 │ input orders │ ^1      │ order_id    │ to migrate │
                └───────────────────────┴──────────────┴─────────┴─────────────┴────────────┘
                """,
                ""));
  }

  @Test
  void printsMarkdownForAReview() throws IOException {
    String third =
        write(
            "third.yaml",
            CONTRACT.formatted("1.1.0", "integer", "open, paid")
                + "    - {name: 'a|b', type: 'array<string>'}\n");

    assertThat(Invocation.of("diff", first, third, "--on", "2024-06-01", "--markdown"))
        .isEqualTo(
            new Invocation(
                0,
                """
                ## sales.orders 1.0.0 → 1.1.0: compatible

                - verdict: minor
                - smallest version: 1.1.0
                - table: add column

                ### Problems

                - **warning** the changelog does not tell of version 1.1.0. Fix: add {version: 1.1.0, date: 2024-06-01, changes: \\[...\\], breaking: false}

                ### Changes: 1 minor

                | change | where | old | new | consumers | stored rows | table | verdict |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                | FIELD_ADDED_OPTIONAL | a\\|b | - | array\\<string\\> | fine | fine | add column | minor |

                ### Changelog

                ```yaml
                changelog:
                  - version: 1.1.0
                    date: "2024-06-01"
                    changes:
                      - "a|b: nullable field added (array<string>)"
                    breaking: false
                ```
                """,
                ""));
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    String guide = write("elsewhere.md", "order_id");
    String consumer = write("revenue.yaml", CONSUMER.formatted("'*'").replace("@'*'", "@*"));

    assertThat(
            Invocation.of(
                "diff",
                announced,
                second,
                "--json",
                "--on",
                "2024-06-01",
                "--guide",
                guide,
                "--consumers",
                consumer))
        .isEqualTo(
            new Invocation(
                5,
                """
                {
                  "exit_code" : 5,
                  "accepted" : false,
                  "product" : "sales.orders",
                  "old_version" : "1.1.0",
                  "new_version" : "2.0.0",
                  "verdict" : "major",
                  "smallest_version" : "2.0.0",
                  "table_work" : "new_table",
                  "old_major" : "deprecated until 2024-06-15",
                  "findings" : [ {
                    "code" : "CONSUMER_BROKEN",
                    "level" : "error",
                    "problem" : "finance.revenue 1.0.0 (input orders) accepts 2.0.0 and breaks in order_id: order_id: type changed, from integer to string",
                    "fix" : "move finance.revenue before the release, or narrow what it accepts"
                  } ],
                  "changes" : [ {
                    "rule" : "TYPE_CHANGED",
                    "path" : "schema.fields.order_id.type",
                    "field" : "order_id",
                    "old" : "integer",
                    "new" : "string",
                    "consumers" : "breaking",
                    "stored_rows" : "breaking",
                    "verdict" : "major",
                    "table_work" : "rewrite",
                    "sentence" : "order_id: type changed, from integer to string",
                    "note" : null
                  }, {
                    "rule" : "ENUM_VALUE_REMOVED",
                    "path" : "schema.fields.status.constraints.status_in.in",
                    "field" : "status",
                    "old" : "[open, paid]",
                    "new" : "[open]",
                    "consumers" : "none",
                    "stored_rows" : "breaking",
                    "verdict" : "prove",
                    "table_work" : "alter",
                    "sentence" : "status: value removed from the list, from [open, paid] to [open]",
                    "note" : null
                  } ],
                  "proof" : null,
                  "consumers" : [ {
                    "product" : "finance.revenue",
                    "version" : "1.0.0",
                    "place" : "input orders",
                    "accepts" : "*",
                    "outcome" : "broken",
                    "columns" : [ "order_id" ],
                    "changes" : [ "TYPE_CHANGED schema.fields.order_id.type" ]
                  } ],
                  "changelog_entry" : {
                    "version" : "2.0.0",
                    "date" : "2024-06-01",
                    "breaking" : true,
                    "changes" : [ "order_id: type changed, from integer to string", "status: value removed from the list, from [open, paid] to [open]" ]
                  }
                }
                """,
                ""));
  }

  @Test
  void saysThatNothingChanged() {
    assertThat(Invocation.of("diff", first, first))
        .isEqualTo(
            new Invocation(
                0, "sales.orders 1.0.0 → 1.0.0: nothing changed in what it promises\n", ""));
  }

  @Test
  void tellsEveryInvalidContractAtOnce() throws IOException {
    String faulty = write("faulty.yaml", CONTRACT.formatted("1", "integer", "open"));
    String other = write("other.yaml", CONTRACT.formatted("2.0.0", "number", "open"));

    Invocation invocation = Invocation.of("diff", faulty, other);

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err())
        .contains(faulty + ":2:10: invalid version '1'")
        .contains(other + ":9:30: invalid type 'number'");
  }

  @Test
  void refusesProductsThatAreNotTheSame() throws IOException {
    String other = write("other.yaml", CONSUMER.formatted("^1"));

    assertThat(Invocation.of("diff", first, other))
        .isEqualTo(
            new Invocation(
                5,
                """
                not compared, refused

                Problems
                  ✗ the contracts are of different products, sales.orders and finance.revenue
                        fix: compare two versions of one product; a product with another name or domain is a new one
                """,
                ""));
  }

  @Test
  void holdsATransitiveModeAgainstTheLiveVersions() throws IOException {
    String small = write("small.yaml", CONTRACT.formatted("1.0.0", "byte", "open"));
    String wide = write("wide.yaml", CONTRACT.formatted("1.1.0", "short", "open"));
    String next =
        write(
            "next.yaml",
            CONTRACT.formatted("1.2.0", "short", "open") + "    - {name: note, type: string}\n");

    assertThat(Invocation.of("diff", wide, next, "--mode", "full").exitCode()).isZero();
    assertThat(
            Invocation.of("diff", wide, next, "--mode", "full-transitive", "--live", small)
                .exitCode())
        .isEqualTo(5);
    assertThat(Invocation.of("diff", wide, next, "--mode", "FULL_TRANSITIVE"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot check --mode FULL_TRANSITIVE: no other live version is named
                    fix: name the versions that are still read with --live, or use a mode without _TRANSITIVE
                """));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(Invocation.of("diff", first, second, "--guide", "nowhere.md"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot find the migration guide nowhere.md
                    fix: correct the path after --guide
                """));
    assertThat(Invocation.of("diff", first, second, "--json", "--markdown").exitCode())
        .isEqualTo(2);
    assertThat(Invocation.of("diff", first, second, "--mode", "half").err())
        .startsWith(
            "Invalid value for option '--mode': 'half' is no mode, such as BACKWARD, FORWARD or"
                + " FULL\n");
  }

  private String write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }
}
