package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.lint.KeyCoverage;
import io.meshwright.contract.lint.KeyCoverage.Effect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every key that the reader accepts does something, tells something, or is listed as unkept. */
class KeyCoverageTest {

  @Test
  void knowsWhatEveryKeyDoes() {
    List<String> forgotten = new ArrayList<>();
    ContractKeys.bySection()
        .forEach(
            (section, keys) ->
                keys.stream()
                    .filter(key -> KeyCoverage.find(section, key).isEmpty())
                    .forEach(key -> forgotten.add(section + ": " + key)));

    assertThat(forgotten).as("keys to enter in KeyCoverage").isEmpty();
  }

  @Test
  void forgetsAKeyThatIsNotThere() {
    assertThat(KeyCoverage.find("contract", "retention")).isEmpty();
    assertThat(KeyCoverage.find("prices", "amount")).isEmpty();
  }

  @Test
  void tellsWhatAKeyDoes() {
    assertThat(KeyCoverage.find("contract", "purpose")).hasValue(Effect.NOT_ENFORCED);
    assertThat(KeyCoverage.find("owner", "contact")).hasValue(Effect.TELLS);
    assertThat(KeyCoverage.find("constraint", "tolerance")).hasValue(Effect.ENFORCED);
  }

  @Test
  void listsOnlyPathsThatAContractCanHave() {
    ContractOutline outline =
        ContractOutline.read(Path.of("src/test/resources/full/data_product.yaml"));

    assertThat(
            outline.entries().stream().map(ContractOutline.Entry::keys).collect(Collectors.toSet()))
        .containsAll(KeyCoverage.unkept().keySet());
  }
}
