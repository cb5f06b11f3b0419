package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(WithoutSpark.class)
class ComplianceCommandTest {

  private static final String CONTRACT =
      """
      name: orders
      version: 1.0.0
      domain: sales
      owner: {team: sales}
      schema: {type: delta, location: /data/orders, fields: [{name: id, type: string}]}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeConfiguration() throws IOException {
    write(
        "conf/mesh.conf",
        """
        mesh {
          root = lake, publisher = auto, storage {}, spark {}, locations {}
          products = ["products/*/data_product.yaml"]
          principal { user = tester, roles = [] }
        }
        """);
    write("conf/local.conf", "");
    write("conf/policies/policies.yaml", POLICY);
    write("products/orders/data_product.yaml", CONTRACT);
  }

  private static final String POLICY =
      """
      governance:
        global_policies:
          - name: data_classification
            mandatory: true
            policy: |
              - Internal: Restricted to employees
      """;

  @Test
  void deniesWhatBreaksAPolicyAndRemembersSinceWhen() throws IOException {
    JsonNode first = json("--on", "2024-01-15");
    JsonNode second = json("--on", "2024-01-25");

    assertThat(first.path("exit_code").asInt()).isEqualTo(4);
    assertThat(first.at("/products/0/status").asText()).isEqualTo("denied");
    assertThat(first.at("/products/0/violations/0/age_days").asInt()).isZero();
    assertThat(second.at("/products/0/violations/0/first_seen").asText()).isEqualTo("2024-01-15");
    assertThat(second.at("/products/0/violations/0/age_days").asInt()).isEqualTo(10);
  }

  @Test
  void passesWhatKeepsEveryPolicy() throws IOException {
    write("products/orders/data_product.yaml", CONTRACT + "classification: internal\n");

    Invocation invocation = compliance("--on", "2024-01-15");

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out()).contains("1 product: 1 compliant; ").contains("score 100 %");
    assertThat(invocation.err()).isEmpty();
  }

  @Test
  void endsWithSixIfAProductWasNotEvaluated() throws IOException {
    write(
        "products/broken/data_product.yaml",
        CONTRACT.replace("name: orders", "name: broken").replace("type: string", "type: strng"));

    Invocation invocation = compliance("--on", "2024-01-15");

    assertThat(invocation.exitCode()).isEqualTo(6);
    assertThat(invocation.out())
        .contains("not evaluated: its contract is invalid, ")
        .contains("2 products: 1 not evaluated, 1 denied; ");
  }

  @Test
  void endsWithSixIfThereIsNoProduct() {
    Invocation invocation = compliance("--set", "mesh.products.0=nowhere/*.yaml");

    assertThat(invocation)
        .isEqualTo(
            new Invocation(
                6,
                "nothing was evaluated\n",
                "Nothing was evaluated: mesh.products finds no contract\n"
                    + "    fix: correct mesh.products\n"));
  }

  @Test
  void usesAWaiverAndTellsOfOneThatIsOver() throws IOException {
    String rule =
        json("--on", "2024-01-15").at("/products/0/violations/0/policy").asText()
            + "/"
            + json("--on", "2024-01-15").at("/products/0/violations/0/rule").asText();
    write(
        "conf/policies/waivers/sales.yaml",
        """
        waivers:
          - rule: %s
            product: sales.orders
            reason: it is being written
            approver: dana@company.com
            approved_on: 2024-01-15
            expires_on: 2024-01-20
        """
            .formatted(rule));

    Invocation during = compliance("--on", "2024-01-15");
    Invocation after = compliance("--on", "2024-01-20");

    assertThat(during.exitCode()).isZero();
    assertThat(during.out()).contains("waived: sales.orders " + rule + " until 2024-01-20");
    assertThat(after.exitCode()).isEqualTo(4);
    assertThat(after.err()).contains("is over since 2024-01-20: the rule holds again");
  }

  @Test
  void writesSarifThatKeepsItsSchemaWhateverThereIsToSay() throws IOException {
    JsonNode none =
        Json.read(compliance("--set", "mesh.products.0=nowhere/*.yaml", "--sarif").out());
    write(
        "products/broken one/data_product.yaml",
        CONTRACT.replace("name: orders", "name: broken").replace("type: string", "type: strng"));
    write("products/kept/data_product.yaml", CONTRACT.replace("name: orders", "name: kept"));
    write(
        "conf/policies/waivers/sales.yaml",
        """
        waivers:
          - rule: data_classification/classification
            product: sales.kept
            reason: it is being written
            approver: dana@company.com
            approved_on: 2024-01-15
            expires_on: 2024-01-20
        """);

    JsonNode some = Json.read(compliance("--on", "2024-01-15", "--sarif").out());

    assertThat(some.at("/runs/0/results")).hasSize(2);
    assertThat(some.at("/runs/0/invocations/0/toolExecutionNotifications")).hasSize(1);
    assertThat(SarifSchema.problems(some)).isEmpty();
    assertThat(SarifSchema.problems(none)).isEmpty();
  }

  @Test
  void writesTheSameFilesTwice() throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");

    compliance("--on", "2024-01-15", "--out", one.toString());
    compliance("--on", "2024-01-15", "--out", other.toString());

    for (String file :
        List.of("compliance.json", "compliance.html", "compliance.junit.xml", "compliance.sarif")) {
      assertThat(Files.readString(other.resolve(file)))
          .isEqualTo(Files.readString(one.resolve(file)));
    }
  }

  @Test
  void refusesADomainThatItDoesNotKnowAndFormsThatDoNotGoTogether() {
    assertThat(compliance("--domain", "sale"))
        .isEqualTo(new Invocation(2, "", "Unknown domain 'sale'\n    fix: use one of sales\n"));
    assertThat(compliance("--html", "--junit"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                "Cannot print --html, --junit at once\n"
                    + "    fix: write them to a folder with --out DIR, or choose one\n"));
  }

  private JsonNode json(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    return Json.read(compliance(all.toArray(String[]::new)).out());
  }

  private Invocation compliance(String... options) {
    List<String> all =
        new ArrayList<>(List.of("compliance", "--conf", folder.resolve("conf").toString()));
    all.addAll(List.of(options));
    return Invocation.of(all.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
