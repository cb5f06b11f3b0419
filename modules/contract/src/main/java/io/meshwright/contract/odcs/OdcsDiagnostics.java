package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.List;
import java.util.Optional;

/** Every message that reading a document can produce, in one place to be reviewed as text. */
final class OdcsDiagnostics {

  private static final int LONGEST_QUOTE = 80;

  private static final String KEPT = "nothing to do: an export onto this document keeps it";

  private OdcsDiagnostics() {}

  // The document

  static Diagnostic noDocument(Place place) {
    return error(
        place,
        "the file has no data contract in it",
        "start with the keys apiVersion, kind, id, version and schema");
  }

  static Diagnostic otherKind(Located<String> kind) {
    return error(
        kind.place(),
        "the document is a %s, not a DataContract".formatted(quoted(kind.value())),
        "name a file of kind: DataContract");
  }

  static Diagnostic olderVersion(Located<String> version) {
    return error(
        version.place(),
        "ODCS %s is not read".formatted(quoted(version.value())),
        "bring the document to v3.0.0 or later; its layout changed there");
  }

  static Diagnostic newerVersion(Located<String> version, List<String> skipped) {
    return warning(
        version.place(),
        "ODCS %s is newer than the newest known, 3.2; %s"
            .formatted(
                quoted(version.value()),
                skipped.isEmpty()
                    ? "every key of the document is known"
                    : "skipped: " + String.join(", ", skipped)),
        "check that what is skipped promises nothing that the contract should");
  }

  static Diagnostic keyOfLaterVersion(
      YamlNode.Entry entry, OdcsVersion since, OdcsVersion version) {
    return warning(
        entry.place(),
        "%s came with ODCS %s, and the document says %s"
            .formatted(quoted(entry.key()), since, version),
        "write apiVersion: %s, or other tools may refuse the document"
            .formatted(since.apiVersion()));
  }

  static Diagnostic unknownKey(YamlNode.Entry entry, Optional<String> meant) {
    return warning(
        entry.place(),
        "ODCS has no key %s here; it is kept, and has no effect".formatted(quoted(entry.key())),
        meant
            .map(key -> "did you mean %s? Else move it to customProperties".formatted(quoted(key)))
            .orElse("move it to customProperties"));
  }

  static Diagnostic noCounterpart(Place place, String path, int times) {
    return notice(
        place,
        "%s has no counterpart in a contract%s"
            .formatted(quoted(path), times == 1 ? "" : " (%d times, first here)".formatted(times)),
        KEPT);
  }

  static Diagnostic missing(Place place, String key) {
    return error(
        place, "%s is missing".formatted(quoted(key)), "add %s with a value".formatted(key + ":"));
  }

  static Diagnostic wrongShape(YamlNode node, String what, String wanted) {
    return error(
        node.place(), "%s is %s".formatted(what, node.kind()), "write it as %s".formatted(wanted));
  }

  static Diagnostic noFlag(Located<String> text, String key) {
    return error(
        text.place(),
        "%s is %s".formatted(quoted(key), quoted(text.value())),
        "write true or false");
  }

  static Diagnostic noSchema(Place place, boolean isActive) {
    return isActive
        ? error(
            place,
            "an active contract has no schema",
            "add schema: with an object, or write status: draft")
        : warning(
            place,
            "the document has no schema, so no contract comes of it",
            "add schema: with an object");
  }

  static Diagnostic qualityOfDocument(Place place) {
    return warning(
        place,
        "'quality' of a whole document is not supported by the standard, and not enforced",
        "move each rule to the object or property it is about");
  }

  static Diagnostic unknownStatus(Located<String> status) {
    return warning(
        status.place(),
        "unknown status %s".formatted(quoted(status.value())),
        "use one of proposed, draft, active, deprecated, retired");
  }

  static Diagnostic noSemanticVersion(Located<String> version, String near) {
    return warning(
        version.place(),
        "version %s is not major.minor.patch; the contract gets %s"
            .formatted(quoted(version.value()), near),
        "decide which version the contract has");
  }

  // What is left to decide

  static Diagnostic noDomain(Place place, String instead) {
    return warning(
        place,
        "the document names no domain; the contract gets %s".formatted(quoted(instead)),
        "decide which domain answers for the product, and write it to the contract");
  }

  static Diagnostic noTeam(Place place, String instead) {
    return warning(
        place,
        "the document names no team; the contract's owner is %s".formatted(quoted(instead)),
        "decide which team answers for the product: owner.team");
  }

  static Diagnostic noLocation(Place place, String instead) {
    return warning(
        place,
        "no server has an absolute location; the contract gets %s".formatted(instead),
        "decide where the table is published: schema.location");
  }

  static Diagnostic variableInLocation(Place place) {
    return warning(
        place,
        "the location has a variable, which a contract does not resolve",
        "write the location out, or map it under mesh.storage");
  }

  static Diagnostic otherFormat(Place place, String format) {
    return notice(
        place,
        "the data is %s; a product is published as delta".formatted(quoted(format)),
        "decide whether this data is an input of the product");
  }

  static Diagnostic noTransform(Place place, String product) {
    return notice(
        place,
        "a document does not say how %s is made".formatted(quoted(product)),
        "decide inputs and transform before the first run; validate does not need them");
  }

  static Diagnostic renamed(Located<String> name, String what, String part) {
    return notice(
        name.place(),
        "the %s %s is called %s in the contract".formatted(what, quoted(name.value()), part),
        "decide whether that name is right: a-z, 0-9 and _, starting with a letter");
  }

  static Diagnostic repeatedObject(Located<String> name, String product) {
    return error(
        name.place(),
        "two objects would both be the product '%s'".formatted(product),
        "give one of them another name");
  }

  // Types

  static Diagnostic noType(Place place, FieldType instead) {
    return warning(
        place,
        "the property has no type; the contract says %s".formatted(instead),
        "decide which type it has");
  }

  static Diagnostic numberWithoutSize(Place place) {
    return warning(
        place,
        "a number without format or physicalType; the contract says double",
        "decide whether it is exact: physicalType: decimal(p,s)");
  }

  static Diagnostic timeIsText(Place place) {
    return notice(
        place,
        "a table has no time of day; the contract says string",
        "add a pattern if it matters");
  }

  static Diagnostic partsMissing(Place place, String key, FieldType instead) {
    return warning(
        place,
        "the type has no %s; the contract says %s".formatted(quoted(key), instead),
        "add %s, or a physicalType that says it all".formatted(key + ":"));
  }

  static Diagnostic unknownLogicalType(Place place, String type, FieldType instead) {
    return warning(
        place,
        "unknown logicalType %s; the contract says %s".formatted(quoted(type), instead),
        "use one of string, date, timestamp, time, number, integer, object, array, boolean, map,"
            + " vector");
  }

  static Diagnostic physicalTypeDiffers(Place place, String physical, FieldType type) {
    return warning(
        place,
        "physicalType %s is not of the logicalType; the contract says %s"
            .formatted(quoted(physical), type),
        "correct one of the two");
  }

  static Diagnostic formatDiffers(Place place, String format, FieldType type) {
    return warning(
        place,
        "format %s is not of the physicalType; the contract says %s"
            .formatted(quoted(format), type),
        "correct one of the two");
  }

  static Diagnostic unknownClassification(Located<String> text) {
    return warning(
        text.place(),
        "classification %s has no counterpart".formatted(quoted(text.value())),
        "decide which it is: public, internal, confidential or restricted");
  }

  static Diagnostic keyOrder(Place place) {
    return notice(
        place,
        "the order of the primary key differs from that of the properties",
        "nothing to do: a contract's key has the order of its fields");
  }

  static Diagnostic repeatedChoice(Place place, Place first) {
    return error(
        place,
        "the value is already in the enum, on line %d".formatted(first.line()),
        "delete one of them; a label does not tell values apart");
  }

  // Rules

  static Diagnostic ruleWithoutType(Place place) {
    return error(
        place,
        "the rule has neither a type nor a metric, and measures nothing",
        "add metric:, or type: text where it is only to be read");
  }

  static Diagnostic unknownRuleType(Place place, String type) {
    return warning(
        place,
        "unknown type of rule %s; it is not enforced".formatted(quoted(type)),
        "use one of library, sql, custom, text");
  }

  static Diagnostic textNotEnforced(Place place) {
    return notice(
        place,
        "a rule of type text is not enforced",
        "write it as sql or with a metric if it can be");
  }

  static Diagnostic otherEngine(Place place, String engine) {
    return notice(
        place,
        "a rule of the engine %s is not enforced".formatted(quoted(engine)),
        "write it as sql or with a metric if it can be");
  }

  static Diagnostic notMeasured(Place place, String what, boolean hasComparison) {
    return warning(
        place,
        hasComparison
            ? "%s is no metric of this object or property, or lacks its arguments; not enforced"
                .formatted(quoted(what))
            : "the rule says not what %s must be; it is not enforced".formatted(quoted(what)),
        hasComparison
            ? "use nullValues, missingValues, invalidValues, duplicateValues or rowCount"
            : "add one of " + String.join(", ", Comparison.KEYS));
  }

  static Diagnostic ruleRefused(Place place, Diagnostic reason) {
    return warning(place, "the rule is not enforced: " + reason.problem(), reason.fix());
  }

  static Diagnostic twoOperators(Place place, String first, String second) {
    return error(
        place,
        "the rule has both %s and %s".formatted(quoted(first), quoted(second)),
        "keep one, or write two rules");
  }

  static Diagnostic badOperand(Place place, Comparison.Operator operator) {
    return error(
        place,
        "%s needs %s"
            .formatted(
                quoted(operator.key()), operator.hasTwoNumbers() ? "two numbers" : "one number"),
        operator.hasTwoNumbers() ? "write it as [least, most]" : "write a number such as 0");
  }

  static Diagnostic betweenIsClosed(Place place) {
    return warning(
        place,
        "whether the ends belong to an interval is not clear in the standard; here they do",
        "use two rules, with mustBeGreaterThan and mustBeLessThan, if they do not");
  }

  static Diagnostic patternBesideArguments(Place place) {
    return error(
        place,
        "'pattern' stands beside 'arguments', and so measures nothing",
        "write arguments: {pattern: ...}");
  }

  static Diagnostic unknownSeverity(Located<String> severity) {
    return warning(
        severity.place(),
        "unknown severity %s; the usual one holds".formatted(quoted(severity.value())),
        "use one of info, warning, error");
  }

  static Diagnostic unknownDimension(Located<String> dimension) {
    return warning(
        dimension.place(),
        "unknown dimension %s".formatted(quoted(dimension.value())),
        "use one of accuracy, completeness, conformity, consistency, coverage, timeliness,"
            + " uniqueness");
  }

  static Diagnostic otherObject(Place place, String object) {
    return notice(
        place,
        "the query reads %s, which is another product".formatted(quoted(object)),
        "decide: declare it among the inputs, or name it under tables");
  }

  // Relationships, access and service levels

  static Diagnostic relationshipDescription(Place place) {
    return warning(
        place,
        "the standard's schema has no 'description' of a relationship",
        "move it to customProperties, or other tools may refuse the document");
  }

  static Diagnostic fromOnProperty(Place place) {
    return warning(
        place, "'from' of a property's relationship is the property itself", "delete it");
  }

  static Diagnostic unequalRelationship(Place place, int from, int to) {
    return error(
        place,
        "the relationship goes from %d properties to %d".formatted(from, to),
        "name as many in 'to' as in 'from'");
  }

  static Diagnostic compositeRelationship(Place place) {
    return notice(
        place,
        "a relationship of several properties together is not enforced",
        "write it as a quality rule of type sql if it can be");
  }

  static Diagnostic foreignReference(Place place) {
    return notice(
        place,
        "the relationship leads to no product that is known here; it is not enforced",
        "decide which product is meant, and write references: domain.product.field");
  }

  static Diagnostic unknownAccess(Place place) {
    return warning(
        place,
        "the role has neither read nor write as its access, and is granted nothing",
        "write access: read or access: write");
  }

  static Diagnostic clauseNotMapped(Place place, String property) {
    return notice(
        place,
        "the service level %s has no counterpart in a contract, or not in this unit or of this"
                .formatted(quoted(property))
            + " element",
        KEPT);
  }

  static Diagnostic yearsCounted(Place place, int days) {
    return notice(
        place, "a year of retention is counted as %d days".formatted(days), "nothing to do");
  }

  // How to say it

  private static Diagnostic error(Place place, String problem, String fix) {
    return place.tell(Level.ERROR, problem, fix);
  }

  private static Diagnostic warning(Place place, String problem, String fix) {
    return place.tell(Level.WARNING, problem, fix);
  }

  private static Diagnostic notice(Place place, String problem, String fix) {
    return place.tell(Level.NOTICE, problem, fix);
  }

  /** On one line, and not without end. */
  private static String quoted(String value) {
    String line = value.replaceAll("\\p{Cntrl}+", " ");
    return "'"
        + (line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...")
        + "'";
  }
}
