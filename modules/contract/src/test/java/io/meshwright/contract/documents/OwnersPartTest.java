package io.meshwright.contract.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.documents.OwnersPart.BrokenMarkersException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersPartTest {

  private static final String BEGIN = OwnersPart.BEGIN;
  private static final String END = OwnersPart.END;

  @Test
  void startsEmpty() {
    assertThat(OwnersPart.addTo("# New\n", "README.md", Optional.empty()))
        .isEqualTo("# New\n\n" + BEGIN + "\n\n" + END + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "\r\nwindows\r\n",
        "\n  \ttrailing  \n\n\n# `code` $1 \\1 \u00e9\ud83d\ude00\n",
        " \nIn a line: <!-- mesh docs: what follows is the owner's, and is kept --> stays\n"
      })
  void keepsTheOwnersPartByteForByte(String part) {
    String before = "# Old\n\n" + BEGIN + part + END + "\n";

    String once = OwnersPart.addTo("# New\n", "README.md", Optional.of(before));

    assertThat(once).isEqualTo("# New\n\n" + BEGIN + part + END + "\n");
    assertThat(OwnersPart.addTo("# New\n", "README.md", Optional.of(once))).isEqualTo(once);
  }

  @Test
  void refusesToReplaceAPageThatIsNotMarked() {
    assertThatThrownBy(() -> OwnersPart.addTo("", "README.md", Optional.of("# By hand\n")))
        .isInstanceOf(BrokenMarkersException.class)
        .hasMessage(
            "README.md:1: the page has no part that is marked as the owner's, and would be lost");
  }

  @Test
  void namesTheLineOfAMarkerWithoutCounterpart() {
    assertThatThrownBy(() -> of("# Old\n\n" + BEGIN + "\nmine\n"))
        .hasMessage("README.md:3: this marker of the owner's part has no counterpart");
    assertThatThrownBy(() -> of("# Old\n" + END + "\n"))
        .hasMessage("README.md:2: this marker of the owner's part has no counterpart");
  }

  @Test
  void namesTheLinesOfAMarkerThatIsThereTwice() {
    assertThatThrownBy(() -> of(BEGIN + "\n" + BEGIN + "\n" + END + "\n"))
        .hasMessage("README.md:2: this marker of the owner's part is there twice, first in line 1");
  }

  @Test
  void namesTheLineOfAnEndBeforeTheBeginning() {
    assertThatThrownBy(() -> of("# Old\n" + END + "\nmine\n" + BEGIN + "\n"))
        .hasMessage("README.md:2: the owner's part ends before it begins");
  }

  private static String of(String present) {
    return OwnersPart.addTo("# New\n", "README.md", Optional.of(present));
  }
}
