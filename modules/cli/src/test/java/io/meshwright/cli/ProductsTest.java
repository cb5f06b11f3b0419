package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.ProductFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductsTest {

  @TempDir private Path folder;

  @BeforeEach
  void layOutARepository() throws IOException {
    write(
        "conf/mesh.conf",
        """
        mesh {
          root = .mesh
          publisher = AUTO
          products = ["jobs/*/*/data_product.yaml"]
          principal { user = test, roles = [] }
        }
        """);
    write("conf/local.conf", "");
    write("jobs/sales/orders/data_product.yaml", "name: orders\ndomain: sales\n");
    write("jobs/hr/heads/data_product.yaml", "domain: 'hr' # people\nname: \"head_count\"\n");
  }

  @Test
  void findsAProductByItsName() {
    assertThat(products().names())
        .containsExactly(ProductName.of("hr", "head_count"), ProductName.of("sales", "orders"));
    assertThat(products().load("hr.head_count").name())
        .isEqualTo(folder.resolve("jobs/hr/heads/data_product.yaml"));
  }

  @Test
  void findsAProductByItsFileItsFolderOrTheClassPath() {
    Path orders = folder.resolve("jobs/sales/orders");
    Path file = orders.resolve("data_product.yaml");

    assertThat(products().load(orders.toString())).isEqualTo(ProductFiles.inFolder(file));
    assertThat(products().load(file.toString())).isEqualTo(ProductFiles.inFolder(file));
    assertThat(products().load("classpath:orders/data_product.yaml"))
        .isEqualTo(ProductFiles.onClassPath("orders/data_product.yaml"));
  }

  @Test
  void suggestsNearNamesForAnUnknownOne() {
    assertThatThrownBy(() -> products().load("sales.order"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            Unknown product 'sales.order'
                fix: did you mean sales.orders? Known are hr.head_count, sales.orders\
            """);
    assertThatThrownBy(() -> products().load("finance.ledger"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            """
            Unknown product 'finance.ledger'
                fix: use one of hr.head_count, sales.orders, or name a contract file\
            """);
  }

  @Test
  void refusesTwoContractsOfOneName() throws IOException {
    write("jobs/sales/again/data_product.yaml", "name: orders\ndomain: sales\n");

    assertThatThrownBy(() -> products().load("sales.orders"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("2 contracts are named sales.orders: ");
  }

  private Products products() {
    return Products.of(Environment.load(Optional.of(folder.resolve("conf")), "local", Map.of()));
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
