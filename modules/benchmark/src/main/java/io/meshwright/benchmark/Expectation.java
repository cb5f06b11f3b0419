package io.meshwright.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Rule;

/**
 * A generated rule as an expectation of Great Expectations: {@code {rule, type, arguments}}, in
 * which a day is {@code {"date": "2024-01-14"}}.
 */
final class Expectation {

  private Expectation() {}

  static ObjectNode of(Rule rule, SampleTable table) {
    ObjectNode expectation = ReportJson.object().put("rule", rule.name());
    ObjectNode arguments = ReportJson.object();
    expectation.put("type", describe(rule.assertion(), table, arguments));
    expectation.set("arguments", arguments);
    return expectation;
  }

  /** Fills in the arguments, and returns the type. */
  private static String describe(Assertion assertion, SampleTable table, ObjectNode arguments) {
    if (assertion.fields().size() == 1) {
      arguments.put("column", assertion.fields().get(0));
    }
    if (assertion instanceof Assertion.NotNull) {
      return "ExpectColumnValuesToNotBeNull";
    }
    if (assertion instanceof Assertion.Completeness completeness) {
      arguments.put("mostly", completeness.min());
      return "ExpectColumnValuesToNotBeNull";
    }
    if (assertion instanceof Assertion.Bound bound) {
      limit(arguments, bound, table.typeOf(bound.field()));
      return "ExpectColumnValuesToBeBetween";
    }
    if (assertion instanceof Assertion.OneOf oneOf) {
      ArrayNode values = arguments.putArray("value_set");
      oneOf.values().forEach(values::add);
      return "ExpectColumnValuesToBeInSet";
    }
    if (assertion instanceof Assertion.Matches matches) {
      arguments.put("regex", "^" + matches.pattern() + "$");
      return "ExpectColumnValuesToMatchRegex";
    }
    if (assertion instanceof Assertion.Length length) {
      arguments.put(length.limit().isLower() ? "min_value" : "max_value", length.characters());
      return "ExpectColumnValueLengthsToBeBetween";
    }
    if (assertion instanceof Assertion.Comparison pair) {
      arguments
          .removeAll()
          .put("column_A", pair.other())
          .put("column_B", pair.field())
          .put("or_equal", true)
          .put("ignore_row_if", "either_value_is_missing");
      return "ExpectColumnPairValuesAToBeGreaterThanB";
    }
    if (assertion instanceof Assertion.Unique unique) {
      return unique(unique, arguments);
    }
    throw new AssertionError("Great Expectations has no expectation for " + assertion);
  }

  private static String unique(Assertion.Unique unique, ObjectNode arguments) {
    if (unique.fields().size() == 1) {
      return "ExpectColumnValuesToBeUnique";
    }

    ArrayNode columns = arguments.putArray("column_list");
    unique.fields().forEach(columns::add);
    arguments.put("ignore_row_if", "any_value_is_missing");
    return "ExpectCompoundColumnsToBeUnique";
  }

  private static void limit(ObjectNode arguments, Assertion.Bound bound, FieldType type) {
    String end = bound.limit().isLower() ? "min_value" : "max_value";
    if (type.isTemporal()) {
      arguments.putObject(end).put("date", bound.value());
    } else {
      arguments.put(end, new java.math.BigDecimal(bound.value()));
    }
  }
}
