package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.protection.Protection;
import io.meshwright.protection.ProtectionException;
import io.meshwright.protection.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products whose persons have keys: what destroying one takes from every version. */
class ShreddedRunTest {

  private static final String PLAIN = "planted";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"gate, ''", "checkpoint, ', protect: tokenize'"})
  void takesOnePersonFromEveryVersionAndNobodyElse(String publisher, String subject) {
    Workspace workspace = people(publisher, subject, "full");
    workspace.run("people").orElseThrow();
    workspace.later(60).write("products/people/transform.sql", "SELECT id, email, age FROM people");
    assertThat(workspace.run("people").rows()).isEqualTo(new RunReport.Rows(5, 5, 0));
    long newest = newest(workspace);
    List<String> everybody =
        List.of(
            "a planted-a1@example.org 71",
            "a planted-a2@example.org null",
            "b planted-b@example.org 72",
            "c planted-c@example.org 73",
            "null planted-nobody@example.org 74");
    assertThat(revealed(workspace, newest)).isEqualTo(everybody);
    assertThat(revealed(workspace, newest - 1)).isEqualTo(everybody);

    ErasureCertificate certificate = erase(workspace, "a");

    assertThat(certificate.state()).isEqualTo(ErasureCertificate.State.ERASED);
    assertThat(certificate.keyDestroyedAt()).contains(Instant.parse("2024-01-15T02:01:00Z"));
    List<String> others =
        List.of(
            "a null null",
            "a null null",
            "b planted-b@example.org 72",
            "c planted-c@example.org 73",
            "null planted-nobody@example.org 74");
    assertThat(revealed(workspace, newest)).isEqualTo(others);
    assertThat(revealed(workspace, newest - 1)).isEqualTo(others);
    assertThat(erase(workspace.later(60), "a")).isEqualTo(certificate);
    assertThat(erase(workspace, "nobody").state()).isEqualTo(ErasureCertificate.State.NOT_FOUND);
    assertThat(filesWithPlainValues(folder.resolve("lake/published"))).isEmpty();
    assertThat(filesWithPlainValues(folder.resolve("mesh"))).isEmpty();
  }

  @Test
  void certifiesAKeyThatWasDestroyedBeforeAKill() {
    Workspace workspace = people("gate", "", "full");
    workspace.run("people").orElseThrow();
    Erasure erasure = erasure(workspace.later(60), "a");
    assertThatThrownBy(
            () ->
                erasure
                    .watched(
                        step -> {
                          if (step == Erasure.Step.KEY_DESTROYED) {
                            throw new Death();
                          }
                        })
                    .apply(Erasure.Files.IN_TRASH))
        .isInstanceOf(Death.class);
    ErasureCertificate started = erasure.findCertificate(erasure.subjects().get(0)).orElseThrow();
    assertThat(started.state()).isEqualTo(ErasureCertificate.State.STARTED);
    assertThat(started.keyDestroyedAt()).isEmpty();

    ErasureCertificate certificate = erase(workspace.later(120), "a");

    assertThat(certificate.state()).isEqualTo(ErasureCertificate.State.ERASED);
    assertThat(certificate.requestedAt()).isEqualTo("2024-01-15T02:01:00Z");
    assertThat(certificate.keyDestroyedAt()).contains(Instant.parse("2024-01-15T02:01:00Z"));
    assertThat(certificate.completedAt()).contains(Instant.parse("2024-01-15T02:03:00Z"));
  }

  @Test
  void givesAPersonWhoComesBackANewKeyAndPublishesOtherSlices() {
    Workspace workspace =
        people("gate", "", "slice")
            .write(
                "products/people/transform.sql", "SELECT *, DATE'2024-01-14' AS day FROM people");
    workspace.run("people").orElseThrow();
    erase(workspace, "a");
    workspace
        .later(86_400)
        .write("products/people/transform.sql", "SELECT *, DATE'2024-01-15' AS day FROM people");

    RunReport report = workspace.run("people", RunRequest.of(Workspace.DAY.plusDays(1)));

    assertThat(report.problems()).isEmpty();
    assertThat(report.rows()).isEqualTo(new RunReport.Rows(5, 5, 0));
    assertThat(
            reveal(workspace, workspace.published("people"))
                .where("id = 'a'")
                .selectExpr("concat_ws(' ', day, coalesce(email, 'null'))")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "2024-01-14 null",
            "2024-01-14 null",
            "2024-01-15 planted-a1@example.org",
            "2024-01-15 planted-a2@example.org");
  }

  @Test
  void deletesAPersonsRowsOfAMajorFromBeforePersonsHadKeys() {
    Workspace workspace = people("gate", "", "full");
    String contract = "products/people/data_product.yaml";
    workspace.write(contract, contract("", "full").replace("erasure: shred\n", ""));
    workspace.run("people").orElseThrow();
    workspace.later(60).write(contract, contract("", "full").replace("1.0.0", "2.0.0"));
    workspace.run("people").orElseThrow();

    ErasureCertificate certificate = erase(workspace, "a");

    assertThat(certificate.rows()).isEqualTo(2);
    assertThat(
            workspace
                .spark()
                .read()
                .format("delta")
                .load(workspace.path("lake/published/people/v1").toString())
                .select("id")
                .collectAsList())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder("b", "c", null);
    assertThat(revealed(workspace, newest(workspace))).contains("a null null").hasSize(5);
  }

  @Test
  void putsRowsBackFromQuarantineUnderThePersonsKey() {
    Workspace workspace = people("gate", "", "append");
    workspace.write(
        "products/people/transform.sql",
        "SELECT id, IF(id = 'b', 'planted', email) AS email, age FROM people");
    assertThat(workspace.run("people").rows()).isEqualTo(new RunReport.Rows(5, 4, 1));

    RunReport report =
        workspace.later(60).requeue("people", "email = concat(email, '@example.org')");

    assertThat(report.problems()).isEmpty();
    assertThat(revealed(workspace, newest(workspace))).contains("b planted@example.org 72");
    erase(workspace, "b");
    assertThat(revealed(workspace, newest(workspace))).contains("b null null");
  }

  @Test
  void tellsAPersonsLostKeyFromADestroyedOne() throws IOException {
    Workspace workspace = people("gate", "", "full");
    workspace.run("people").orElseThrow();
    try (Stream<Path> shards = Files.list(folder.resolve("mesh/keys/crm.people/subjects"))) {
      for (Path shard : shards.toList()) {
        Files.delete(shard);
      }
    }

    assertThatThrownBy(() -> revealed(workspace, newest(workspace)))
        .rootCause()
        .isInstanceOf(ProtectionException.class)
        .hasMessageMatching(
            "(?s)Cannot reveal crm.people/(email|age): a value in it was encrypted with key id"
                + " [0-9A-F]{8}, which the person its row is about neither has nor had.*");
  }

  @Test
  void revealsNoRowsWithoutThePersonTheyAreAbout() {
    Workspace workspace = people("gate", "", "full");
    workspace.run("people").orElseThrow();

    assertThatThrownBy(() -> reveal(workspace, workspace.published("people").select("email")))
        .hasMessage(
            """
            Cannot reveal rows of crm.people without id: it says whose key their values are \
            encrypted with
                fix: reveal rows with the column, and leave it out afterwards\
            """);
    assertThat(reveal(workspace, workspace.published("people").select("id")).count()).isEqualTo(5);
  }

  @Test
  void asksForThePersonsOfARunOnce() throws Exception {
    Workspace workspace = people("gate", "", "full");
    workspace.run("people").orElseThrow();
    workspace.later(60).write("products/people/transform.sql", "SELECT id, email, age FROM people");
    StartedJobs jobs = StartedJobs.listen(workspace);

    workspace.run("people").orElseThrow();

    // The distinct persons: theirs are put together (1), and fetched (1).
    assertThat(jobs.stop(workspace)).containsEntry("SubjectRows.tokens", 2);
  }

  private static ErasureCertificate erase(Workspace workspace, String person) {
    return erasure(workspace, person).apply(Erasure.Files.IN_TRASH).get(0);
  }

  private static Erasure erasure(Workspace workspace, String person) {
    return Erasure.of(workspace.spark(), workspace.pipeline("people"), List.of(person));
  }

  private long newest(Workspace workspace) {
    return io.delta.tables.DeltaTable.forPath(
            workspace.spark(), workspace.pipeline("people").location())
        .history(1)
        .select("version")
        .head()
        .getLong(0);
  }

  private List<String> revealed(Workspace workspace, long version) {
    Dataset<Row> rows =
        workspace
            .spark()
            .read()
            .format("delta")
            .option("versionAsOf", version)
            .load(workspace.pipeline("people").location());
    return reveal(workspace, rows)
        .selectExpr(
            "concat_ws(' ', coalesce(person, 'null'), coalesce(email, 'null'), coalesce(age,"
                + " 'null'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Rows in clear, with the person as it was before it was a token. */
  private static Dataset<Row> reveal(Workspace workspace, Dataset<Row> rows) {
    Protection protection =
        Protection.of(
            workspace.pipeline("people").contract(),
            workspace.environment().keys(),
            workspace.environment().subjectKeys());
    Contract contract = workspace.pipeline("people").contract();
    List<String> persons = List.of("a", "b", "c");
    List<String> tokens =
        Subjects.of(
                contract,
                contract.schema().findField("id").orElseThrow(),
                workspace.environment().keys(),
                persons)
            .pseudonyms();
    Column name = lit(null).cast("string");
    for (int i = 0; i < persons.size(); i++) {
      name =
          when(col("id").isin(persons.get(i), tokens.get(i)), lit(persons.get(i))).otherwise(name);
    }
    return protection.reveal(rows).withColumn("person", name);
  }

  private static List<String> filesWithPlainValues(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(ShreddedRunTest::holdsPlainValue)
          .map(Path::toString)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsPlainValue(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(PLAIN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Workspace people(String publisher, String subject, String mode) {
    return new Workspace(folder, publisher)
        .write("products/people/transform.sql", "SELECT * FROM people")
        .write("products/people/data_product.yaml", contract(subject, mode))
        .input(
            "people",
            """
            SELECT * FROM VALUES
              ('a', 'planted-a1@example.org', 71),
              ('a', 'planted-a2@example.org', NULL),
              ('b', 'planted-b@example.org', 72),
              ('c', 'planted-c@example.org', 73),
              (NULL, 'planted-nobody@example.org', 74)
            AS people(id, email, age)\
            """);
  }

  private static String contract(String subject, String mode) {
    boolean slices = mode.equals("slice");
    return """
    name: people
    domain: crm
    version: 1.0.0
    owner: {team: crm}
    purpose: tests
    subject_key: id
    erasure: shred
    schema:
      type: delta
      location: s3://lake/published/people/
      %s
      fields:
        - {name: id, type: string, is_pii: true%s}
        - name: email
          type: string
          is_pii: true
          protect: encrypt
          constraints:
            - not_null: true
            - {pattern: ".+@.+", tolerance: 50%%}
        - {name: age, type: integer, is_pii: true, protect: encrypt}
        %s
    sla:
      quality_checks:
        - name: grown_up
          query: SELECT count(*) FROM self WHERE age < 18
          threshold: 0
    inputs:
      - {name: people, format: parquet, path: s3://lake/raw/people}
    transform: {sql: transform.sql}
    write: {mode: %s}
    """
        .formatted(
            slices ? "partitioned_by: [day]" : "",
            subject,
            slices ? "- {name: day, type: date}" : "",
            mode);
  }
}
