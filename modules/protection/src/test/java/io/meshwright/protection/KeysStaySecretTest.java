package io.meshwright.protection;

import static io.meshwright.contract.ColumnProtection.ENCRYPT;
import static io.meshwright.contract.ColumnProtection.TOKENIZE;
import static io.meshwright.protection.Contracts.field;
import static io.meshwright.sparktesting.RowAssertions.assertSameRows;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.HmacPrfKey;
import io.meshwright.contract.Contract;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.ProductName;
import io.meshwright.sparktesting.SparkExtension;
import io.meshwright.sparktesting.SparkTrail;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values of every type come back, plain SQL can read them, and no plan shows a key. */
@ExtendWith(SparkExtension.class)
class KeysStaySecretTest {

  private static final Map<String, String> EVERY_TYPE =
      Map.ofEntries(
          Map.entry("string", "'J\u00f6rg \ud83d\ude00', '', '''`\\\\'"),
          Map.entry("boolean", "true, false, true"),
          Map.entry("byte", "-128Y, 127Y, 0Y"),
          Map.entry("short", "-32768S, 32767S, 0S"),
          Map.entry("integer", "-2147483648, 2147483647, 0"),
          Map.entry("long", "-9223372036854775808L, 9223372036854775807L, 0L"),
          Map.entry("float", "1.5F, -3.402823E38F, 0.1F"),
          Map.entry("double", "1.0E10D, 4.9E-324D, -0.1D"),
          Map.entry("decimal(38,10)", "1234567890123456789012345678.0123456789BD, -0.5BD, 10BD"),
          Map.entry("date", "DATE'1970-01-01', DATE'0001-01-01', DATE'9999-12-31'"),
          Map.entry(
              "timestamp",
              "TIMESTAMP'1969-12-31T23:59:59.999999Z', TIMESTAMP'2024-02-29T02:00:00.123456Z',"
                  + " TIMESTAMP'9999-12-31T23:59:59Z'"),
          Map.entry(
              "timestamp_ntz",
              "TIMESTAMP_NTZ'1969-12-31T23:59:59.999999', TIMESTAMP_NTZ'2024-02-29T02:00:00',"
                  + " TIMESTAMP_NTZ'9999-12-31T23:59:59'"),
          Map.entry("binary", "X'00FF', X'', X'0102030405060708'"),
          Map.entry(
              "array<struct<at:timestamp,sum:decimal(6,2)>>",
              "array(named_struct('at', TIMESTAMP'2024-02-29T02:00:00.123456Z', 'sum', 1.50BD)),"
                  + " array(), array(NULL)"));

  @TempDir private Path folder;
  private KeyProvider keys;

  @BeforeEach
  void openKeys() {
    keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  @Test
  void bringsValuesOfEveryTypeBack(SparkSession spark) {
    Contract contract = everyType();
    Dataset<Row> rows = rows(spark, contract);

    Dataset<Row> stored = Protection.of(contract, keys).protect(rows).localCheckpoint();

    assertThat(stored.schema().fields()).allMatch(field -> field.dataType().sql().equals("BINARY"));
    assertSameRows(rows, Protection.of(contract, keys).reveal(stored));
  }

  @Test
  void letsPlainSqlReadWhatWasEncryptedBeforeAndAfterARotation(SparkSession spark) {
    Contract contract = everyType();
    Dataset<Row> rows = rows(spark, contract);
    Dataset<Row> before = Protection.of(contract, keys).protect(rows).localCheckpoint();
    keys.names("sales.customers").forEach(keys::rotate);
    Dataset<Row> stored =
        before.unionByName(Protection.of(contract, keys).protect(rows)).localCheckpoint();

    RevealSql sql = new RevealSql(contract, keys);
    List<String> expressions = new ArrayList<>();
    sql.expressions("mesh")
        .forEach((column, text) -> expressions.add("%s AS %s".formatted(withKeys(text), column)));

    assertThat(sql.withoutKey()).isEmpty();
    assertSameRows(
        rows.union(rows).select("f0", columnsAfterFirst(rows)),
        stored
            .selectExpr(expressions.toArray(String[]::new))
            .select("f0", columnsAfterFirst(rows)));
  }

  @Test
  void writesKeysForASecretScopeToFilesOfTheirOwnerOnly() throws Exception {
    Contract contract = Contracts.of("sales.customers", field("email", "string", ENCRYPT));
    WrappedKeyset keyset = keys.obtain(KeyName.parse("sales.customers/column-email"));
    String name = "sales.customers.column-email." + keyset.primary();

    RevealSql sql = new RevealSql(contract, keys);

    assertThat(sql.expressions("mesh"))
        .containsExactly(
            Map.entry(
                "email",
                "CAST(aes_decrypt(substring(`email`, 6), CASE hex(substring(`email`, 2, 4)) WHEN"
                    + " '%s' THEN unbase64(secret('mesh', '%s')) END, 'GCM', 'DEFAULT',"
                        .formatted(keyset.primary(), name)
                    + " 'sales.customers/email') AS STRING)"));
    assertThat(sql.export(folder.resolve("raw"))).containsExactly(name);
    assertThat(Base64.getDecoder().decode(Files.readString(folder.resolve("raw").resolve(name))))
        .hasSize(32);
    assertThat(folder.resolve("raw").resolve(name))
        .satisfies(
            file ->
                assertThat(Files.getPosixFilePermissions(file))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE"));
  }

  @Test
  void showsNoKeyInAPlanAnEventALogLineOrAnError(SparkSession spark) throws Exception {
    Contract contract =
        Contracts.of(
            "sales.customers",
            field("email", "string", ENCRYPT),
            field("phone", "string", TOKENIZE));
    StringBuilder seen = new StringBuilder();
    try (SparkTrail trail = new SparkTrail(spark, folder.resolve("events"))) {
      Dataset<Row> stored =
          Protection.of(contract, keys)
              .protect(spark.sql("SELECT 'a@example.com' AS email, '+49 1' AS phone"))
              .localCheckpoint();
      Dataset<Row> revealed = Protection.of(contract, keys).reveal(stored);
      seen.append(revealed.collectAsList());
      for (Dataset<Row> rows : List.of(Protection.of(contract, keys).protect(revealed), revealed)) {
        seen.append(rows.queryExecution()).append(rows.queryExecution().executedPlan().toJSON());
      }
      Dataset<Row> moved = stored.withColumn("email", functions.unhex(functions.lit("0101020304")));
      try {
        Protection.of(contract, keys).reveal(moved).collectAsList();
        seen.append("no error");
      } catch (Exception e) {
        StringWriter stackTrace = new StringWriter();
        e.printStackTrace(new PrintWriter(stackTrace));
        seen.append(stackTrace);
      }
      seen.append(trail.read());
    }

    assertThat(seen)
        .contains(
            "mesh_encrypt",
            "mesh_tokenize",
            "mesh_decrypt",
            "SparkListenerSQLExecutionStart",
            "Key sales.customers/column-email is new",
            "which sales.customers/column-email does not have")
        .doesNotContain("no error");
    for (byte[] secret : secrets()) {
      assertThat(seen)
          .doesNotContainIgnoringCase(Base64.getEncoder().encodeToString(secret))
          .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
          .doesNotContain(new String(secret, ISO_8859_1));
    }
  }

  @Test
  void showsNoPersonsKeyInAPlanAnEventALogLineOrAnError(SparkSession spark) throws Exception {
    Contract contract =
        Contracts.shredding(
            "sales.customers",
            "phone",
            field("email", "string", ENCRYPT),
            field("phone", "string", TOKENIZE));
    SubjectKeyStore store = FolderSubjectKeyStore.of(folder.resolve("keys"), keys);
    Protection protection = Protection.of(contract, keys, store);
    StringBuilder seen = new StringBuilder();
    String token;
    try (SparkTrail trail = new SparkTrail(spark, folder.resolve("events"))) {
      Dataset<Row> plain = spark.sql("SELECT 'a@example.com' AS email, '+49 1' AS phone");
      Dataset<Row> stored = protection.protect(plain).localCheckpoint();
      token = stored.head().getString(1);
      Dataset<Row> revealed = protection.reveal(stored);
      seen.append(revealed.collectAsList());
      for (Dataset<Row> rows : List.of(protection.protect(plain), revealed)) {
        seen.append(rows.queryExecution()).append(rows.queryExecution().executedPlan().toJSON());
      }
      Dataset<Row> moved = stored.withColumn("email", functions.unhex(functions.lit("0201020304")));
      try {
        protection.reveal(moved).collectAsList();
        seen.append("no error");
      } catch (Exception e) {
        StringWriter stackTrace = new StringWriter();
        e.printStackTrace(new PrintWriter(stackTrace));
        seen.append(stackTrace);
      }
      seen.append(trail.read());
    }

    List<byte[]> secrets = new ArrayList<>(secrets());
    secrets.add(personsKey(store, token));
    assertThat(seen)
        .contains("mesh_encrypt", "mesh_decrypt", "which the person its row is about neither has")
        .doesNotContain("no error");
    for (byte[] secret : secrets) {
      assertThat(seen)
          .doesNotContainIgnoringCase(Base64.getEncoder().encodeToString(secret))
          .doesNotContainIgnoringCase(HexFormat.of().formatHex(secret))
          .doesNotContain(new String(secret, ISO_8859_1));
    }
  }

  @Test
  void sendsNoPersonsKeyToExecutors() throws Exception {
    ValueEncoding text = ValueEncoding.of(FieldType.Atomic.STRING);
    ProductName customers = ProductName.of("sales", "customers");
    SubjectKeyStore store = FolderSubjectKeyStore.of(folder.resolve("keys"), keys);
    String token = SubjectKeyStoreConformance.token(1);
    byte[] wrapped =
        store.obtain(customers, Set.of(token)).get(token).current().orElseThrow().toBytes();
    WrappedKeyset columns = keys.obtain(KeyName.ofColumns(customers, "email"));
    WrappedKeyset subjects = keys.load(KeyName.ofSubjects(customers));
    EncryptForSubject encrypt =
        new EncryptForSubject(columns, subjects, "sales.customers/email", text);
    DecryptForSubject decrypt =
        new DecryptForSubject(columns, subjects, "sales.customers/email", text);
    byte[] encrypted = encrypt.call("a@example.com".getBytes(UTF_8), token, wrapped);
    decrypt.call(encrypted, token, wrapped, new byte[0]);

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
      out.writeObject(List.of(encrypt, decrypt));
    }

    assertThat(sent.toString(ISO_8859_1))
        .contains("sales.customers/email")
        .doesNotContain(new String(personsKey(store, token), ISO_8859_1));
  }

  /** A person's key in the clear. */
  private byte[] personsKey(SubjectKeyStore store, String token) throws Exception {
    ProductName customers = ProductName.of("sales", "customers");
    WrappedSubjectKey key = store.find(customers, Set.of(token)).get(token).current().orElseThrow();
    byte[] plain =
        UnwrappedKeys.of(keys.load(KeyName.ofSubjects(customers)))
            .aead()
            .decrypt(
                Base64.getDecoder().decode(key.wrapped()),
                (token + "/" + key.id()).getBytes(UTF_8));
    assertThat(plain).hasSize(32);
    return plain;
  }

  @Test
  void sendsNoKeyToExecutors() throws Exception {
    ValueEncoding text = ValueEncoding.of(FieldType.Atomic.STRING);
    WrappedKeyset email = keys.obtain(KeyName.parse("sales.customers/column-email"));
    EncryptValue encrypt = new EncryptValue(email, "sales.customers/email", text);
    TokenizeValue tokenize = new TokenizeValue(keys.obtain(KeyName.ofTokens("sales")), text);
    byte[] encrypted = encrypt.call("a@example.com".getBytes(UTF_8));
    tokenize.call("a@example.com".getBytes(UTF_8));
    DecryptValue decrypt = new DecryptValue(email, "sales.customers/email", text);
    decrypt.call(encrypted);

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
      out.writeObject(List.of(encrypt, tokenize, decrypt));
    }

    for (byte[] secret : secrets()) {
      assertThat(sent.toString(ISO_8859_1))
          .contains("sales.customers/email")
          .doesNotContain(new String(secret, ISO_8859_1))
          .doesNotContain(Base64.getEncoder().encodeToString(secret));
    }
  }

  /** What must be found nowhere: the key encryption key, a column's and the domain's. */
  private List<byte[]> secrets() throws Exception {
    HmacPrfKey tokens =
        (HmacPrfKey)
            UnwrappedKeys.of(keys.load(KeyName.ofTokens("sales"))).handle().getPrimary().getKey();
    String email =
        RevealSql.rawKeys(keys.load(KeyName.parse("sales.customers/column-email")))
            .values()
            .iterator()
            .next();
    return List.of(
        Base64.getDecoder().decode(Files.readString(folder.resolve("kek")).strip()),
        Base64.getDecoder().decode(email),
        tokens.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
  }

  /** What Databricks' {@code secret} would give. */
  private String withKeys(String expression) {
    String text = expression;
    for (KeyName name : keys.names("sales.customers")) {
      for (Map.Entry<KeyId, String> key : RevealSql.rawKeys(keys.load(name)).entrySet()) {
        text =
            text.replace(
                "secret('mesh', '%s')".formatted(RevealSql.secretName(name, key.getKey())),
                "'%s'".formatted(key.getValue()));
      }
    }
    return text;
  }

  private static String[] columnsAfterFirst(Dataset<Row> rows) {
    return java.util.Arrays.stream(rows.columns()).skip(1).toArray(String[]::new);
  }

  private static Contract everyType() {
    List<String> fields = new ArrayList<>();
    EVERY_TYPE.keySet().stream()
        .sorted()
        .forEach(type -> fields.add(field("f" + fields.size(), type, ENCRYPT)));
    return Contracts.of("sales.customers", fields.toArray(String[]::new));
  }

  private static Dataset<Row> rows(SparkSession spark, Contract contract) {
    Dataset<Row> rows = spark.range(4).toDF("i");
    for (io.meshwright.contract.Field field : contract.schema().fields()) {
      rows =
          rows.withColumn(
              field.name(),
              functions.expr(
                  "CAST(element_at(array(%s, NULL), CAST(i + 1 AS int)) AS %s)"
                      .formatted(
                          EVERY_TYPE.get(field.type().toString()),
                          field.type().toString().replace("integer", "int"))));
    }
    return rows.drop("i");
  }
}
