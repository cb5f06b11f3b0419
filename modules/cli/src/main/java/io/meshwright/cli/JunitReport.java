package io.meshwright.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshwright.cli.JunitXml.Case;
import io.meshwright.cli.JunitXml.Result;
import io.meshwright.cli.JunitXml.Suite;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Recorded runs in JUnit's XML: a test suite a run, named for its product, and a test case a rule.
 *
 * <p>The case {@code run} is there for what no rule explains, such as an input that is missing: it
 * fails exactly if the run did not end well and no rule says why.
 */
final class JunitReport {

  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC);

  private static final Set<String> STOPPING_SEVERITIES = Set.of("error", "critical");

  private JunitReport() {}

  /** Makes the document from reports in the form of {@code run.json}. */
  static String of(List<JsonNode> reports) {
    return JunitXml.of(reports.stream().map(JunitReport::suite).toList());
  }

  /** An instant as JUnit writes it: to the second, in UTC, and without a zone. */
  static String timestamp(Instant instant) {
    return LOCAL_TIME.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Says whether a rule's result alone keeps a run from ending well. */
  static boolean stops(JsonNode rule) {
    String verdict = rule.path("verdict").asText();
    return verdict.equals("unmeasured") || (verdict.equals("failed") && keepsRowsOut(rule));
  }

  private static Suite suite(JsonNode report) {
    Instant start = Instant.parse(report.path("started_at").asText());
    Duration took = Duration.between(start, Instant.parse(report.path("ended_at").asText()));
    return new Suite(
        report.path("product").asText(),
        String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0),
        timestamp(start),
        properties(report),
        cases(report));
  }

  private static List<Case> cases(JsonNode report) {
    List<Case> cases = new ArrayList<>();
    report.path("rules").forEach(rule -> cases.add(rule(report, rule)));
    boolean isGood = report.path("exit_code").asInt() == 0;
    boolean isExplained =
        cases.stream()
            .anyMatch(each -> each.result() == Result.FAILURE || each.result() == Result.ERROR);
    String outcome = report.path("outcome").asText().replace('_', ' ');
    Result result = Result.PASSED;
    if (!isGood && !isExplained) {
      result = outcome.equals("rejected") ? Result.FAILURE : Result.ERROR;
    }
    String problems =
        Stream.concat(
                stream(report.path("problems"))
                    .map(
                        each ->
                            each.path("problem").asText()
                                + "\n    fix: "
                                + each.path("fix").asText()),
                stream(report.path("notes")).map(JsonNode::asText))
            .collect(joining("\n"));
    cases.add(0, new Case("run", result, outcome, "the run was " + outcome, problems, ""));
    return cases;
  }

  private static Case rule(JsonNode report, JsonNode rule) {
    String verdict = rule.path("verdict").asText();
    String message =
        "expected %s, but %s"
            .formatted(rule.path("expected").asText(), rule.path("actual").asText());
    Result result = Result.PASSED;
    if (verdict.equals("unmeasured")) {
      result = Result.ERROR;
    } else if (verdict.equals("failed")) {
      result = keepsRowsOut(rule) ? Result.FAILURE : Result.SKIPPED;
    }
    String severity = rule.path("severity").asText();
    return new Case(
        rule.path("name").asText(),
        result,
        severity,
        result == Result.SKIPPED ? severity + ": " + message : message,
        message + explanation(report, rule).map(found -> "\n" + found).orElse(""),
        verdict.equals("tolerated") ? "tolerated: " + message : "");
  }

  private static Optional<String> explanation(JsonNode report, JsonNode rule) {
    return stream(report.path("explanations"))
        .filter(each -> each.path("rule").equals(rule.path("name")))
        .findFirst()
        .map(
            each ->
                Stream.of(
                        Stream.of(
                            "first seen %s in run %s"
                                .formatted(
                                    each.path("since").path("started_at").asText(),
                                    each.path("since").path("run_id").asText())),
                        stream(each.path("examples")).map(JsonNode::toString),
                        Stream.of(each.path("sql"))
                            .filter(JsonNode::isTextual)
                            .map(JsonNode::asText))
                    .flatMap(lines -> lines)
                    .collect(joining("\n")));
  }

  private static boolean keepsRowsOut(JsonNode rule) {
    return STOPPING_SEVERITIES.contains(rule.path("severity").asText());
  }

  private static Map<String, String> properties(JsonNode report) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String name : List.of("run_id", "outcome", "exit_code", "logical_date", "environment")) {
      properties.put(name, report.path(name).asText());
    }
    properties.put("contract_version", report.path("contract").path("version").asText());
    return properties;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
