package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.meshwright.contract.ExitCode;
import io.meshwright.protection.Protection;
import io.meshwright.sparktesting.SparkTrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields with {@code protect}: what is stored, judged, set aside and found out. */
class ProtectedRunTest {

  private static final int PLANTED = 1_000;
  private static final String LEAK = "planted";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void judgesPlainValuesAndPublishesProtectedOnes(String publisher) {
    Workspace workspace = people(publisher, 3, "''", "full");

    RunReport report = workspace.run("people");

    assertThat(report.problems()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.PUBLISHED);
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(3, 2, 1));
    assertThat(report.rules())
        .extracting(result -> result.rule().name() + " " + result.verdict())
        .containsExactly(
            "primary_key passed",
            "email_not_null passed",
            "email_pattern tolerated",
            "phone_unique passed",
            "one_name_each passed",
            "different_phones passed");
    assertThat(workspace.published("people").schema().toDDL())
        .isEqualTo("id STRING NOT NULL,email BINARY,phone STRING,name STRING,note STRING");
    assertThat(published(workspace).select("email", "name").orderBy("email").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[planted1@example.org,p***1]", "[planted2@example.org,p***2]");
    assertThat(
            TableState.of(DeltaTable.forPath(workspace.spark(), report.table().location()))
                .properties())
        .containsEntry("parquet.enable.dictionary#email", "false")
        .doesNotContainKey("parquet.enable.dictionary#phone");
    assertThat(workspace.run("people").outcome()).isEqualTo(Outcome.ALREADY_PUBLISHED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void publishesNothingWhenAProtectedKeyIsShared(String publisher) {
    Workspace workspace = people(publisher, 3, "''", "full");
    workspace.write(
        "products/people/transform.sql",
        "SELECT id, email, '5550001' AS phone, name, born, note FROM people");

    RunReport report = workspace.run("people");

    assertThat(report.outcome()).isEqualTo(Outcome.REJECTED);
    assertThat(report.rules())
        .filteredOn(result -> result.rule().name().equals("phone_unique"))
        .extracting(result -> result.actual())
        .containsExactly("2 of 2 rows break it (100%)");
    assertThat(workspace.tableFiles("people")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void mergesByTokens(String publisher) {
    Workspace workspace = people(publisher, 3, "''", "merge, keys: [phone]");
    workspace.run("people").orElseThrow();
    people(workspace.later(60), 3, "'changed'");

    RunReport report = workspace.run("people");

    assertThat(report.problems()).isEmpty();
    assertThat(workspace.published("people").select("note").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("changed", "changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gate", "checkpoint"})
  void provesThatNoPlainValueIsPublished(String publisher) {
    Workspace workspace = people(publisher, 20, "email", "full");

    RunReport copied = workspace.run("people");
    Workspace clean = people(workspace.later(60), 20, "''");
    RunReport unprotected =
        clean
            .pipeline("people")
            .protecting(protection -> protection.writing(ProtectedRunTest::switchedOff))
            .run(clean.spark(), RunRequest.of(Workspace.DAY));

    assertThat(copied.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(copied.problems())
        .extracting(Problem::problem)
        .contains(
            "crm.people: a protected value was about to be published in clear, in column 'note'")
        .noneMatch(problem -> problem.contains(LEAK));
    assertThat(unprotected.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(unprotected.problems())
        .extracting(Problem::problem)
        .contains(
            "crm.people: a protected value was about to be published in clear, in column 'email'");
    assertThat(workspace.tableFiles("people")).isEmpty();
    assertThat(workspace.path("mesh/_mesh/staging/crm.people"))
        .satisfiesAnyOf(
            staging -> assertThat(staging).doesNotExist(),
            staging -> assertThat(staging).isEmptyDirectory());
  }

  @Test
  void refusesToCompareEncryptedValuesWithTheRowsThatAreThere() {
    Workspace workspace = people("gate", 3, "''", "full");
    String contract =
        contract("scd2, keys: [id], effective_at: since")
            .replace(
                "    - {name: note, type: string}",
                String.join(
                    "\n    - ",
                    "    - {name: note, type: string}",
                    "{name: since, type: date}",
                    "{name: valid_from, type: timestamp}",
                    "{name: valid_to, type: timestamp}",
                    "{name: is_current, type: boolean}"));
    workspace
        .write("products/people/data_product.yaml", contract)
        .write("products/people/transform.sql", "SELECT *, DATE'2024-01-01' AS since FROM people");

    RunReport report = workspace.run("people");

    assertThat(report.problems())
        .extracting(Problem::toString)
        .containsExactly(
            """
            Cannot keep the history of crm.people: scd2 compares rows with those that are there, \
            and no two encrypted values are equal (email)
                fix: protect the field with tokenize, or write with another mode""");
  }

  @Test
  void setsRowsAsideEncryptedAndPutsThemBack() {
    Workspace workspace = people("gate", 3, "''", "append");
    workspace.run("people").orElseThrow();
    SparkSession spark = workspace.spark();

    Quarantine.Entry entry =
        workspace.pipeline("people").quarantine(spark).show(QuarantineSelection.ALL, 10).get(0);
    RunReport report =
        workspace.later(60).requeue("people", "email = concat(email, '@example.org')");

    assertThat(entry.row())
        .isEqualTo(
            "{\"id\":\"0\",\"email\":\"***\",\"phone\":\"***\",\"name\":\"***\",\"born\":\"***\",\"note\":\"\"}");
    assertThat(report.problems()).isEmpty();
    assertThat(published(workspace).where("id = '0'").select("email").head().getString(0))
        .isEqualTo("planted0@example.org");
  }

  @Test
  void leavesNoPlainValueAnywhere() throws Exception {
    Workspace workspace = people("gate", PLANTED, "''", "full");
    RunReport report;
    String trail;
    try (SparkTrail listening = new SparkTrail(workspace.spark(), folder.resolve("events"))) {
      report = workspace.run("people");
      trail = listening.read();
    }

    assertThat(report.rows()).isEqualTo(new RunReport.Rows(PLANTED, PLANTED - 1, 1));
    List<String> places = new ArrayList<>();
    for (Path root : List.of(folder.resolve("lake/published"), folder.resolve("mesh"))) {
      places.addAll(filesWithPlainValues(root));
    }
    assertThat(places).isEmpty();
    assertThat(decoded(workspace.published("people"))).noneMatch(row -> row.contains(LEAK));
    assertThat(decoded(workspace.quarantined("people"))).noneMatch(row -> row.contains(LEAK));
    assertThat(trail)
        .contains("SparkListenerSQLExecutionStart", " run " + report.identity().runId() + " ")
        .doesNotContain(LEAK);
    assertThat(RunReportJson.write(report)).doesNotContain(LEAK);
  }

  /** Every value as text, binary ones byte by byte. */
  private static List<String> decoded(Dataset<Row> rows) {
    return rows.selectExpr("to_json(struct(*))").collectAsList().stream()
        .map(row -> row.getString(0))
        .flatMap(json -> Stream.of(json, decodedBinaries(json)))
        .toList();
  }

  private static String decodedBinaries(String json) {
    StringBuilder text = new StringBuilder();
    for (String part : json.split("\"", -1)) {
      if (part.length() > 20 && part.matches("[A-Za-z0-9+/]+=*") && part.length() % 4 == 0) {
        text.append(new String(java.util.Base64.getDecoder().decode(part), ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static List<String> filesWithPlainValues(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(ProtectedRunTest::holdsPlainValue)
          .map(Path::toString)
          .toList();
    }
  }

  private static boolean holdsPlainValue(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(LEAK);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The columns of the published table, with values in clear. */
  private static Dataset<Row> switchedOff(Dataset<Row> rows) {
    return rows.withColumn("email", col("email").cast("binary")).drop("born");
  }

  private static Dataset<Row> published(Workspace workspace) {
    return Protection.of(workspace.pipeline("people").contract(), workspace.environment().keys())
        .reveal(workspace.published("people"));
  }

  private Workspace people(String publisher, int rows, String note, String mode) {
    Workspace workspace =
        new Workspace(folder, publisher)
            .write("products/people/transform.sql", "SELECT * FROM people")
            .write("products/people/data_product.yaml", contract(mode));
    return people(workspace, rows, note);
  }

  /** People, the first of them without a proper address. */
  private static Workspace people(Workspace workspace, int rows, String note) {
    return workspace.input(
        "people",
        """
        SELECT *, %s AS note FROM (
          SELECT CAST(id AS STRING) AS id,
            concat('planted', id, if(id = 0, '', '@example.org')) AS email,
            concat('planted-phone-', id) AS phone,
            concat('planted-name-', id) AS name,
            concat('planted-born-', id) AS born
          FROM range(0, %d))"""
            .formatted(note, rows));
  }

  private static String contract(String mode) {
    return """
        name: people
        domain: crm
        version: 1.0.0
        owner: {team: crm}
        purpose: tests
        subject_key: id
        schema:
          type: delta
          location: s3://lake/published/people/
          fields:
            - {name: id, type: string, is_primary_key: true}
            - name: email
              type: string
              is_pii: true
              protect: encrypt
              constraints:
                - not_null: true
                - {pattern: ".+@.+", tolerance: 50%%}
            - {name: phone, type: string, is_pii: true, protect: tokenize, constraints: [{unique: true}]}
            - {name: name, type: string, is_pii: true, protect: mask}
            - {name: born, type: string, is_pii: true, protect: drop}
            - {name: note, type: string}
        sla:
          quality_checks:
            - name: one_name_each
              query: SELECT count(*) - count(DISTINCT name) FROM self
              threshold: 0
            - name: different_phones
              query: SELECT count(*) FROM self s JOIN people p ON s.id = p.id WHERE s.phone <> p.phone
              threshold: 0
        inputs:
          - {name: people, format: parquet, path: s3://lake/raw/people}
        transform: {sql: transform.sql}
        write: {mode: %s}
        """
        .formatted(mode);
  }
}
