package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.SemanticVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionStepTest {

  @ParameterizedTest
  @CsvSource({
    "2.1.3,      MAJOR, 3.0.0",
    "2.1.3,      PROVE, 3.0.0",
    "2.1.3,      MINOR, 2.2.0",
    "2.1.3,      PATCH, 2.1.4",
    "0.4.2,      MAJOR, 0.5.0",
    "0.4.2,      MINOR, 0.4.3",
    "0.4.2,      PATCH, 0.4.3",
    "2.0.0-rc.1, MAJOR, 2.0.0",
    "2.1.0-rc.1, MAJOR, 3.0.0",
    "2.1.0-rc.1, MINOR, 2.1.0",
    "2.1.1-rc.1, MINOR, 2.2.0",
    "2.1.1-rc.1, PATCH, 2.1.1",
  })
  void knowsTheSmallestVersion(String before, Verdict verdict, String smallest) {
    assertThat(VersionStep.smallest(SemanticVersion.parse(before), verdict)).hasToString(smallest);
  }

  @ParameterizedTest
  @CsvSource({
    "3.0.0,      3.0.0, true",
    "3.1.0,      3.0.0, true",
    "3.0.0-rc.1, 3.0.0, true",
    "2.9.9,      3.0.0, false",
  })
  void knowsWhatAVersionMayCarry(String version, String smallest, boolean carries) {
    assertThat(VersionStep.carries(SemanticVersion.parse(version), SemanticVersion.parse(smallest)))
        .isEqualTo(carries);
  }
}
