package io.meshwright.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation that is killed leaves the keyset as it was, or with one key more. */
class KilledRotationTest {

  private static final KeyName EMAIL = KeyName.parse("sales.orders/column-email");
  private static final int KILLS = Boolean.getBoolean("mesh.full") ? 20 : 3;

  @TempDir private Path folder;

  @Test
  void losesNoKeyWhereverItIsKilled() throws Exception {
    KeyProvider keys = open(folder);
    byte[] old = KeyProviderConformance.encrypt(keys.obtain(EMAIL), "a@example.org");
    List<KeyId> told = new ArrayList<>(keys.load(EMAIL).keys());
    Random random = new Random(7);

    for (int kill = 0; kill < KILLS; kill++) {
      told.addAll(rotateAndKill(1 + random.nextInt(3), random.nextInt(20)));

      WrappedKeyset left = open(folder).load(EMAIL);
      assertThat(left.keys()).containsAll(told);
      assertThat(left.keys()).hasSizeLessThanOrEqualTo(told.size() + 1);
      assertThat(KeyProviderConformance.decrypt(left, old)).isEqualTo("a@example.org");
      assertThat(open(folder).rotate(EMAIL).keys()).hasSize(left.keys().size() + 1);
      told = new ArrayList<>(open(folder).load(EMAIL).keys());
    }
  }

  /** Kills a process that rotates on and on, some time after so many rotations. */
  private List<KeyId> rotateAndKill(int rotations, int millis) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Rotations.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    while (process.isAlive() && told(output).size() < rotations) {
      process.waitFor(1, TimeUnit.MILLISECONDS);
    }
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(137);
    return told(output);
  }

  private static List<KeyId> told(Path output) throws IOException {
    return Files.readAllLines(output).stream()
        .filter(line -> line.matches("[0-9A-F]{8}"))
        .map(KeyId::parse)
        .toList();
  }

  private static KeyProvider open(Path folder) {
    return FolderKeyProvider.local(folder.resolve("keys"), folder.resolve("kek"));
  }

  /** Rotates until it is killed, and says which keys it has made. */
  static final class Rotations {

    private Rotations() {}

    public static void main(String[] arguments) {
      while (true) {
        System.out.println(open(Path.of(arguments[0])).rotate(EMAIL).primary());
      }
    }
  }
}
