package io.meshwright.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Recorded runs in the XML that Ant's JUnit task made and that build servers read: a test suite a
 * run, named for its product, and a test case a rule.
 *
 * <p>The case {@code run} is there for what no rule explains, such as an input that is missing: it
 * fails exactly if the run did not end well and no rule says why.
 */
final class JunitReport {

  /** What XML 1.0 cannot hold, not even escaped. */
  private static final Pattern NO_XML =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneOffset.UTC);

  private static final Set<String> STOPPING_SEVERITIES = Set.of("error", "critical");

  private enum Result {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /** One test case; {@code output} is told whatever the result. */
  private record Case(
      String name, Result result, String type, String message, String text, String output) {}

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private JunitReport() throws XMLStreamException {
    this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
  }

  /** Makes the document from reports in the form of {@code run.json}. */
  static String of(List<JsonNode> reports) {
    try {
      return new JunitReport().document(reports);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Cannot write XML", e);
    }
  }

  /** Says whether a rule's result alone keeps a run from ending well. */
  static boolean stops(JsonNode rule) {
    String verdict = rule.path("verdict").asText();
    return verdict.equals("unmeasured") || (verdict.equals("failed") && keepsRowsOut(rule));
  }

  private String document(List<JsonNode> reports) throws XMLStreamException {
    List<List<Case>> suites = reports.stream().map(JunitReport::cases).toList();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    totals(suites.stream().flatMap(List::stream).toList());
    for (int i = 0; i < reports.size(); i++) {
      suite(reports.get(i), suites.get(i));
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return text.append('\n').toString();
  }

  private void suite(JsonNode report, List<Case> cases) throws XMLStreamException {
    Instant start = Instant.parse(report.path("started_at").asText());
    Duration took = Duration.between(start, Instant.parse(report.path("ended_at").asText()));
    String product = report.path("product").asText();
    xml.writeStartElement("testsuite");
    attribute("name", product);
    totals(cases);
    attribute("time", String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0));
    attribute("timestamp", LOCAL_TIME.format(start.truncatedTo(ChronoUnit.SECONDS)));
    xml.writeStartElement("properties");
    for (Map.Entry<String, String> property : properties(report).entrySet()) {
      xml.writeEmptyElement("property");
      attribute("name", property.getKey());
      attribute("value", property.getValue());
    }
    xml.writeEndElement();
    for (Case each : cases) {
      testCase(product, each);
    }
    xml.writeEndElement();
  }

  private void totals(List<Case> cases) throws XMLStreamException {
    attribute("tests", String.valueOf(cases.size()));
    attribute("failures", count(cases, Result.FAILURE));
    attribute("errors", count(cases, Result.ERROR));
    attribute("skipped", count(cases, Result.SKIPPED));
  }

  private void testCase(String product, Case each) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("name", each.name());
    attribute("classname", product);
    attribute("time", "0");
    switch (each.result()) {
      case PASSED -> {}
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        attribute("message", each.message());
      }
      case FAILURE, ERROR -> {
        xml.writeStartElement(each.result().name().toLowerCase(Locale.ROOT));
        attribute("message", each.message());
        attribute("type", each.type());
        xml.writeCharacters(printable(each.text()));
        xml.writeEndElement();
      }
    }
    if (!each.output().isEmpty()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(printable(each.output()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
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

  private static String count(List<Case> cases, Result result) {
    return String.valueOf(cases.stream().filter(each -> each.result() == result).count());
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, printable(value));
  }

  private static String printable(String value) {
    return NO_XML.matcher(value).replaceAll("\uFFFD");
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
