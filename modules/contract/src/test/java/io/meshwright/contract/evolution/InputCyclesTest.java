package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ProductName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputCyclesTest {

  @Test
  void namesEveryCircleFromItsFirstProduct() {
    assertThat(
            InputCycles.among(
                List.of(
                    product("c", "a"),
                    product("a", "b"),
                    product("b", "c", "z"),
                    product("z"),
                    product("self", "self"))))
        .containsExactlyInAnyOrder(names("a", "b", "c"), names("self"));
  }

  @Test
  void findsNoneWherePathsOnlyMeet() {
    assertThat(
            InputCycles.among(
                List.of(
                    product("a", "b", "c"),
                    product("b", "d"),
                    product("c", "d"),
                    product("d", "unknown"))))
        .isEmpty();
  }

  private static List<ProductName> names(String... products) {
    return Stream.of(products).map(product -> ProductName.of("shop", product)).toList();
  }

  /** A product that reads others whole. */
  private static Contract product(String name, String... inputs) {
    List<String> lines =
        Stream.of(inputs)
            .map(input -> "{name: i_%1$s, product: mesh://shop.%1$s@*}".formatted(input))
            .toList();
    return Example.read(
        Example.top("inputs: [%s]".formatted(String.join(", ", lines)))
            .yaml()
            .replace("name: orders\n", "name: %s\n".formatted(name))
            .replace("domain: sales\n", "domain: shop\n"));
  }
}
