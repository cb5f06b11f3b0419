package io.meshwright.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Persons' keys in a folder: the files, what is wrong with them, and who was killed over them. */
class FolderSubjectKeyStoreTest extends SubjectKeyStoreConformance {

  private static final int KILLS = 2;

  /** How many persons the killed writer makes keys for, in Anna's file. */
  private static final int WRITTEN = 8;

  @TempDir private Path folder;

  @Override
  SubjectKeyStore open() {
    return open(folder);
  }

  @Override
  KeyProvider keys() {
    return keys(folder);
  }

  @Test
  void keepsPersonsByTheBeginningOfTheirTokens() throws IOException {
    WrappedSubjectKey key = open().obtain(ORDERS, Set.of(ANNA)).get(ANNA).current().orElseThrow();

    assertThat(shard())
        .hasContent(
            """
            {"product":"sales.orders","persons":{"%s":{"id":"%s","key":"%s"}}}\
            """
                .formatted(ANNA, key.id(), key.wrapped()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shard())))
        .isEqualTo("rw-------");
    assertThat(keys().names("sales.orders")).containsExactly(KeyName.ofSubjects(ORDERS));
  }

  @Test
  void keepsNoByteOfADestroyedKey() throws IOException {
    WrappedSubjectKey key = open().obtain(ORDERS, Set.of(ANNA)).get(ANNA).current().orElseThrow();
    Files.writeString(shard().resolveSibling(".01.json.new"), "left by a kill: " + key.wrapped());

    open().destroy(ORDERS, ANNA, NOON);

    assertThat(shard())
        .hasContent(
            """
            {"product":"sales.orders","persons":{"%s":{"destroyed":{"%s":"%s"}}}}\
            """
                .formatted(ANNA, key.id(), NOON));
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .noneMatch(file -> contentOf(file).contains(key.wrapped()));
    }
  }

  @Test
  void refusesADamagedFileAndThatOfAnotherProduct() throws IOException {
    open().obtain(ORDERS, Set.of(ANNA));
    String text = Files.readString(shard());
    Files.writeString(shard(), text.replace("sales.orders", "sales.customers"));

    assertThatThrownBy(() -> open().find(ORDERS, Set.of(ANNA)))
        .hasMessage(
            """
Cannot use the keys of persons of sales.orders: sales.orders/subjects/01.json in the key \
folder %s holds those of another product
    fix: restore the file that belongs here\
"""
                .formatted(folder.resolve("keys")));

    Files.writeString(shard(), text.substring(0, 60));
    assertThatThrownBy(() -> open().obtain(ORDERS, Set.of(ANNA)))
        .hasMessage(
            """
            Cannot read the keys of persons of sales.orders: sales.orders/subjects/01.json in the \
            key folder %s is damaged
                fix: restore it from a copy that is younger than the last erasure, or destroy the \
            keys of those who were erased since once more\
            """
                .formatted(folder.resolve("keys")));
  }

  @Test
  void isWholeAfterAWriterWasKilled() throws Exception {
    Map<String, SubjectKeys> kept = open().obtain(ORDERS, Set.of(ANNA));
    Set<String> persons = new HashSet<>();
    for (int i = 0; i < WRITTEN; i++) {
      persons.add(written(i));
    }
    for (int kill = 0; kill < KILLS; kill++) {
      Map<String, SubjectKeys> before = open().find(ORDERS, persons);
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("writer.log").toFile())
              .start();
      while (open().find(ORDERS, persons).equals(before) && writer.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(200));
      assertThat(writer.isAlive()).as(contentOf(folder.resolve("writer.log"))).isTrue();
      writer.destroyForcibly().waitFor();

      assertThat(open().find(ORDERS, Set.of(ANNA))).isEqualTo(kept);
      assertThat(open().obtain(ORDERS, persons)).hasSize(WRITTEN);
      persons.forEach(person -> assertThat(open().destroy(ORDERS, person, NOON)).isTrue());
    }
  }

  /** Makes and destroys keys until it is killed. */
  static final class Writer {
    public static void main(String[] args) {
      SubjectKeyStore store = open(Path.of(args[0]));
      for (int i = 0; ; i = (i + 1) % WRITTEN) {
        String person = written(i);
        store.obtain(ORDERS, Set.of(person));
        if (i % 2 == 0) {
          store.destroy(ORDERS, person, NOON);
        }
      }
    }
  }

  private static String written(int person) {
    return "01" + "f%d".formatted(person).repeat(31);
  }

  private static SubjectKeyStore open(Path folder) {
    return FolderSubjectKeyStore.of(folder.resolve("keys"), keys(folder));
  }

  private static KeyProvider keys(Path folder) {
    return FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  private Path shard() {
    return folder.resolve("keys/sales.orders/subjects/01.json");
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
