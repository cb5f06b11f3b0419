package io.meshwright.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductInputTest {

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void setUp() {
    workspace = new Workspace(folder, "gate");
    workspace.write("products/broken/data_product.yaml", "name: [");
  }

  @Test
  void resolvesTheVersionRangeAmongWhatIsPublished() {
    publish("1.2.0", "domain: sales");
    publish("2.0.1", "domain: sales");

    assertThat(find("mesh://crm.customers@^1"))
        .extracting(source -> source.report().kind(), SourceReader.Source::version)
        .containsExactly("product", "1.2.0@0");
    assertThat(find("mesh://crm.customers@*").version()).isEqualTo("2.0.1@0");
    assertThat(find("mesh://crm.customers@~2.0").location())
        .isEqualTo(folder + "/lake/published/customers/v2");
    assertThat(
            reader("mesh://crm.customers@^1")
                .open(find("mesh://crm.customers@^1"))
                .rows()
                .columns())
        .containsExactly("customer_id");
    assertThatThrownBy(() -> find("mesh://crm.customers@^3"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot read mesh://crm.customers@^3: published are [1.2.0, 2.0.1]
                fix: accept a published version, such as @^2""");
  }

  @Test
  void saysThatAProductIsNotPublished() {
    assertThatThrownBy(() -> find("mesh://crm.customers@^1"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            """
            Cannot read mesh://crm.customers@^1: it is not published
                fix: run the product first, or say where it is: \
            mesh.locations."crm.customers" = ...""");
  }

  @Test
  void asksTheContractOfTheProductWhoMayRead() {
    publish("1.0.0", "role: analyst");

    assertThatThrownBy(() -> find("mesh://crm.customers@^1"))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED))
        .hasMessage(
            """
            sales.orders may not read crm.customers: its contract lets [role: analyst]
                fix: ask the owner of crm.customers to add 'domain: sales' under access.read""");
    RunReport denied = workspace.run("orders");
    assertThat(denied.exitCode()).isEqualTo(ExitCode.DENIED);
    assertThat(denied.problems()).hasSize(1);
    assertThat(workspace.tableFiles("orders")).isEmpty();

    workspace.set("mesh.principal.roles.0", "analyst");
    assertThat(find("mesh://crm.customers@^1").version()).isEqualTo("1.0.0@0");
  }

  /** An empty table of the product, as its first run would create it. */
  private void publish(String version, String reader) {
    workspace.write(
        "products/customers/data_product.yaml",
        """
        name: customers
        domain: crm
        version: %s
        owner: {team: crm}
        access:
          read: [{%s}]
        schema:
          type: delta
          location: s3://lake/published/customers
          fields:
            - {name: customer_id, type: long}
        """
            .formatted(version, reader));
    Contract contract = workspace.pipeline("customers").contract();
    String path = TargetTable.pathOf(workspace.environment(), contract);
    new TargetTable(workspace.spark(), contract, path, Map.of()).createIfMissing();
  }

  private SourceReader.Source find(String reference) {
    List<SourceReader.Source> sources = reader(reference).find(Workspace.DAY);
    assertThat(sources).hasSize(1);
    return sources.get(0);
  }

  private SourceReader reader(String reference) {
    workspace.write("products/orders/transform.sql", "SELECT customer_id FROM customers");
    workspace.write(
        "products/orders/data_product.yaml",
        """
        name: orders
        domain: sales
        version: 1.0.0
        owner: {team: sales}
        schema:
          type: delta
          location: s3://lake/published/orders
          fields:
            - {name: customer_id, type: long}
        inputs:
          - {name: customers, product: "%s"}
        transform: {sql: transform.sql}
        """
            .formatted(reference));
    Environment environment = workspace.environment();
    return new SourceReader(
        workspace.spark(),
        environment,
        workspace.pipeline("orders").contract(),
        new PublishedProducts(workspace.spark(), environment));
  }
}
