package io.meshwright.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void putsEveryKindOfLineBreakOnOneLine() {
    assertThat(PlainText.oneLine(" a\r\nb\u2028c\u0085d\u0000\u001b[31m\t "))
        .isEqualTo("a b c d [31m");
  }

  @Test
  void keepsWhatFits() {
    assertThat(PlainText.clip("ünï", 3)).isEqualTo("ünï");
    assertThat(PlainText.clipBytes("ünï", 5)).isEqualTo("ünï");
  }

  @Test
  void neverSplitsACharacter() {
    assertThat(PlainText.clip("ab🚚cd", 4)).isEqualTo("ab…");
    assertThat(PlainText.clipBytes("ab🚚cd", 7)).isEqualTo("ab…");
    assertThat(PlainText.clipBytes("ab🚚🚚", 9)).isEqualTo("ab🚚…");
  }

  @Property
  void keepsToTheLimit(@ForAll String text, @ForAll @IntRange(min = 4, max = 50) int limit) {
    assertThat(PlainText.clip(text, limit).length()).isLessThanOrEqualTo(limit);
    assertThat(PlainText.clipBytes(text, limit).getBytes(UTF_8).length).isLessThanOrEqualTo(limit);
    assertThat(PlainText.oneLine(text).lines().count()).isLessThanOrEqualTo(1);
  }
}
