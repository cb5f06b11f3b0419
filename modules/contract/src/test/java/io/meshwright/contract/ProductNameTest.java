package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"sales.orders", "hr.head_count", "ops.kpi2"})
  void printsWhatItParses(String text) {
    assertThat(ProductName.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "orders,       expected domain.product",
    "Sales.orders, Invalid domain 'Sales'",
    "sales.,       Invalid product ''",
    "sales.a.b,    Invalid product 'a.b'",
    "sales.2nd,    Invalid product '2nd'",
  })
  void rejectsAnythingElse(String text, String message) {
    assertThatThrownBy(() -> ProductName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void sortsByDomainThenProduct() {
    assertThat(ProductName.of("a", "z")).isLessThan(ProductName.of("b", "a"));
  }
}
