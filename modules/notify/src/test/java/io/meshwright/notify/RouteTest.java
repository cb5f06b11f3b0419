package io.meshwright.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {

  private static final ProductName CUSTOMERS = ProductName.of("sales", "customers");
  private static final ProductName CAMPAIGNS = ProductName.of("marketing", "campaigns");

  @Test
  void takesEverythingUnlessToldOtherwise() {
    assertThat(Route.EVERYTHING.takes(alert(CAMPAIGNS, "drift", Severity.INFO))).isTrue();
  }

  @Test
  void leavesOutWhatIsLessSevere() {
    Route route = Route.atLeast(Severity.ERROR);

    assertThat(route.takes(alert(CUSTOMERS, "drift", Severity.WARNING))).isFalse();
    assertThat(route.takes(alert(CUSTOMERS, "drift", Severity.ERROR))).isTrue();
    assertThat(route.takes(alert(CUSTOMERS, "drift", Severity.CRITICAL))).isTrue();
  }

  @Test
  void takesOnlyItsTypes() {
    Route route = route(Set.of("freshness", "volume"), Set.of(), Set.of());

    assertThat(route.takes(alert(CUSTOMERS, "volume", Severity.INFO))).isTrue();
    assertThat(route.takes(alert(CUSTOMERS, "drift", Severity.CRITICAL))).isFalse();
  }

  @Test
  void takesItsDomainsAndItsProducts() {
    Route route = route(Set.of(), Set.of(CAMPAIGNS), Set.of("sales"));

    assertThat(route.takes(CUSTOMERS)).isTrue();
    assertThat(route.takes(CAMPAIGNS)).isTrue();
    assertThat(route.takes(ProductName.of("marketing", "leads"))).isFalse();
  }

  @Test
  void refusesToRepeatWithoutAPause() {
    assertThatThrownBy(
            () ->
                new Route(
                    Severity.INFO,
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    Route.AllClear.TOLD,
                    Optional.of(Duration.ZERO)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid repeat-after '0 s': expected more than nothing, such as 10 s");
  }

  private static Route route(Set<String> types, Set<ProductName> products, Set<String> domains) {
    return new Route(
        Severity.INFO, types, products, domains, Route.AllClear.TOLD, Optional.empty());
  }

  private static Alert alert(ProductName product, String type, Severity severity) {
    return Alerts.of(product, type, "schema_drift", severity);
  }
}
