package io.meshwright.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectationTest {

  static List<Arguments> rules() {
    return List.of(
        Arguments.of(
            "orders",
            new Assertion.NotNull("o_clerk"),
            "{'column':'o_clerk'}",
            "ExpectColumnValuesToNotBeNull"),
        Arguments.of(
            "orders",
            new Assertion.Bound("o_orderdate", Assertion.Limit.MAX, "1998-08-02"),
            "{'column':'o_orderdate','max_value':{'date':'1998-08-02'}}",
            "ExpectColumnValuesToBeBetween"),
        Arguments.of(
            "orders",
            new Assertion.Bound("o_totalprice", Assertion.Limit.MIN, "857.71"),
            "{'column':'o_totalprice','min_value':857.71}",
            "ExpectColumnValuesToBeBetween"),
        Arguments.of(
            "orders",
            new Assertion.OneOf("o_orderstatus", List.of("F", "O")),
            "{'column':'o_orderstatus','value_set':['F','O']}",
            "ExpectColumnValuesToBeInSet"),
        Arguments.of(
            "orders",
            new Assertion.Matches("o_clerk", "[^|]{1,9}"),
            "{'column':'o_clerk','regex':'^[^|]{1,9}$'}",
            "ExpectColumnValuesToMatchRegex"),
        Arguments.of(
            "orders",
            new Assertion.Length("o_clerk", Assertion.Limit.MIN, 3),
            "{'column':'o_clerk','min_value':3}",
            "ExpectColumnValueLengthsToBeBetween"),
        Arguments.of(
            "orders",
            SampleTable.atMost("o_clerk", "o_orderstatus"),
            "{'column_A':'o_orderstatus','column_B':'o_clerk','or_equal':true,"
                + "'ignore_row_if':'either_value_is_missing'}",
            "ExpectColumnPairValuesAToBeGreaterThanB"),
        Arguments.of(
            "orders",
            new Assertion.Completeness(Optional.of("o_clerk"), new BigDecimal("0.95")),
            "{'column':'o_clerk','mostly':0.95}",
            "ExpectColumnValuesToNotBeNull"),
        Arguments.of(
            "orders",
            new Assertion.Unique(List.of("o_orderkey")),
            "{'column':'o_orderkey'}",
            "ExpectColumnValuesToBeUnique"),
        Arguments.of(
            "wide",
            new Assertion.Unique(List.of("ss_item_sk", "ss_ticket_number")),
            "{'column_list':['ss_item_sk','ss_ticket_number'],'ignore_row_if':'any_value_is_missing'}",
            "ExpectCompoundColumnsToBeUnique"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void saysARuleInTheWordsOfGreatExpectations(
      String table, Assertion assertion, String arguments, String type) {
    Rule rule = Rule.of("a rule", assertion, Severity.ERROR);

    assertThat(Expectation.of(rule, SampleTables.parse(table)))
        .hasToString(
            "{'rule':'a rule','type':'%s','arguments':%s}"
                .formatted(type, arguments)
                .replace('\'', '"'));
  }
}
