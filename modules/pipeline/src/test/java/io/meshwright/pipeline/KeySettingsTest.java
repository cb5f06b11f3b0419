package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:MESH_KEYS_KEY",
        "file:/run/secrets/mesh",
        "kms:arn:aws:kms:eu-central-1:111122223333:key/one"
      })
  void opensKeysetsWhateverWrapsThem(String wrappedBy) {
    KeySettings settings = read("folder = keys, wrapped-by = \"" + wrappedBy + "\"");

    assertThat(settings.wrappedBy()).get().hasToString(wrappedBy);
    assertThat(settings.open(java.util.Optional.empty())).hasToString("the key folder /mesh/keys");
  }

  @Test
  void namesEverythingThatIsWrong() {
    assertThatThrownBy(
            () -> read("folder = keys, wrapped-by = \"kms:key\", create = true, provider = kms"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage(
            """
            Unknown setting 'mesh.keys.provider'
                fix: use one of folder, wrapped-by, create
            Invalid mesh.keys.create: only a file can be made
                fix: set wrapped-by to file:PATH, or create to false""");
  }

  @Test
  void doesNotRepeatWhatMayBeTheKeyItself() {
    assertThatThrownBy(() -> read("wrapped-by = c2VjcmV0"))
        .hasMessage(
            """
            Invalid mesh.keys.wrapped-by: it is no reference
                fix: write env:NAME, file:PATH or kms:KEY, not the key itself""");
  }

  private static KeySettings read(String settings) {
    return KeySettings.read(
        ConfigFactory.parseString(settings),
        path -> path.contains(":/") || path.startsWith("/") ? path : "/mesh/" + path);
  }
}
