package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Input;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.sparktesting.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class ProfileCommandTest {

  private static final String HOSTILE =
      """
      SELECT id,
             concat('ORD-', lpad(id, 6, '0')) AS `order.no`,
             CAST(NULL AS string) AS nothing,
             'same' AS `one value`,
             CAST(id AS decimal(38,0)) * 1000000000000000000000000000000BD + 7 AS wide,
             CAST(id / 4 AS decimal(12,2)) AS amount,
             CAST(id % 9 * 0.00001BD AS decimal(5,5)) AS tiny,
             IF(id % 7 = 0, double('NaN'), id / 3D) AS ratio,
             timestamp_micros(id * 86400000001) AS at,
             date_add(DATE'1600-01-01', CAST(id AS int)) AS day,
             id % 2 = 0 AS even,
             IF(id % 3 = 0, '', 'text') AS maybe,
             IF(id % 4 = 0, NULL, id) AS gaps,
             concat('user', id, '@example.com') AS mail,
             lpad(id, 5, '0') AS zeros,
             element_at(array('a\\\\b', "it's", 'No', '# x: y', '🦆'), CAST(id % 5 + 1 AS int)) AS odd
             MORE
      FROM range(40)
      """;

  private static final String NESTED =
      ", named_struct('a b', id, 'list', array(named_struct('x', id / 2BD))) AS nested";

  private static final String BINARY =
      ", timestamp_ntz'2024-01-14 02:00:00' AS local, X'00ff' AS bytes, map('k', id) AS pairs";

  @TempDir Path folder;

  /** The command uses the session that runs. */
  @BeforeAll
  static void startSpark() {
    SparkExtension.session();
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void runsWhatItProposes(String format, SparkSession spark) {
    String more = Map.of("csv", "", "json", NESTED, "parquet", NESTED + BINARY).get(format);
    Dataset<Row> rows = spark.sql(HOSTILE.replace("MORE", more));
    rows.write().format(format).option("header", true).save(path("raw"));

    Invocation profile = mesh("profile", path("raw"), "--format", format, "--to", path("p"));
    Invocation run = mesh("run", path("p"), "--date", "2024-01-14");

    assertThat(profile).extracting(Invocation::exitCode).as(profile.err()).isEqualTo(0);
    assertThat(run).extracting(Invocation::exitCode).as(run.out()).isEqualTo(0);
    assertThat(run.out())
        .contains("published as version 1")
        .contains("40 transformed = 40 published + 0 quarantined");
    assertThat(mesh("profile", path("p"), "--columns", "id").out())
        .contains("40 rows, 1 column, product");
  }

  @Test
  void showsColumnsAndRulesButNothingPersonal() {
    write("people/a.csv", "id,email,town\n1,ada@example.com,Ulm\n2,bo@example.com,Ulm\n");

    Invocation invocation = mesh("profile", path("people"));

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out())
        .isEqualTo(
            """
            %s: 2 rows, 3 columns, csv

            id  long  100%% filled, 2 distinct
              1 to 2, mean 1.5, standard deviation 0.5
              █                  █

            email  string  100%% filled, 2 distinct
              values are not shown: taken for personal data by its name
              14 to 15 characters

            town  string  100%% filled, 1 distinct
              3 characters
              Ulm  ████████████████████ 100%%

            Proposed, and true of every row above

            schema:
              fields:
                # 2 distinct; every value is a whole number
                - name: id
                  type: long
                  is_primary_key: true
                  constraints:
                    # the smallest is 1
                    - min: 0
                # 2 distinct; taken for personal data by its name
                - name: email
                  type: string
                  is_pii: true
                  pii_category: contact
                  constraints:
                    # all 2 rows have a value
                    - not_null
                    # all 2 values differ
                    - unique
                    # all 2 values are written so
                    - format: email
                # 1 distinct
                - name: town
                  type: string
                  constraints:
                    # all 2 rows have a value
                    - not_null
                    # 2 rows have no other value than this
                    - in:
                        - Ulm
            """
                .formatted(path("people")));
  }

  @Test
  void printsAContractThatReadsBack() {
    write("Two Words.2024.tsv", "id\t name\n1\tx\n2\ty\n");

    Invocation invocation =
        mesh("profile", path("Two Words.2024.tsv"), "--contract", "--domain", "shop");

    Contract contract =
        new ContractReader(SqlSyntax.UNCHECKED)
            .parse(Path.of("data_product.yaml"), invocation.out())
            .contract();
    assertThat(contract.name()).hasToString("shop.two_words");
    assertThat(contract.schema().location()).isEqualTo("s3://data-products/shop/two_words/");
    assertThat(contract.production().inputs().get(0).source())
        .isEqualTo(
            new Input.Files(
                Input.FileFormat.CSV,
                path("Two Words.2024.tsv"),
                Map.of("header", "true", "sep", "\t")));
    assertThat(invocation.out())
        .startsWith(
            """
            # Proposed by mesh profile. Every rule holds on the 2 rows looked at.
            # column ' name' becomes 'name': a contract cannot have its name
            """)
        .endsWith(
            """
            # transform.sql, beside this file:
            # SELECT
            #   `id`,
            #   ` name` AS `name`
            # FROM `two_words`
            """);
  }

  @Test
  void countsWhatCannotBeReadAndSaysWhatASampleLeavesOut() {
    write("odd.csv", "id,n\n1,1\n2\n3,3\n4,4\n");

    JsonNode all = Json.read(mesh("profile", path("odd.csv"), "--json").out());
    JsonNode some = Json.read(mesh("profile", path("odd.csv"), "--json", "--sample", "2").out());

    assertThat(all.get("rows").asLong()).isEqualTo(3);
    assertThat(all.get("unreadable_records").asLong()).isEqualTo(1);
    assertThat(all.get("warnings").get(0).asText())
        .isEqualTo("1 record cannot be read: the profile leaves out what a run rejects");
    assertThat(all.get("columns").get(1).get("max").asText()).isEqualTo("4");
    assertThat(all.get("rules").get(0).toString())
        .isEqualTo(
            "{\"rule\":\"id_min\",\"kind\":\"min\",\"expected\":\"id >= 0\","
                + "\"severity\":\"error\",\"reason\":\"the smallest is 1\",\"field\":\"id\"}");
    assertThat(some.get("rows").asLong()).isEqualTo(2);
    assertThat(some.get("unreadable_records").isNull()).isTrue();
    assertThat(some.get("warnings").get(0).asText())
        .isEqualTo("only a sample of 2 rows was looked at; a run looks at every row");
  }

  @Test
  void saysWhyItCannotProfile() {
    write("empty.csv", "id,n\n");
    write("nothing.json", "");
    write("some.data", "x");
    write("a.csv", "id,n\n1,2\n");
    write("p/data_product.yaml", "");

    assertThat(failure(3, path("away.csv")))
        .isEqualTo(
            """
            Cannot profile '%1$s': there is no file at '%1$s'
                fix: check the path and mesh.storage, which maps it; or name a product, by domain.product
            """
                .formatted(path("away.csv")));
    for (String empty : List.of("empty.csv", "nothing.json")) {
      assertThat(failure(6, path(empty)))
          .isEqualTo(
              """
              Cannot profile '%s': it has no rows
                  fix: profile a source with rows in it
              """
                  .formatted(path(empty)));
    }
    assertThat(failure(2, path("some.data")))
        .isEqualTo(
            """
            Cannot profile '%s': its name does not tell its format
                fix: add --format with one of csv, json, parquet, avro, orc, delta
            """
                .formatted(path("some.data")));
    assertThat(failure(2, path("a.csv"), "--columns", "id,m"))
        .isEqualTo(
            """
            Cannot profile column 'm': there is none
                fix: use some of id, n
            """);
    assertThat(failure(2, path("a.csv"), "--sample", "0"))
        .isEqualTo(
            """
            Invalid --sample: Invalid sample '0': expected a number of rows, such as 100000, or a \
            share of them, such as 10%
                fix: see mesh profile --help
            """);
    assertThat(failure(2, path("a.csv"), "--to", path("p")))
        .isEqualTo(
            """
            Cannot write to %s: there is a data_product.yaml
                fix: name another folder, or delete the file
            """
                .formatted(path("p")));
    assertThat(failure(3, path("a.csv"), "--format", "delta"))
        .contains("there is no Delta table at");
    assertThat(failure(5, path("a.csv"), "--format", "avro"))
        .startsWith("Cannot read input 'a': Could not read file");
  }

  /** What is printed after the line that says that Spark has started. */
  private String failure(int exitCode, String... arguments) {
    Invocation invocation =
        mesh(Stream.concat(Stream.of("profile"), Stream.of(arguments)).toArray(String[]::new));
    assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(exitCode);
    return invocation.err().replaceAll("(?m)^[✓✗] .*\\R", "");
  }

  private Invocation mesh(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--conf", "../../conf", "--set", "mesh.root=" + path("mesh")));
    return Invocation.of(all.toArray(String[]::new));
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }

  private void write(String file, String text) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
