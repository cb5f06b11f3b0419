package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.documents.OwnersPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsCommandTest {

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales}
      schema:
        type: delta
        location: /data/orders
        fields: [{name: id, type: string, is_primary_key: true}]
      """;

  private static final String RUN =
      """
      {"product": "sales.%s", "run_id": "%s", "contract": {"version": "1.0.0"},
       "logical_date": "2024-01-14", "started_at": "2024-01-15T02:00:00Z", "outcome": "published",
       "rows": {"published": 3, "quarantined": 0},
       "rules": [{"name": "primary_key", "actual": "0 of 3 rows break it", "verdict": "passed"}]}
      """;

  @TempDir private Path folder;

  private Path contract;

  @BeforeEach
  void writeContract() throws IOException {
    contract = Files.writeString(folder.resolve("data_product.yaml"), CONTRACT);
  }

  @Test
  void writesThePagesBesideTheContractAndThenNoMore() {
    assertThat(Invocation.of("docs", contract.toString()))
        .isEqualTo(
            new Invocation(
                0,
                """
                %1$s/README.md
                %1$s/SCHEMA.md
                %1$s/SLA.md
                %1$s/CHANGELOG.md
                4 pages written, 0 up to date
                """
                    .formatted(folder),
                ""));
    assertThat(Invocation.of("docs", contract.toString()))
        .isEqualTo(new Invocation(0, "0 pages written, 4 up to date\n", ""));
  }

  @Test
  void keepsTheOwnersPart() throws IOException {
    Invocation.of("docs", contract.toString());
    Path page = folder.resolve("README.md");
    String mine = OwnersPart.BEGIN + "\n\nAsk *us*.  \n";
    Files.writeString(page, Files.readString(page).replace(OwnersPart.BEGIN + "\n\n", mine));
    Files.writeString(contract, CONTRACT.replace("1.0.0", "1.1.0"));

    Invocation.of("docs", contract.toString());

    assertThat(page).content().contains("| Version | 1.1.0 |").contains(mine + OwnersPart.END);
  }

  @Test
  void checksWithoutWriting() throws IOException {
    Invocation.of("docs", contract.toString());
    Files.writeString(contract, CONTRACT + "description: New\n");

    assertThat(Invocation.of("docs", "--check", contract.toString()))
        .isEqualTo(
            new Invocation(
                5,
                folder + "/README.md\n1 page out of date, 3 up to date\n",
                "    fix: run 'mesh docs' without --check, and commit the pages\n"));
    assertThat(folder.resolve("README.md")).content().doesNotContain("New");
  }

  @Test
  void refusesToReplaceAPageOfAnothersMaking() throws IOException {
    Path page = Files.writeString(folder.resolve("README.md"), "# By hand\n");

    Invocation invocation = Invocation.of("docs", contract.toString());

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.err())
        .contains(page + ":1: the page has no part that is marked as the owner's");
    assertThat(page).hasContent("# By hand\n");
    assertThat(folder.resolve("SLA.md")).doesNotExist();
  }

  @Test
  void tellsWhatTheRunsOfThisProductMeasured() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("runs"));
    Files.writeString(runs.resolve("a.json"), RUN.formatted("orders", "0123"));
    Files.writeString(runs.resolve("b.json"), RUN.formatted("customers", "4567"));
    Path site = folder.resolve("site");

    Invocation invocation =
        Invocation.of(
            "docs",
            contract.toString(),
            "-o",
            site.toString(),
            "--runs",
            runs.toString(),
            "--json");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out()).contains("\"file\" : \"%s/SLA.md\"".formatted(site));
    assertThat(site.resolve("SLA.md"))
        .content()
        .contains("Measured in one run, for 2024-01-14.")
        .contains("| passed: 0 of 3 rows break it, for 2024-01-14 | 1 of 1 |")
        .contains("| 2024-01-14 | `0123` | 1.0.0 | published | 3 | 0 |")
        .doesNotContain("4567");
  }

  @Test
  void refusesAFileThatIsNoReport() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("runs"));
    Path file = Files.writeString(runs.resolve("a.json"), "{}");

    assertThat(Invocation.of("docs", contract.toString(), "--runs", runs.toString()))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot read %s as a run report: it lacks one of product, run_id, contract, \
                logical_date, started_at, outcome, rows, rules
                    fix: move the file, or name another folder after --runs
                """
                    .formatted(file)));
  }
}
