package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file below {@code invalid} is named for its fault; what is told of it stands beside it. */
class InvalidContractsTest {

  private static final Path FOLDER = Path.of("src/test/resources/invalid");

  /** SQL is wrong if it begins with BAD. */
  private static final SqlSyntax SQL =
      new SqlSyntax() {
        @Override
        public Optional<String> findPredicateProblem(String predicate) {
          return Optional.of("near 'BAD'").filter(problem -> predicate.startsWith("BAD"));
        }

        @Override
        public Optional<String> findQueryProblem(String query) {
          return findPredicateProblem(query);
        }

        @Override
        public Set<String> tablesOf(String query) {
          return Set.of();
        }
      };

  static List<Path> invalidFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("invalidFiles")
  void tellsEveryProblemWithItsPlaceAndFix(Path file) throws IOException {
    String expected = Files.readString(expectedBeside(file));

    assertThat(told(file)).isEqualTo(expected);
  }

  @Test
  void hasAnExpectationForEveryFileAndNoOther() throws IOException {
    assertThat(invalidFiles())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(expectedBeside(file)).exists());
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files).hasSize(2 * invalidFiles().size());
    }
  }

  @Test
  void tellsTenDiagnosticsOfTenFaults() {
    assertThat(read(FOLDER.resolve("ten_faults.yaml")).diagnostics()).hasSize(10);
  }

  @Test
  void neverRepeatsASecret() throws IOException {
    for (Path file : invalidFiles()) {
      assertThat(told(file)).doesNotContain("HUNTER2");
    }
  }

  private static Path expectedBeside(Path file) {
    return file.resolveSibling(file.getFileName().toString().replace(".yaml", ".expected.txt"));
  }

  private static String told(Path file) {
    try {
      String text = Files.readString(file);
      InvalidContractException thrown =
          catchThrowableOfType(
              InvalidContractException.class,
              () -> new ContractReader(SQL).parse(file.getFileName(), text));
      assertThat(thrown).as("what is told of %s", file).isNotNull();
      return thrown.diagnostics().stream()
          .map(diagnostic -> diagnostic + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidContractException read(Path file) {
    return catchThrowableOfType(
        InvalidContractException.class, () -> new ContractReader(SQL).read(file));
  }
}
