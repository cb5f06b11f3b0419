package io.meshwright.governance.compliance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Place;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.Waiver;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A report as JSON, for machines. What is not known is null, and never left out. */
public final class ComplianceJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ComplianceJson() {}

  public static ObjectNode of(ComplianceReport report) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("form", "mesh-compliance-1")
            .put("at", report.at().toString())
            .put("exit_code", report.exitCode().number())
            .put("policy_set_hash", report.policySetHash());
    json.set("mesh", tally(report.mesh()));
    ObjectNode domains = json.putObject("domains");
    report.domains().forEach((domain, tally) -> domains.set(domain, tally(tally)));
    json.set("products", array(report.products().stream().map(ComplianceJson::product)));
    json.set("waivers", array(report.waivers().stream().map(ComplianceJson::waiver)));
    json.set("deprecations", array(report.deprecations().stream().map(ComplianceJson::ending)));
    return json;
  }

  private static ObjectNode tally(Tally tally) {
    ObjectNode json = MAPPER.createObjectNode().put("status", word(tally.status()));
    score(json, tally.score());
    json.put("rules", tally.rules()).put("kept", tally.kept());
    ObjectNode products = json.putObject("products");
    tally.products().forEach((status, count) -> products.put(word(status), count));
    return json;
  }

  private static ObjectNode product(ProductCompliance product) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("product", product.name())
            .put("domain", product.domain().orElse(null))
            .put("version", product.version().orElse(null))
            .put("status", word(product.status()))
            .put("reason", product.reason().orElse(null));
    score(json, product.score());
    json.put("rules", product.rules()).put("kept", product.kept());
    product.policies().forEach(json.putArray("policies")::add);
    json.set(
        "not_evaluated",
        array(
            product.notEvaluated().stream()
                .map(
                    each ->
                        MAPPER
                            .createObjectNode()
                            .put("policy", each.rule().policy())
                            .put("rule", each.rule().rule())
                            .put("scope", each.rule().scope().toString())
                            .put("reason", each.reason()))));
    json.set("violations", array(product.findings().stream().map(ComplianceJson::finding)));
    return json;
  }

  private static ObjectNode finding(Finding finding) {
    PolicyViolation violation = finding.violation();
    Optional<Place> place = violation.place();
    return MAPPER
        .createObjectNode()
        .put("id", violation.id())
        .put("policy", violation.rule().policy())
        .put("rule", violation.rule().rule())
        .put("scope", violation.rule().scope().toString())
        .put("severity", word(violation.severity()))
        .put("enforcement", word(violation.enforcement()))
        .put("denies", violation.denies())
        .put("path", violation.path())
        .put("message", violation.breach().message())
        .put("expected", violation.breach().expected())
        .put("actual", violation.breach().actual())
        .put("remediation", violation.breach().remediation())
        .put("file", place.map(found -> found.file().toString()).orElse(null))
        .put("line", place.map(Place::line).orElse(null))
        .put("column", place.map(Place::column).orElse(null))
        .put("waiver", violation.waiver().orElse(null))
        .put("first_seen", finding.firstSeen().toString())
        .put("age_days", finding.days());
  }

  private static ObjectNode waiver(WaiverUse use) {
    Waiver waiver = use.waiver();
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("id", waiver.id())
            .put("product", waiver.product().toString())
            .put("rule", waiver.rule())
            .put("reason", waiver.reason());
    waiver.approvers().forEach(json.putArray("approvers")::add);
    return json.put("approved_on", waiver.approvedOn().toString())
        .put("expires_on", waiver.expiresOn().toString())
        .put("state", word(use.state()))
        .put("days_left", use.days())
        .put("violations", use.violations());
  }

  private static ObjectNode ending(EndingVersion ending) {
    Deprecation deprecation = ending.deprecation();
    return MAPPER
        .createObjectNode()
        .put("product", ending.product())
        .put("version", ending.version())
        .put("announced_on", deprecation.announcedOn().toString())
        .put("sunset_on", deprecation.sunsetOn().toString())
        .put("replacement", deprecation.replacement().map(Object::toString).orElse(null))
        .put("migration_guide", deprecation.migrationGuide().orElse(null))
        .put("days_left", ending.days());
  }

  private static void score(ObjectNode json, OptionalInt score) {
    json.put("score", score.isPresent() ? Integer.valueOf(score.getAsInt()) : null);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ArrayNode array(Stream<ObjectNode> elements) {
    ArrayNode array = MAPPER.createArrayNode();
    elements.forEach(array::add);
    return array;
  }
}
