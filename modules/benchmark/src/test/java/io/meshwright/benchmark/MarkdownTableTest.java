package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTableTest {

  @Test
  void alignsItsColumns() {
    MarkdownTable table =
        new MarkdownTable("", "wall s")
            .row(List.of("bare write", "11.90"))
            .row(List.of("a|b", "1,013.33"));

    assertThat(table)
        .hasToString(
            """
            |            | wall s   |
            | ---------- | -------- |
            | bare write | 11.90    |
            | a\\|b       | 1,013.33 |
            """);
  }

  @Test
  void refusesARowOfAnotherWidth() {
    assertThatThrownBy(() -> new MarkdownTable("way", "wall s").row(List.of("bare")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot add a row of 1 cells to a table of 2 columns");
  }

  @ParameterizedTest
  @CsvSource({
    "1.005, 1, 1.0",
    "1234.4, 0, '1,234'",
    "-0.25, 2, -0.25",
    "NaN, 2, -",
    "Infinity, 2, -"
  })
  void printsADashForNoNumber(double value, int digits, String printed) {
    assertThat(MarkdownTable.number(value, digits)).isEqualTo(printed);
  }
}
