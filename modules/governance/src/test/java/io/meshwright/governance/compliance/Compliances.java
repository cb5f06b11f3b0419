package io.meshwright.governance.compliance;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.governance.Breach;
import io.meshwright.governance.Enforcement;
import io.meshwright.governance.Evaluation;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.RuleId;
import io.meshwright.governance.Scope;
import io.meshwright.governance.Stage;
import io.meshwright.governance.Waiver;
import io.meshwright.governance.WaiverList;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Products of every kind, and reports about them, for tests. */
public final class Compliances {

  static final Instant AT = Instant.parse("2024-01-15T06:00:00Z");
  static final String POLICIES = "ab".repeat(32);

  private static final RuleId KEY = new RuleId("schema_validation", "primary_key", Scope.GLOBAL);
  private static final RuleId CLASSIFIED =
      new RuleId("data_classification", "classified", Scope.of("finance"));
  public static final List<RuleId> RULES =
      List.of(
          CLASSIFIED,
          new RuleId("data_retention", "retention", Scope.GLOBAL),
          new RuleId("schema_validation", "described", Scope.GLOBAL),
          KEY);

  private Compliances() {}

  /** A report of the first day, which remembers nothing. */
  public static ComplianceReport report(Assessed... assessed) {
    return report(AT, FirstSeen.NOTHING, List.of(assessed));
  }

  static List<Assessed> everyKind() {
    return List.of(
        evaluated("sales.stock", RULES, List.of()),
        evaluated("sales.orders", RULES, List.of(withoutKey("sales.orders"))),
        evaluated(
            "sales.customers",
            RULES,
            List.of(
                waived(
                    withoutKey("sales.customers"),
                    "sales.customers schema_validation/primary_key until 2024-01-20"))),
        evaluated(
            "finance.ledger",
            RULES,
            List.of(unclassified("finance.ledger"), withoutKey("finance.ledger"))),
        evaluated("hr.people", List.of(), List.of()),
        new Assessed.NotEvaluated(
            "crm.broken", Optional.of("crm"), "its contract is invalid: see 'mesh validate'"));
  }

  static ComplianceReport report(Instant at, FirstSeen memory, List<Assessed> assessed) {
    return ComplianceReport.of(at, POLICIES, assessed, waivers(), memory);
  }

  static WaiverList waivers() {
    return new WaiverList(
        List.of(
            waiver("sales.stock", "2024-02-01", "2024-04-15"),
            waiver("sales.stock", "2024-01-15", "2024-03-01"),
            waiver("sales.customers", "2024-01-01", "2024-01-20"),
            waiver("sales.orders", "2024-01-01", "2024-01-15"),
            waiver("it.unknown", "2024-01-01", "2024-01-15")));
  }

  static Waiver waiver(String product, String from, String until) {
    return new Waiver(
        KEY.toString(),
        ProductName.parse(product),
        "the source has no key before its migration",
        List.of("dana@company.com"),
        LocalDate.parse(from),
        LocalDate.parse(until),
        Place.startOf(Path.of("waivers.yaml")));
  }

  public static Assessed evaluated(
      String name, List<RuleId> rules, List<PolicyViolation> violations) {
    return new Assessed.Evaluated(
        contract(ProductName.parse(name)), evaluation(name, AT, rules, violations));
  }

  /** The same, of which nobody looked where personal data comes from. */
  public static Assessed withoutLineage(Assessed assessed) {
    Assessed.Evaluated given = (Assessed.Evaluated) assessed;
    Evaluation evaluation = given.evaluation();
    return new Assessed.Evaluated(
        given.contract(),
        new Evaluation(
            evaluation.product(),
            evaluation.version(),
            evaluation.stage(),
            evaluation.policySetHash(),
            evaluation.at(),
            evaluation.rules(),
            evaluation.violations(),
            List.of(
                new NotEvaluated(
                    new RuleId("pii_handling", "pii_declared", Scope.GLOBAL), "nobody looked"))));
  }

  static Assessed at(Instant later, Assessed assessed) {
    Evaluation evaluation = ((Assessed.Evaluated) assessed).evaluation();
    return new Assessed.Evaluated(
        contract(evaluation.product()),
        evaluation(
            evaluation.product().toString(), later, evaluation.rules(), evaluation.violations()));
  }

  static Evaluation evaluation(
      String name, Instant at, List<RuleId> rules, List<PolicyViolation> violations) {
    ProductName product = ProductName.parse(name);
    return new Evaluation(
        product, contract(product).version(), Stage.SWEEP, POLICIES, at, rules, violations);
  }

  static Contract contract(ProductName name) {
    String ending =
        name.product().equals("stock")
            ? "deprecation: {announced_on: 2024-01-01, sunset_on: 2024-02-01}\n"
            : "";
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(
            Path.of("data_product.yaml"),
            """
            name: %s
            version: 1.0.0
            domain: %s
            owner: {team: us}
            schema: {type: delta, location: /data, fields: [{name: id, type: string}]}
            """
                    .formatted(name.product(), name.domain())
                + ending)
        .contract();
  }

  public static PolicyViolation withoutKey(String product) {
    return violation(
        KEY,
        Severity.WARNING,
        product,
        new Breach(
            List.of("schema", "fields"),
            "no field is a primary key",
            "a primary key",
            "none",
            "mark one with is_primary_key: true"));
  }

  public static PolicyViolation unclassified(String product) {
    return violation(
        CLASSIFIED,
        Severity.ERROR,
        product,
        new Breach(
            List.of("classification"),
            "it is not <classified>",
            "one of public, internal",
            "nothing",
            "add classification: internal"));
  }

  static PolicyViolation violation(RuleId rule, Severity severity, String product, Breach breach) {
    return new PolicyViolation(
        rule,
        severity,
        Enforcement.BLOCK,
        ProductName.parse(product),
        breach,
        Optional.of(new Place(Path.of("jobs/x.yaml"), 3, 1)),
        Optional.empty());
  }

  public static PolicyViolation waived(PolicyViolation violation, String waiver) {
    return new PolicyViolation(
        violation.rule(),
        violation.severity(),
        violation.enforcement(),
        violation.product(),
        violation.breach(),
        violation.place(),
        Optional.of(waiver));
  }
}
