package io.meshwright.pipeline;

import io.meshwright.contract.Contract;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.Protection;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The product {@code crm.guests}: encrypted fields under two keys, one of a name that Delta maps,
 * in slices, with a constraint and a generated column.
 */
final class Guests {

  static final String NAME = "guests";

  private Guests() {}

  /** Five guests, two a day and one without, and one set aside; two of them without a phone. */
  static Workspace published(Path folder, String mode) {
    Workspace workspace = workspace(folder, mode);
    workspace.run(NAME).orElseThrow();
    return workspace;
  }

  static Workspace workspace(Path folder, String mode) {
    return new Workspace(folder, "gate")
        .write("products/guests/transform.sql", "SELECT * FROM guests")
        .write("products/guests/data_product.yaml", contract(mode))
        .input(
            NAME,
            """
            SELECT id, CAST(day AS DATE) AS day, mail AS `e mail`, phone, CAST(age AS INT) AS age
            FROM VALUES
              ('1', '2024-01-11', 'a@example.org', '+31 1', 31),
              ('2', '2024-01-11', 'b@example.org', NULL, 32),
              ('3', '2024-01-12', 'c@example.org', '+31 3', 33),
              ('4', '2024-01-12', 'd@example.org', '', 34),
              ('5', NULL, 'e@example.org', '+31 5', 35),
              ('6', '2024-01-12', 'f@example.org', '+31 6', -1)
              AS t(id, day, mail, phone, age)""");
  }

  /** Gives every key of the product a successor. */
  static void rotate(Workspace workspace) {
    KeyProvider keys = workspace.environment().keys();
    keys.names("crm.guests").forEach(keys::rotate);
  }

  /** The published rows with their plain values. */
  static List<String> revealed(Workspace workspace) {
    return text(Protection.of(contract(workspace), keys(workspace)).reveal(workspace.published(NAME)));
  }

  /** The rows set aside, with their plain values. */
  static List<String> revealedQuarantine(Workspace workspace) {
    return text(
        new SealedRows(contract(workspace), keys(workspace))
            .reveal(workspace.quarantined(NAME)));
  }

  private static Contract contract(Workspace workspace) {
    return workspace.pipeline(NAME).contract();
  }

  private static KeyProvider keys(Workspace workspace) {
    return workspace.environment().keys();
  }

  private static List<String> text(Dataset<Row> rows) {
    return rows.toJSON().collectAsList().stream().sorted().toList();
  }

  static String contract(String mode) {
    return """
        name: guests
        domain: crm
        version: 1.0.0
        owner: {team: crm}
        purpose: tests
        subject_key: id
        schema:
          type: delta
          location: s3://lake/published/guests/
          partitioned_by: [day]
          fields:
            - {name: id, type: string, is_primary_key: true}
            - {name: day, type: date}
            - {name: e mail, type: string, is_pii: true, pii_category: mail, protect: encrypt}
            - {name: phone, type: string, is_pii: true, pii_category: phone, protect: encrypt}
            - name: age
              type: integer
              constraints: [{min: 0, tolerance: 50%%}]
        inputs:
          - {name: guests, format: parquet, path: s3://lake/raw/guests}
        transform: {sql: transform.sql}
        write: {mode: %s}
        """
        .formatted(mode);
  }
}
