package io.meshwright.governance.compliance;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Place;
import io.meshwright.contract.Severity;
import io.meshwright.governance.Enforcement;
import io.meshwright.governance.PolicyViolation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;

/**
 * A report in SARIF 2.1.0, which code hosts show beside the line.
 *
 * <p>Rules are results' ids, {@code policy/rule}; a waiver is a suppression; the violation's id is
 * the fingerprint {@code meshViolation/v1}. A product that was not evaluated makes the invocation
 * unsuccessful, with a notification that says why.
 */
public final class ComplianceSarif {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private ComplianceSarif() {}

  /** The report, with the places below {@code root} relative to it. */
  public static ObjectNode of(ComplianceReport report, Path root) {
    ObjectNode json = MAPPER.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = json.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "mesh");
    ArrayNode rules = driver.putArray("rules");
    report.products().stream()
        .flatMap(product -> product.evaluatedRules().stream())
        .map(Object::toString)
        .distinct()
        .sorted()
        .forEach(rule -> rules.addObject().put("id", rule));
    invocation(run.putArray("invocations").addObject(), report);
    ArrayNode results = run.putArray("results");
    report.products().stream()
        .flatMap(product -> product.findings().stream())
        .forEach(finding -> result(results.addObject(), finding, root));
    return json;
  }

  private static void invocation(ObjectNode invocation, ComplianceReport report) {
    ArrayNode notifications = MAPPER.createArrayNode();
    report.products().stream()
        .filter(product -> product.reason().isPresent())
        .forEach(
            product ->
                notifications
                    .addObject()
                    .put("level", "error")
                    .putObject("message")
                    .put(
                        "text",
                        "%s was not evaluated: %s"
                            .formatted(product.name(), product.reason().orElseThrow())));
    invocation.put("executionSuccessful", !report.products().isEmpty() && notifications.isEmpty());
    invocation.set("toolExecutionNotifications", notifications);
  }

  private static void result(ObjectNode result, Finding finding, Path root) {
    PolicyViolation violation = finding.violation();
    result.put("ruleId", violation.rule().toString()).put("level", level(violation));
    result
        .putObject("message")
        .put(
            "text",
            "%s: %s (expected %s, found %s). Fix: %s"
                .formatted(
                    violation.product(),
                    violation.breach().message(),
                    violation.breach().expected(),
                    violation.breach().actual(),
                    violation.breach().remediation()));
    ObjectNode location = result.putArray("locations").addObject();
    violation.place().ifPresent(place -> physical(location, place, root));
    location
        .putArray("logicalLocations")
        .addObject()
        .put(
            "fullyQualifiedName",
            violation.path().isEmpty()
                ? violation.product().toString()
                : violation.product() + "/" + violation.path());
    result.putObject("partialFingerprints").put("meshViolation/v1", violation.id());
    violation
        .waiver()
        .ifPresent(
            waiver ->
                result
                    .putArray("suppressions")
                    .addObject()
                    .put("kind", "external")
                    .put("status", "accepted")
                    .put("justification", "waiver " + waiver));
  }

  private static void physical(ObjectNode location, Place place, Path root) {
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(place.file(), root));
    physical.putObject("region").put("startLine", place.line()).put("startColumn", place.column());
  }

  /** Relative where it can be, as code hosts want it. */
  private static String uri(Path file, Path root) {
    Path whole = root.toAbsolutePath().resolve(file).normalize();
    if (!whole.startsWith(root.toAbsolutePath().normalize())) {
      return whole.toUri().toString();
    }

    String path =
        StreamSupport.stream(
                root.toAbsolutePath().normalize().relativize(whole).spliterator(), false)
            .map(Path::toString)
            .reduce((left, right) -> left + "/" + right)
            .orElse("");
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      return whole.toUri().toString();
    }
  }

  private static String level(PolicyViolation violation) {
    if (violation.severity() == Severity.INFO) {
      return "note";
    }

    return violation.severity().compareTo(Severity.ERROR) >= 0
            && violation.enforcement() == Enforcement.BLOCK
        ? "error"
        : "warning";
  }
}
