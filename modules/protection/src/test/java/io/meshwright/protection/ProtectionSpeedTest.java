package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.FieldType;
import java.nio.file.Path;
import org.apache.spark.sql.api.java.UDF1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one value costs on one thread; the README has the figures. */
@EnabledIfSystemProperty(
    named = "mesh.full",
    matches = "true",
    disabledReason = "takes long; run with -Dmesh.full=true")
class ProtectionSpeedTest {

  private static final Logger LOG = LoggerFactory.getLogger(ProtectionSpeedTest.class);
  private static final int VALUES = 1_000_000;
  private static final int ROUNDS = 5;

  @TempDir private Path folder;

  @Test
  void encryptsDecryptsAndTokenizesInAFewMicroseconds() throws Exception {
    KeyProvider keys = FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
    ValueEncoding text = ValueEncoding.of(FieldType.Atomic.STRING);
    WrappedKeyset keyset = keys.obtain(KeyName.parse("sales.orders/column-email"));
    Object email = "customer000012345@example.com".getBytes(UTF_8);
    EncryptValue encrypt = new EncryptValue(keyset, "sales.orders/email", text);

    assertThat(nanos("encrypt", encrypt, email)).isLessThan(10_000);
    assertThat(
            nanos(
                "decrypt",
                new DecryptValue(keyset, "sales.orders/email", text),
                encrypt.call(email)))
        .isLessThan(10_000);
    assertThat(
            nanos(
                "tokenize", new TokenizeValue(keys.obtain(KeyName.ofTokens("sales")), text), email))
        .isLessThan(10_000);
  }

  /** Nanoseconds for each value in the fastest round, the first ones being to warm up. */
  private static <T> long nanos(String what, UDF1<T, ?> function, T value) throws Exception {
    long fastest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      int seen = 0;
      long start = System.nanoTime();
      for (int i = 0; i < VALUES; i++) {
        seen += function.call(value) == null ? 0 : 1;
      }
      fastest = Math.min(fastest, (System.nanoTime() - start) / VALUES);
      assertThat(seen).isEqualTo(VALUES);
    }
    LOG.warn("{}: {} ns for each value", what, fastest);
    return fastest;
  }
}
