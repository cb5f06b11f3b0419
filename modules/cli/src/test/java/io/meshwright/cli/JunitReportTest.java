package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.SAXException;

/** Recorded runs as build servers read them. */
class JunitReportTest {

  private static final String RULES =
      """
      {"name": "id_unique", "severity": "error", "verdict": "passed",
       "expected": "id unique", "actual": "0 of 3 rows break it"},
      {"name": "amount_min", "severity": "error", "verdict": "tolerated",
       "expected": "amount >= 0", "actual": "1 of 3 rows break it"},
      {"name": "status_in", "severity": "critical", "verdict": "failed",
       "expected": "status in (a, <b>)", "actual": "2 of 3 rows break it"},
      {"name": "note_max_length", "severity": "warning", "verdict": "failed",
       "expected": "note has at most 5 characters", "actual": "1 of 3 rows break it"},
      {"name": "fresh", "severity": "error", "verdict": "unmeasured",
       "expected": "newest at most 2 h old", "actual": "no row has a value in \\u001b at"}
      """;

  @Test
  void writesASuiteARunAndACaseARule() throws Exception {
    String xml = JunitReport.of(List.of(report("rejected", 5, RULES, ""), published()));

    validate(xml);
    assertThat(xml.replace("><", ">\n<"))
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites tests="7" failures="1" errors="1" skipped="1">
            <testsuite name="sales.orders" tests="6" failures="1" errors="1" skipped="1" time="12.345" timestamp="2024-01-14T02:00:00">
            <properties>
            <property name="run_id" value="9b1f0c44"/>
            <property name="outcome" value="rejected"/>
            <property name="exit_code" value="5"/>
            <property name="logical_date" value="2024-01-14"/>
            <property name="environment" value="local"/>
            <property name="contract_version" value="2.1.0"/>
            </properties>
            <testcase name="run" classname="sales.orders" time="0">
            </testcase>
            <testcase name="id_unique" classname="sales.orders" time="0">
            </testcase>
            <testcase name="amount_min" classname="sales.orders" time="0">
            <system-out>tolerated: expected amount &gt;= 0, but 1 of 3 rows break it</system-out>
            </testcase>
            <testcase name="status_in" classname="sales.orders" time="0">
            <failure message="expected status in (a, &lt;b&gt;), but 2 of 3 rows break it" type="critical">expected status in (a, &lt;b&gt;), but 2 of 3 rows break it
            first seen 2024-01-12T02:00:00Z in run 77aa
            {"id":"b","status":"x"}
            SELECT 1</failure>
            </testcase>
            <testcase name="note_max_length" classname="sales.orders" time="0">
            <skipped message="warning: expected note has at most 5 characters, but 1 of 3 rows break it"/>
            </testcase>
            <testcase name="fresh" classname="sales.orders" time="0">
            <error message="expected newest at most 2 h old, but no row has a value in \uFFFD at" type="error">expected newest at most 2 h old, but no row has a value in \uFFFD at</error>
            </testcase>
            </testsuite>
            <testsuite name="sales.orders" tests="1" failures="0" errors="0" skipped="0" time="12.345" timestamp="2024-01-14T02:00:00">
            <properties>
            <property name="run_id" value="9b1f0c44"/>
            <property name="outcome" value="published"/>
            <property name="exit_code" value="0"/>
            <property name="logical_date" value="2024-01-14"/>
            <property name="environment" value="local"/>
            <property name="contract_version" value="2.1.0"/>
            </properties>
            <testcase name="run" classname="sales.orders" time="0">
            </testcase>
            </testsuite>
            </testsuites>
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "rejected, 5, failure",
    "failed,   3, error",
    "conflict, 7, error",
  })
  void neverCallsARunGoodThatNoRuleExplains(String outcome, int exitCode, String element)
      throws Exception {
    String xml =
        JunitReport.of(
            List.of(
                report(
                    outcome,
                    exitCode,
                    "",
                    "{\"problem\": \"Cannot read it\", \"fix\": \"put it there\"}")));

    validate(xml);
    assertThat(xml)
        .contains(
            "<%1$s message=\"the run was %2$s\" type=\"%2$s\">Cannot read it\n    fix: put it there</%1$s>"
                .formatted(element, outcome));
  }

  private static JsonNode published() {
    return report("published", 0, "", "");
  }

  private static JsonNode report(String outcome, int exitCode, String rules, String problems) {
    return Json.read(
        """
        {"run_id": "9b1f0c44", "product": "sales.orders", "contract": {"version": "2.1.0"},
         "logical_date": "2024-01-14", "environment": "local",
         "outcome": "%s", "exit_code": %d,
         "started_at": "2024-01-14T02:00:00Z", "ended_at": "2024-01-14T02:00:12.345Z",
         "rules": [%s],
         "explanations": [{"rule": "status_in",
           "since": {"run_id": "77aa", "started_at": "2024-01-12T02:00:00Z", "runs": 3},
           "examples": [{"id": "b", "status": "x"}], "sql": "SELECT 1"}],
         "notes": [], "problems": [%s]}
        """
            .formatted(outcome, exitCode, rules, problems));
  }

  private static void validate(String xml) throws SAXException, IOException {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(JunitReportTest.class.getResource("junit.xsd"));
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
  }
}
