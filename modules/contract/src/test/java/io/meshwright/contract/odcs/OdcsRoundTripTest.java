package io.meshwright.contract.odcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractArbitraries;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.Export;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written as ODCS reads back as equal, without any other memory than the document. */
class OdcsRoundTripTest {

  private static final Path FILE = Path.of("contract.odcs.yaml");

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void contractsReadBackAsEqual(
      @ForAll("contracts") Contract contract, @ForAll OdcsVersion version) {
    String document = OdcsWriter.write(sources(List.of(contract)), version).text();

    Contract read = read(document).get(0);

    assertThat(ContractWriter.write(read)).isEqualTo(ContractWriter.write(contract));
    assertThat(read).isEqualTo(contract);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void severalContractsReadBackAsEqualFromOneDocument(
      @ForAll("contracts") Contract one,
      @ForAll("contracts") Contract other,
      @ForAll OdcsVersion version) {
    List<Contract> contracts =
        one.name().product().equals(other.name().product()) ? List.of(one) : List.of(one, other);
    String document = OdcsWriter.write(sources(contracts), version).text();

    assertThat(read(document)).isEqualTo(contracts);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void aDocumentTakesEveryChangeOfItsContract(
      @ForAll("contracts") Contract before,
      @ForAll("contracts") Contract other,
      @ForAll OdcsVersion version) {
    String document = OdcsWriter.write(sources(List.of(before)), version).text();
    Contract after = named(before, other);

    Export updated =
        OdcsWriter.update(
            new OdcsReader(SqlSyntax.UNCHECKED).parse(FILE, document), sources(List.of(after)));

    assertThat(read(updated.text())).containsExactly(after);
    assertThat(updated.notices())
        .allSatisfy(notice -> assertThat(notice.level()).isEqualTo(Diagnostic.Level.NOTICE));
  }

  /** The other contract as the next version of this one. */
  private static Contract named(Contract contract, Contract other) {
    return new Contract(
        contract.name(),
        other.version(),
        other.owner(),
        other.description(),
        other.handling(),
        other.schema(),
        other.access(),
        other.serviceLevel(),
        other.qualityChecks(),
        other.observability(),
        other.changelog(),
        other.deprecation(),
        other.production());
  }

  @Provide
  Arbitrary<Contract> contracts() {
    return ContractArbitraries.contracts();
  }

  private static List<Contract> read(String document) {
    return new OdcsReader(SqlSyntax.UNCHECKED).parse(FILE, document).contracts();
  }

  private static List<ContractSource> sources(List<Contract> contracts) {
    return contracts.stream()
        .map(contract -> ContractSource.of(contract, Path.of("data_product.yaml")))
        .toList();
  }
}
