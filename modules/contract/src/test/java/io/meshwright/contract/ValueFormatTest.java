package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormatTest {

  @ParameterizedTest
  @CsvSource({
    "email, ann@example.com",
    "email, a.b+c@sub.example.com",
    "email, ann@localhost",
    "uuid, 123e4567-e89b-12d3-a456-426614174000",
    "uuid, 123E4567-E89B-12D3-A456-426614174000",
    "uri, https://example.com/a?b=c#d",
    "uri, urn:isbn:0451450523",
    "hostname, example.com",
    "hostname, a-1",
    "ipv4, 0.0.0.0",
    "ipv4, 255.249.199.99",
    "ipv6, ::",
    "ipv6, ::1",
    "ipv6, 2001:db8::8a2e:370:7334",
    "ipv6, 2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    "ipv6, fe80::",
    "ipv6, 1:2:3:4:5:6:7::",
    "ipv6, ::2:3:4:5:6:7:8",
  })
  void matchesWhatIsOfTheForm(String format, String value) {
    assertThat(value).matches(pattern(format));
  }

  @ParameterizedTest
  @CsvSource({
    "email, ann",
    "email, ann@",
    "email, @example.com",
    "email, a b@example.com",
    "email, ann@-example.com",
    "uuid, 123e4567e89b12d3a456426614174000",
    "uuid, 123e4567-e89b-12d3-a456-42661417400g",
    "uri, example.com",
    "uri, 'https://example.com/a b'",
    "hostname, -a.com",
    "hostname, a..b",
    "hostname, a_b",
    "ipv4, 256.1.1.1",
    "ipv4, 1.2.3",
    "ipv4, 1.2.3.4.",
    "ipv4, 01.2.3.4",
    "ipv4, 1.2.3.4.5",
    "ipv6, 1",
    "ipv6, :::",
    "ipv6, 1::2::3",
    "ipv6, 12345::",
    "ipv6, 1:2:3:4:5:6:7",
    "ipv6, 1:2:3:4:5:6:7:8:9",
    "ipv6, ::1:2:3:4:5:6:7:8",
    "ipv6, 1:2:3:4::5:6:7:8",
    "ipv6, fe80::1%eth0",
    "ipv6, g::",
  })
  void matchesNothingElse(String format, String value) {
    assertThat(value).doesNotMatch(pattern(format));
  }

  @Test
  void readsDatePatterns() {
    assertThat(ValueFormat.parse("yyyy-MM-dd HH:mm"))
        .isEqualTo(new ValueFormat.DatePattern("yyyy-MM-dd HH:mm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mail", "Email", "yyyy-bb"})
  void rejectsWhatIsNeither(String text) {
    assertThatThrownBy(() -> ValueFormat.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String pattern(String format) {
    return ((ValueFormat.Named) ValueFormat.parse(format)).pattern();
  }
}
