package io.meshwright.cli;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the XML that Ant's JUnit task made and that build servers read. */
final class JunitXml {

  /** What XML 1.0 cannot hold, not even escaped. */
  private static final Pattern NO_XML =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  enum Result {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /** One test case; {@code output} is told whatever the result. */
  record Case(
      String name, Result result, String type, String message, String text, String output) {}

  /**
   * One test suite.
   *
   * @param time how long it took, in seconds
   * @param timestamp when it began, in UTC and without a zone
   */
  record Suite(
      String name,
      String time,
      String timestamp,
      Map<String, String> properties,
      List<Case> cases) {}

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private JunitXml() throws XMLStreamException {
    this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
  }

  static String of(List<Suite> suites) {
    try {
      return new JunitXml().document(suites);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Cannot write XML", e);
    }
  }

  private String document(List<Suite> suites) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    totals(suites.stream().flatMap(suite -> suite.cases().stream()).toList());
    for (Suite suite : suites) {
      suite(suite);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
    return text.append('\n').toString();
  }

  private void suite(Suite suite) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    attribute("name", suite.name());
    totals(suite.cases());
    attribute("time", suite.time());
    attribute("timestamp", suite.timestamp());
    xml.writeStartElement("properties");
    for (Map.Entry<String, String> property : suite.properties().entrySet()) {
      xml.writeEmptyElement("property");
      attribute("name", property.getKey());
      attribute("value", property.getValue());
    }
    xml.writeEndElement();
    for (Case each : suite.cases()) {
      testCase(suite.name(), each);
    }
    xml.writeEndElement();
  }

  private void totals(List<Case> cases) throws XMLStreamException {
    attribute("tests", String.valueOf(cases.size()));
    attribute("failures", count(cases, Result.FAILURE));
    attribute("errors", count(cases, Result.ERROR));
    attribute("skipped", count(cases, Result.SKIPPED));
  }

  private void testCase(String suite, Case each) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("name", each.name());
    attribute("classname", suite);
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

  private static String count(List<Case> cases, Result result) {
    return String.valueOf(cases.stream().filter(each -> each.result() == result).count());
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, printable(value));
  }

  private static String printable(String value) {
    return NO_XML.matcher(value).replaceAll("\uFFFD");
  }
}
