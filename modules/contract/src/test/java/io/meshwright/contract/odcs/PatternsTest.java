package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ContractArbitraries;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "^a+$ ~ ^a+$",
        "ACC[0-9]{8} ~ [\\s\\S]*(?:ACC[0-9]{8})[\\s\\S]*",
        "^a ~ [\\s\\S]*(?:^a)[\\s\\S]*",
        "^a|b$ ~ [\\s\\S]*(?:^a|b$)[\\s\\S]*",
        "^[|]$ ~ ^[|]$",
        "^cost: \\$ ~ [\\s\\S]*(?:^cost: \\$)[\\s\\S]*",
        "^(?:a|b)$ ~ a|b",
      })
  void findsInAWholeTextWhatWasLookedForAnywhere(String search, String whole) {
    assertThat(Patterns.toWhole(search)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "ACC[0-9]{8}, xACC12345678y, true",
    "ACC[0-9]{8}, ACC1, false",
    "^a|b$, axx, true",
    "^a|b$, xxa, false",
    "^a+$, aaa, true",
  })
  void acceptsTheSameTexts(String search, String text, boolean isFound) {
    assertThat(text.matches(Patterns.toWhole(search))).isEqualTo(isFound);
  }

  @Property(tries = 500)
  void everyPatternOfAContractReadsBackAsItself(@ForAll("patterns") String pattern) {
    assertThat(Patterns.toWhole(Patterns.toSearch(pattern))).isEqualTo(pattern);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.oneOf(
            ContractArbitraries.texts(),
            Arbitraries.strings().withChars("^$()|[]\\?:a*").ofMaxLength(12),
            Arbitraries.of(
                "^(?:a)$", "[\\s\\S]*(?:a)[\\s\\S]*", "[\\s\\S]*(?:^a$)[\\s\\S]*", "^$", ""))
        .filter(PatternsTest::isValid);
  }

  private static boolean isValid(String pattern) {
    try {
      return Pattern.compile(pattern).pattern().equals(pattern);
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
