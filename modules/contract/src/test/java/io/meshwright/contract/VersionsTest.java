package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, ranges of them, and references that carry a range. */
class VersionsTest {

  @Test
  void ordersTheExamplesOfSemVer11() {
    List<SemanticVersion> ordered =
        List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "2.0.0",
                "2.1.0",
                "2.1.1")
            .stream()
            .map(SemanticVersion::parse)
            .toList();

    assertThat(ordered).isSorted();
    assertThat(ordered.stream().distinct()).hasSize(ordered.size());
    for (int i = 1; i < ordered.size(); i++) {
      assertThat(ordered.get(i - 1)).isLessThan(ordered.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0+build", "v1.0.0"})
  void rejectsWhatIsNoVersion(String text) {
    assertThatThrownBy(() -> SemanticVersion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid version '%s': expected major.minor.patch, such as 2.1.0", text);
  }

  @ParameterizedTest
  @CsvSource({
    "^2,         2.0.0,      true",
    "^2,         2.99.1,     true",
    "^2,         3.0.0,      false",
    "^2,         1.9.9,      false",
    "^2,         2.1.0-rc.1, false",
    "^2.1,       2.0.9,      false",
    "^2.1,       2.2.0,      true",
    "~2.1,       2.1.7,      true",
    "~2.1,       2.2.0,      false",
    "~2,         2.9.0,      true",
    "2.1.0,      2.1.0,      true",
    "2.1.0,      2.1.1,      false",
    "2.1.0-rc.1, 2.1.0-rc.1, true",
    "2.1.0-rc.1, 2.1.0-rc.2, false",
    "*,          0.0.1,      true",
  })
  void acceptsTheVersionsOfARange(String range, String version, boolean accepted) {
    assertThat(VersionRange.parse(range).contains(SemanticVersion.parse(version)))
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", ">=2", "^", "2.x"})
  void rejectsWhatIsNoRange(String text) {
    assertThatThrownBy(() -> VersionRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid version range '%s': expected ^2, ^2.1, ~2.1, 2.1.0 or *", text);
  }

  @Test
  void printsTheReferenceItParses() {
    ProductReference reference = ProductReference.parse("mesh://sales.orders@^2.1");

    assertThat(reference)
        .isEqualTo(
            new ProductReference(ProductName.of("sales", "orders"), VersionRange.parse("^2.1")))
        .hasToString("mesh://sales.orders@^2.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sales.orders@^2", "mesh://sales.orders", "mesh://orders@^2", "mesh://a.b@new"})
  void rejectsWhatIsNoReference(String text) {
    assertThatThrownBy(() -> ProductReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
