package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reading does with files that are no readable text, and with very large ones. */
class ContractFilesTest {

  private static final String HEAD =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales}
      schema:
        type: delta
        location: /data/orders
        fields:
      """;

  private final ContractReader reader = new ContractReader(SqlSyntax.UNCHECKED);

  @TempDir Path folder;

  @Test
  void tellsOfAMissingFile() {
    Path file = folder.resolve("none.yaml");

    assertThat(refusalOf(file))
        .hasToString(
            "%s:1:1: the file does not exist%n    fix: check the path, or create the file"
                .formatted(file));
  }

  @Test
  void tellsOfADirectory() {
    assertThat(refusalOf(folder).problem()).isEqualTo("this is a directory, not a file");
  }

  @Test
  void tellsOfTextThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, "name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refusalOf(file).problem()).isEqualTo("the file is not UTF-8 text");
  }

  @Test
  void refusesAFileAboveOneMebibyteUnread() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, "#".repeat(ContractReader.LARGEST_FILE + 1));

    assertThat(refusalOf(file).problem()).isEqualTo("the file is larger than 1024 KiB");
    assertThatThrownBy(() -> reader.parse(file, Files.readString(file)))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("the file is larger than 1024 KiB");
  }

  @Test
  void countsBytesAndNotCharacters() {
    String text = "# " + "\u20ac".repeat(ContractReader.LARGEST_FILE / 2);

    assertThatThrownBy(() -> reader.parse(folder, text))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageContaining("the file is larger than 1024 KiB");
  }

  @Test
  @Timeout(60)
  void readsAFileJustUnderOneMebibyte() throws IOException {
    StringBuilder yaml = new StringBuilder(HEAD);
    int fields = 0;
    while (yaml.length() < ContractReader.LARGEST_FILE - 100) {
      yaml.append(
          "    - {name: field_%d, type: string, constraints: [not_null]}\n".formatted(fields));
      fields++;
    }
    Path file = folder.resolve("nearly.yaml");
    Files.writeString(file, yaml);

    // Of the processor, so that a busy machine does not count.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    Contract contract = reader.read(file).contract();

    assertThat(contract.schema().fields()).hasSize(fields);
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThan(Duration.ofSeconds(10));
  }

  @Test
  @Timeout(60)
  void tellsOfManyFaultsInALargeFileInTime() {
    StringBuilder yaml = new StringBuilder(HEAD);
    int faults = 0;
    while (yaml.length() < ContractReader.LARGEST_FILE - 200) {
      yaml.append("    - {name: field_%d, type: strng, fault_%d: 1}\n".formatted(faults, faults));
      faults++;
    }
    String text = yaml.toString();

    InvalidContractException refusal =
        catchThrowableOfType(
            InvalidContractException.class, () -> reader.parse(Path.of("large.yaml"), text));

    assertThat(refusal.diagnostics()).hasSize(2 * faults);
  }

  @Test
  void readsEmojiWhereverTheyStand() {
    for (int length = 800; length < 1100; length++) {
      String description = "x".repeat(length) + "\ud83d\ude00".repeat(3);
      String text = HEAD + "    - {name: id, type: string}\ndescription: " + description + "\n";

      assertThat(reader.parse(Path.of("orders.yaml"), text).contract().description())
          .hasValue(description);
    }
  }

  @Test
  void readsWindowsLinesAndAByteOrderMark() {
    String text = HEAD + "    - {name: id, type: string}\n";

    LoadedContract loaded =
        reader.parse(Path.of("windows.yaml"), "\uFEFF" + text.replace("\n", "\r\n"));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.contract().schema().fields()).hasSize(1);
  }

  @Test
  void warnsOfAKeyWithoutValue() {
    String text = HEAD + "    - {name: id, type: string}\ndescription:\nretention_days: # later\n";

    assertThat(reader.parse(Path.of("orders.yaml"), text).warnings())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "orders.yaml:10:1: warning: 'description' has no value\n"
                + "    fix: give it a value, or delete the line",
            "orders.yaml:11:1: warning: 'retention_days' has no value\n"
                + "    fix: give it a value, or delete the line");
  }

  private Diagnostic refusalOf(Path file) {
    InvalidContractException refusal =
        catchThrowableOfType(InvalidContractException.class, () -> reader.read(file));
    assertThat(refusal).isNotNull();
    assertThat(refusal.diagnostics()).hasSize(1);
    return refusal.diagnostics().get(0);
  }
}
