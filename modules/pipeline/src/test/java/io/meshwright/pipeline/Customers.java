package io.meshwright.pipeline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The product {@code crm.customers} in two majors: the first has ids in clear, the second as tokens
 * or encrypted. One customer who is to be erased is in both, and in quarantine.
 */
final class Customers {

  static final String NAME = "customers";

  /** What every value about the last customer contains, who is to be erased. */
  static final String ERASED = "planted-5";

  static final String ERASED_ID = "planted-5-id";

  /** What every value about another customer contains. */
  static final String KEPT = "planted-3";

  /** Customers; of the last there is a second row, without a proper address. */
  static final int COUNT = 6;

  private final Workspace workspace;

  private Customers(Workspace workspace) {
    this.workspace = workspace;
  }

  static Customers in(Path folder) {
    return new Customers(new Workspace(folder, "gate"));
  }

  /** Both majors, and a row that each of them has set aside. */
  static Customers published(Path folder) {
    Customers customers = in(folder);
    customers
        .workspace
        .write("products/customers/transform.sql", "SELECT * FROM customers")
        .input(
            NAME,
            """
            SELECT concat('planted-', least(id, %1$d), '-id') AS id,
              concat('mail-planted-', least(id, %1$d), if(id > %1$d, '', '@example.org')) AS email,
              concat('note-planted-', least(id, %1$d)) AS note
            FROM range(0, %2$d)"""
                .formatted(COUNT - 1, COUNT + 1));
    customers.contract(1, "", "subject_key: id");
    customers.workspace.run(NAME).orElseThrow();
    customers.contract(2, "encrypt", "subject_key: id");
    customers.workspace.later(60).run(NAME).orElseThrow();
    return customers;
  }

  Workspace workspace() {
    return workspace;
  }

  /** The contract of a major, with {@code protect} of the id. */
  void contract(int major, String protect, String subjectKey) {
    workspace.write(
        "products/customers/data_product.yaml",
        """
        name: customers
        domain: crm
        version: %d.0.0
        owner: {team: crm}
        purpose: tests
        %s
        schema:
          type: delta
          location: s3://lake/published/customers/
          fields:
            - {name: id, type: string, is_pii: true%s}
            - name: email
              type: string
              is_pii: true
              protect: encrypt
              constraints:
                - {pattern: ".+@.+", tolerance: 50%%}
            - {name: note, type: string}
        inputs:
          - {name: customers, format: parquet, path: s3://lake/raw/customers}
        transform: {sql: transform.sql}
        """
            .formatted(major, subjectKey, protect.isEmpty() ? "" : ", protect: " + protect));
  }

  /**
   * Files that hold a text, of everything the mesh has written but reports of runs, which show
   * notes and which certificates name as not covered; inputs are somebody else's.
   */
  List<Path> filesOf(String text) {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(workspace.path("lake/published"), workspace.path("mesh"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          boolean isReport = file.startsWith(workspace.path("mesh/_mesh/runs"));
          if (!isReport && Files.readString(file, ISO_8859_1).contains(text)) {
            found.add(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  /** Every Parquet file's rows as text, also of files that no version of a table has any more. */
  List<String> decoded() {
    List<String> rows = new ArrayList<>();
    for (Path root : List.of(workspace.path("lake/published"), workspace.path("mesh"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
          Dataset<Row> file1 = workspace.spark().read().parquet(file.toString());
          file1
              .selectExpr("to_json(struct(*))")
              .collectAsList()
              .forEach(row -> rows.add(row.getString(0) + decodedBinaries(row.getString(0))));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  private static String decodedBinaries(String json) {
    StringBuilder text = new StringBuilder();
    for (String part : json.split("\"", -1)) {
      if (part.length() > 20 && part.matches("[A-Za-z0-9+/]+=*") && part.length() % 4 == 0) {
        text.append(new String(Base64.getDecoder().decode(part), ISO_8859_1));
      }
    }
    return text.toString();
  }

  /** The notes of a major's rows, sorted. */
  List<String> ids(int major) {
    return read(major).select("note").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  Dataset<Row> read(int major) {
    return workspace
        .spark()
        .read()
        .format("delta")
        .load(workspace.path("lake/published/customers/v" + major).toString());
  }

  Map<String, String> properties(int major) {
    return io.delta.tables.DeltaTable.forPath(
            workspace.spark(), workspace.path("lake/published/customers/v" + major).toString())
        .detail()
        .select("properties")
        .head()
        .getJavaMap(0);
  }
}
