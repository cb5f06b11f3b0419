package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.protection.FolderKeyProvider;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class KeysCommandTest {

  private static final KeyName EMAIL = KeyName.parse("sales.customers/column-contact");

  @TempDir private Path folder;
  private Path contract;
  private KeyProvider keys;

  @BeforeEach
  void writeContract() throws IOException {
    contract = folder.resolve("data_product.yaml");
    Files.writeString(
        contract,
        """
        name: customers
        version: 1.0.0
        domain: sales
        owner: {team: shop}
        schema:
          type: delta
          location: s3://data-products/sales/customers/
          fields:
            - {name: id, type: string, is_primary_key: true}
            - {name: email, type: string, is_pii: true, pii_category: contact, protect: encrypt}
            - {name: born, type: date, is_pii: true, pii_category: birth, protect: encrypt}
        """);
    Files.createDirectory(folder.resolve("conf"));
    Files.writeString(
        folder.resolve("conf/mesh.conf"),
        """
        mesh {
          root = "mesh"
          publisher = auto
          products = []
          principal { user = "ann", roles = [] }
          keys { folder = "keys", wrapped-by = "file:kek", create = true }
        }
        """);
    Files.writeString(folder.resolve("conf/local.conf"), "");
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  @Test
  void saysThatThereIsNothingToRotate() {
    Invocation rotate = mesh("rotate");

    assertThat(rotate.out())
        .isEqualTo("nothing to do: no run of sales.customers has made a key yet\n");
    assertThat(rotate.exitCode()).isZero();
  }

  @Test
  void rotatesTheKeysThatRunsMade() {
    keys.obtain(EMAIL);

    Invocation rotate = mesh("rotate");

    assertThat(rotate.out())
        .isEqualTo(
            "sales.customers/column-contact encrypts with key id %s now; 1 key before it can still"
                    .formatted(keys.load(EMAIL).primary())
                + " be read\n");
    assertThat(keys.load(EMAIL).keys()).hasSize(2);
    assertThat(folder.resolve("mesh/_mesh/audit.jsonl"))
        .content()
        .contains("\"actor\":\"ann\",\"action\":\"key_rotated\",\"resource\":\"sales.customers\"")
        .contains("\"key_id\":\"" + keys.load(EMAIL).primary() + "\"");
  }

  @Test
  void destroysNoKeyBeforeItsValuesAreRekeyed() {
    Invocation rekey = mesh("rekey", "--destroy-old");

    assertThat(rekey.exitCode()).isEqualTo(2);
    assertThat(rekey.err())
        .isEqualTo(
            """
            Cannot destroy older keys without --apply: what they encrypted would be lost
                fix: say --apply --destroy-old; without both, nothing is changed
            """);
  }

  @Test
  void teachesWhatRekeyDoes() {
    Invocation help = mesh("rekey", "--help");

    assertThat(help.out().replaceAll("\\s+", " "))
        .contains("Show which values are under older keys, and with --apply encrypt them anew.")
        .contains("end with exit code 5")
        .contains("mesh keys rekey sales.customers --apply --destroy-old");
  }

  @Test
  void printsSqlWithoutKeys() {
    String id = keys.obtain(EMAIL).primary().toString();

    Invocation sql = mesh("sql");

    assertThat(sql.out())
        .isEqualTo(
            """
            -- email
            CAST(aes_decrypt(substring(`email`, 6), CASE hex(substring(`email`, 2, 4)) WHEN '%1$s' \
            THEN unbase64(secret('mesh', 'sales.customers.column-contact.%1$s')) END, 'GCM', \
            'DEFAULT', 'sales.customers/email') AS STRING)

            -- born: no run has made its key yet
            """
                .formatted(id));
  }

  @Test
  void printsNoSqlForColumnsWhosePersonsHaveKeys() throws IOException {
    Files.writeString(
        contract,
        Files.readString(contract).replace("schema:", "subject_key: id\nerasure: shred\nschema:"));
    keys.obtain(EMAIL);

    Invocation sql = mesh("sql");

    assertThat(sql.out())
        .isEqualTo(
            """
            -- email: each person's values have a key of their own; SQL cannot read it, use \
            Protection.reveal
            -- born: each person's values have a key of their own; SQL cannot read it, use \
            Protection.reveal
            """);
  }

  @Test
  void writesKeysOnlyWhereItIsTold() {
    String id = keys.obtain(EMAIL).primary().toString();

    Invocation sql = mesh("sql", "--export", folder.resolve("raw").toString());

    assertThat(sql.out()).endsWith("-- exported sales.customers.column-contact." + id + "\n");
    assertThat(folder.resolve("raw/sales.customers.column-contact." + id)).isRegularFile();
  }

  @Test
  void asksWhereTheKeysAre() {
    Invocation rotate =
        mesh("rotate", "--set", "mesh.keys.folder=s3://keys", "--set", "mesh.keys.create=false");

    assertThat(rotate.exitCode()).isEqualTo(3);
    assertThat(rotate.err())
        .isEqualTo(
            """
            Invalid mesh.keys.folder 's3://keys': it is no folder of this machine
                fix: name a folder, or one that is mounted on the driver
            """);
  }

  private Invocation mesh(String command, String... more) {
    return Invocation.of(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "keys",
                    command,
                    contract.toString(),
                    "--conf",
                    folder.resolve("conf").toString()),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new));
  }
}
