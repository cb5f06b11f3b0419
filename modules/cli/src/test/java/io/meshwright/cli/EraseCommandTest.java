package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.sparktesting.SparkExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a product knows about a person, and that it forgets it. */
@ExtendWith(SparkExtension.class)
class EraseCommandTest {

  @TempDir Path folder;

  @Test
  @SuppressWarnings("UnusedVariable") // The commands find the session that runs already.
  void disclosesAPersonAndErasesThem(SparkSession spark) throws IOException {
    product("subject_key: id");
    assertThat(mesh("run").exitCode()).isZero();

    Invocation disclosed = mesh("disclose", "--subject", "7");
    Path file = folder.resolve("person.json");
    Invocation written = mesh("disclose", "--subject", "7", "--out", file.toString());
    Invocation shown = mesh("erase", "--subject", "7");
    Invocation erased = meshReading("7\n", "erase", "--subject", "-", "--apply");
    JsonNode emptied =
        Json.read(mesh("erase", "--subject", "7", "--apply", "--empty-trash", "--json").out());
    Invocation nobody = mesh("erase", "--subject", "12", "--apply");

    assertThat(disclosed.out())
        .isEqualTo(
            """
            shop.people: 1 row

            published %s
            ┌───────┬───────────────┐
            │ field │ value         │
            ├───────┼───────────────┤
            │ id    │ 7             │
            │ email │ a@example.org │
            └───────┴───────────────┘
            """
                .formatted(table()));
    assertThat(written.out()).isEqualTo("shop.people: 1 row written to %s\n".formatted(file));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JsonNode row = Json.read(Files.readString(file)).path("rows").path(0);
    assertThat(row.path("row").toString()).isEqualTo("{\"id\":7,\"email\":\"a@example.org\"}");
    String subject = row.path("subject").asText();
    assertThat(subject).matches("[0-9a-f]{64}");
    String pseudonym = subject.substring(0, 16);
    assertThat(shown.out())
        .isEqualTo(
            """
            shop.people, subject %s: 1 row
              published %s: 1 row
            Nothing was changed; --apply deletes them.
            """
                .formatted(pseudonym, table()));
    assertThat(erased.out())
        .matches(
            """
            shop\\.people, subject %s: 1 row deleted; the same again after the trash period deletes \
            the files too
              published %s: 1 row deleted in version \\d, time travel reads older versions until .+Z
              certificate %s/mesh/_mesh/erasures/%s-shop\\.people\\.json
            """
                .formatted(pseudonym, table(), folder, pseudonym));
    assertThat(emptied.path("certificates").path(0).path("state").asText()).isEqualTo("erased");
    assertThat(nobody.out()).contains(": found nowhere, nothing was deleted\n");
    assertThat(mesh("disclose", "--subject", "7").out()).isEqualTo("shop.people: found nowhere\n");
    assertThat(Files.readString(folder.resolve("mesh/_mesh/audit.jsonl")))
        .contains("\"erased\"", "\"read\"", subject)
        .doesNotContain("a@example.org");
  }

  @Test
  void refusesWhatItCannotDo() throws IOException {
    product("subject_key: id");

    assertThat(mesh("erase", "--subject", "seven").err())
        .endsWith(
            """
            A given subject is no integer, which id is
                fix: give the value as shop.people has it
            """);
    assertThat(mesh("erase", "--subject", "seven").exitCode()).isEqualTo(2);
    assertThat(mesh("erase", "--subject", "7", "--empty-trash"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Cannot empty the trash without deleting
                    fix: give --apply too, or leave --empty-trash out
                """));
    assertThat(meshReading("", "erase", "--subject", "-"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                No person is named
                    fix: give --subject VALUE, or --subject - and a value a line
                """));
    product("");
    Invocation silent = mesh("disclose", "--subject", "7");
    assertThat(silent.exitCode()).isEqualTo(3);
    assertThat(silent.err())
        .endsWith(
            """
            shop.people does not say which person a row is about
                fix: add subject_key: FIELD to its contract
            """);
  }

  private String table() {
    return folder.resolve("lake/people/v1").toString();
  }

  private Invocation meshReading(String input, String command, String... options) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      return mesh(command, options);
    } finally {
      System.setIn(before);
    }
  }

  private Invocation mesh(String command, String... options) {
    return new SmallMesh(folder).run(command, "people", options);
  }

  private void product(String subjectKey) throws IOException {
    SmallMesh mesh = new SmallMesh(folder);
    mesh.write(
        "people/data_product.yaml",
        """
        name: people
        version: 1.0.0
        domain: shop
        owner: {team: shop}
        purpose: tests
        %s
        inputs: [{name: people, format: csv, path: s3://lake/raw, options: {header: "true"}, schema: {id: integer, email: string}}]
        transform: {sql: transform.sql}
        schema: {type: delta, location: s3://lake/people/, fields: [
          {name: id, type: integer, is_pii: true},
          {name: email, type: string, is_pii: true, protect: encrypt}]}
        """
            .formatted(subjectKey));
    mesh.write("people/transform.sql", "SELECT id, email FROM people");
    mesh.write("lake/raw/a.csv", "id,email\n7,a@example.org\n8,b@example.org\n");
  }
}
