package io.meshwright.governance.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: us}
      schema: {type: delta, location: /data, fields: [{name: id, type: string}]}
      """;

  @TempDir private Path folder;

  @Test
  void evaluatesEveryContractThatCanBeUsed() throws IOException {
    Sweep sweep =
        sweep(write("a.yaml", CONTRACT), write("b.yaml", CONTRACT.replace("orders", "x")));

    assertThat(sweep.contracts().keySet())
        .containsExactly(ProductName.parse("sales.orders"), ProductName.parse("sales.x"));
    assertThat(sweep.evaluate(SweepTest::evaluation))
        .extracting(each -> ((Assessed.Evaluated) each).contract().name().toString())
        .containsExactly("sales.orders", "sales.x");
  }

  @Test
  void passesNoFileOverThatCannotBeUsed() throws IOException {
    Path invalid = write("a.yaml", CONTRACT.replace("type: string", "type: strng"));
    Path noYaml = write("b.yaml", "{");
    Path nameless = write("c.yaml", "version: 1.0.0\n");

    assertThat(sweep(invalid, noYaml, nameless).evaluate(SweepTest::evaluation))
        .extracting(each -> (Assessed.NotEvaluated) each)
        .extracting(
            Assessed.NotEvaluated::name,
            Assessed.NotEvaluated::domain,
            each -> each.reason().replaceFirst("(:\\d+:\\d+): .*", "$1"))
        .containsExactly(
            tuple(
                "sales.orders",
                Optional.of("sales"),
                "its contract is invalid, " + invalid + ":5:66"),
            tuple(
                noYaml.toString(), Optional.empty(), "its contract is invalid, " + noYaml + ":1:2"),
            tuple(
                nameless.toString(),
                Optional.empty(),
                "its contract is invalid, " + nameless + ":1:1"));
  }

  @Test
  void evaluatesNeitherOfTwoContractsOfOneName() throws IOException {
    Path one = write("a.yaml", CONTRACT);
    Path other = write("b.yaml", CONTRACT);

    assertThat(sweep(one, other).evaluate(SweepTest::evaluation))
        .containsExactly(
            new Assessed.NotEvaluated(
                "sales.orders",
                Optional.of("sales"),
                "2 contracts have this name: %s, %s".formatted(one, other)));
  }

  private static Sweep sweep(Path... files) {
    return Sweep.read(List.of(files), new ContractReader(SqlSyntax.UNCHECKED));
  }

  private static Evaluation evaluation(Contract contract, ContractOutline outline) {
    return new Evaluation(
        contract.name(),
        contract.version(),
        Stage.SWEEP,
        Compliances.POLICIES,
        Compliances.AT,
        Compliances.RULES,
        List.of());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
