package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0             | 0 bytes
          1023          | 1,023 bytes
          1536          | 1.5 KB
          1288490188    | 1.2 GB
          """)
  void printsSizes(long bytes, String text) {
    assertThat(HumanText.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PT0.34S    | 340 ms
          PT3.24S    | 3.2 s
          PT2M5S     | 2 min 5 s
          PT1H10M3S  | 1 h 10 min
          """)
  void printsDurations(Duration duration, String text) {
    assertThat(HumanText.took(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          15000        | 15,000
          0            | 0
          141.20345678 | 141.2035
          0.5          | 0.5
          NaN          | NaN
          """)
  void printsNumbers(double value, String text) {
    assertThat(HumanText.number(value)).isEqualTo(text);
  }

  @Test
  void wrapsBetweenWords() {
    assertThat(HumanText.wrap("one two three\nfour", 8))
        .containsExactly("one two", "three", "four");
    assertThat(HumanText.wrap("/a/path/that/is/long", 8)).containsExactly("/a/path/that/is/long");
  }

  @Test
  void takesTheSteeringOutOfData() {
    assertThat(HumanText.printable("a\u001b[31mred\tb\nc\r"))
        .isEqualTo("a\uFFFD[31mred\tb\nc\uFFFD");
  }
}
