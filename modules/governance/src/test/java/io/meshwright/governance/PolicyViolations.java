package io.meshwright.governance;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.util.List;
import java.util.Optional;

/** Violations for tests. */
final class PolicyViolations {

  static final ProductName ORDERS = ProductName.parse("sales.orders");
  static final ProductName LEDGER = ProductName.parse("finance.ledger");
  static final RuleId PRIMARY_KEY = new RuleId("schema_validation", "primary_key", Scope.GLOBAL);
  static final RuleId CLASSIFIED = new RuleId("data_classification", "classified", Scope.GLOBAL);

  private PolicyViolations() {}

  static PolicyViolation withoutKey(ProductName product) {
    return violation(PRIMARY_KEY, Severity.WARNING, product, "no field is a primary key");
  }

  static PolicyViolation withoutClassification(ProductName product) {
    return violation(CLASSIFIED, Severity.ERROR, product, "the product is not <classified>");
  }

  private static PolicyViolation violation(
      RuleId rule, Severity severity, ProductName product, String message) {
    return new PolicyViolation(
        rule,
        severity,
        Enforcement.BLOCK,
        product,
        new Breach(List.of(rule.rule()), message, "one", "none", "add it"),
        Optional.empty(),
        Optional.empty());
  }
}
