package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table in the README against the classification that is applied. */
class ClassificationTableTest {

  @Test
  void theReadmeTellsWhatIsApplied() throws IOException {
    List<String> told =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(told)
        .containsExactlyElementsOf(
            Arrays.stream(ChangeRule.values()).map(ClassificationTableTest::row).toList());
  }

  private static String row(ChangeRule rule) {
    Impact impact = rule.impact();
    return "| `%s` | %s | %s | %s | %s | %s |"
        .formatted(
            rule,
            rule.meaning(),
            letter(impact.consumers()),
            letter(impact.data()),
            word(impact.verdict()),
            word(impact.table()));
  }

  private static String letter(Effect effect) {
    return switch (effect) {
      case BREAKING -> "B";
      case NONE -> "N";
      case UNCERTAIN -> "?";
      case UNTOUCHED -> "-";
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
