package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.Export;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The documents of {@code src/test/resources/odcs}, by every section of the standard. */
class OdcsExamplesTest {

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/odcs"))) {
      return files
          .filter(file -> file.toString().endsWith(".odcs.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsEveryKeyAndValueOfWhatItRead(Path file) {
    OdcsDocument document = new OdcsReader(SqlSyntax.UNCHECKED).read(file);

    assertThat(yaml(document.print())).isEqualTo(yaml(text(file)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keepsEveryKeyAndValueOnTheWayThroughContracts(Path file) {
    OdcsDocument document = new OdcsReader(SqlSyntax.UNCHECKED).read(file);
    List<ContractSource> written =
        document.contracts().stream().map(OdcsExamplesTest::asFile).toList();

    Export export = OdcsWriter.update(document, written);

    assertThat(yaml(export.text())).isEqualTo(yaml(text(file)));
    assertThat(export.notices())
        .filteredOn(notice -> notice.toString().contains("warning"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void makesContractsThatTheReaderAccepts(Path file) {
    OdcsDocument document = new OdcsReader(SqlSyntax.UNCHECKED).read(file);

    assertThat(document.contracts())
        .isNotEmpty()
        .allSatisfy(
            contract ->
                assertThat(
                        new ContractReader(SqlSyntax.UNCHECKED)
                            .parse(Path.of("data_product.yaml"), ContractWriter.write(contract))
                            .contract())
                    .isEqualTo(contract));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void saysInANewDocumentWhatTheContractsSay(Path file) {
    OdcsDocument document = new OdcsReader(SqlSyntax.UNCHECKED).read(file);
    List<ContractSource> sources =
        document.contracts().stream().map(OdcsExamplesTest::asFile).toList();

    for (OdcsVersion version : OdcsVersion.values()) {
      String written = OdcsWriter.write(sources, version).text();

      assertThat(new OdcsReader(SqlSyntax.UNCHECKED).parse(file, written).contracts())
          .isEqualTo(document.contracts());
    }
  }

  private static ContractSource asFile(Contract contract) {
    Path file = Path.of(contract.name().product(), "data_product.yaml");
    String text = ContractWriter.write(contract);
    return ContractSource.of(
        new ContractReader(SqlSyntax.UNCHECKED).parse(file, text).contract(), file, text);
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
