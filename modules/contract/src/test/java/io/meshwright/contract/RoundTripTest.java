package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is printed reads back as equal. */
class RoundTripTest {

  private static final Path FILE = Path.of("data_product.yaml");

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void contractsReadBackAsEqual(@ForAll("contracts") Contract contract) {
    String yaml = ContractWriter.write(contract);

    LoadedContract loaded = new ContractReader(SqlSyntax.UNCHECKED).parse(FILE, yaml);

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.contract()).isEqualTo(contract);
    assertThat(ContractWriter.hash(loaded.contract())).isEqualTo(ContractWriter.hash(contract));
  }

  @Property(tries = 500)
  void typesReadBackAsEqual(@ForAll("types") FieldType type) {
    assertThat(FieldType.parse(type.toString())).isEqualTo(type);
  }

  @Property(tries = 500)
  void textsReadBackAsEqual(@ForAll("texts") String text) {
    String yaml = YamlEmitter.print(Map.of(text + "!", List.of(text)));

    YamlNode root = YamlParser.parse(FILE, yaml, new ArrayList<>()).orElseThrow();

    assertThat(root)
        .isInstanceOfSatisfying(
            YamlNode.Mapping.class,
            mapping -> {
              YamlNode.Entry entry = mapping.entries().get(0);
              assertThat(entry.key()).isEqualTo(text + "!");
              assertThat(((YamlNode.Items) entry.value()).nodes())
                  .extracting(node -> ((YamlNode.Scalar) node).text())
                  .containsExactly(text);
            });
  }

  @Property(tries = 300)
  void versionsReadBackAsEqual(@ForAll("versions") SemanticVersion version) {
    assertThat(SemanticVersion.parse(version.toString())).isEqualTo(version);
  }

  @Provide
  Arbitrary<Contract> contracts() {
    return ContractArbitraries.contracts();
  }

  @Provide
  Arbitrary<FieldType> types() {
    return ContractArbitraries.types();
  }

  @Provide
  Arbitrary<String> texts() {
    return ContractArbitraries.texts();
  }

  @Provide
  Arbitrary<SemanticVersion> versions() {
    return ContractArbitraries.versions();
  }
}
