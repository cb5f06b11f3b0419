package io.meshwright.protection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The POM gives the tests this variable. */
class EnvironmentKeyProviderTest extends KeyProviderConformance {

  @TempDir private Path folder;

  @Override
  KeyProvider open() {
    return FolderKeyProvider.of(folder, new SecretKeyEncryption("env:MESH_TEST_KEK"));
  }

  @Test
  void makesNoKeyThatNobodyHas() {
    KeyProvider keys =
        FolderKeyProvider.of(folder, new SecretKeyEncryption("env:MESH_TEST_NO_KEK"));

    assertThatThrownBy(() -> keys.obtain(EMAIL))
        .hasMessage(
            """
            Cannot use key sales.orders/column-email: its key encryption key env:MESH_TEST_NO_KEK \
            is not there
                fix: define MESH_TEST_NO_KEK for the driver and for every executor""");
  }
}
