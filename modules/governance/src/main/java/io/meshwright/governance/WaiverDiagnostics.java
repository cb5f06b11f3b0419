package io.meshwright.governance;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Diagnostic.Level;
import io.meshwright.contract.Located;
import io.meshwright.contract.NearestName;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.YamlNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;

/** Every message that reading waivers can produce. */
final class WaiverDiagnostics {

  private static final int MOST_LISTED = 10;

  private WaiverDiagnostics() {}

  static Diagnostic noText(Path file) {
    return error(Place.startOf(file), "the file is not UTF-8 text", "save it in UTF-8");
  }

  static Diagnostic noList(Place place) {
    return error(
        place,
        "a file of waivers has one key, 'waivers', and a list there",
        "write waivers: [{rule: policy/rule, product: domain.product, reason: ..., approver: ...,"
            + " approved_on: 2024-01-15, expires_on: 2024-03-01}]");
  }

  static Diagnostic noMapping(Place place) {
    return error(
        place,
        "a waiver is a mapping with the keys " + String.join(", ", WaiverEntry.KEYS),
        "write {rule: policy/rule, product: domain.product, ...}");
  }

  static Diagnostic unknownKey(YamlNode.Entry entry) {
    return error(
        entry.place(),
        "unknown key '%s'".formatted(entry.key()),
        NearestName.find(entry.key(), WaiverEntry.KEYS)
            .map("did you mean '%s'?"::formatted)
            .orElse("use " + String.join(", ", WaiverEntry.KEYS)));
  }

  static Diagnostic missing(Place place, String key) {
    return error(place, "the waiver has no '%s'".formatted(key), "add %s: ...".formatted(key));
  }

  static Diagnostic noValue(Place place, String key) {
    return error(place, "'%s' has no text".formatted(key), "give a single value");
  }

  static Diagnostic noProductName(Located<String> text) {
    return error(
        text.place(),
        "'%s' is no name of a product".formatted(text.value()),
        "write domain.product, such as sales.orders");
  }

  static Diagnostic noDay(Located<String> text) {
    return error(
        text.place(),
        "'%s' is no day".formatted(text.value()),
        "write year-month-day, such as 2024-01-15");
  }

  static Diagnostic unknownRule(Located<String> rule, Collection<String> known) {
    return error(
        rule.place(), "unknown rule '%s'".formatted(rule.value()), fix(rule.value(), known));
  }

  static Diagnostic unknownProduct(Located<ProductName> product, Set<ProductName> known) {
    return error(
        product.place(),
        "unknown product '%s'".formatted(product.value()),
        fix(product.value().toString(), known.stream().map(ProductName::toString).toList()));
  }

  static Diagnostic ownApproval(Located<String> approver, ProductName product) {
    return error(
        approver.place(),
        "'%s' owns %s, and cannot waive a rule for it".formatted(approver.value(), product),
        "have somebody else approve it");
  }

  static Diagnostic twoEyes(Located<String> approver, String domain) {
    return error(
        approver.place(),
        "'%s' alone approved it, and the domain %s is under SOX"
            .formatted(approver.value(), domain),
        "have a second person approve it: approvers: [%s, ...]".formatted(approver.value()));
  }

  static Diagnostic bothApprovers(Place place) {
    return error(place, "there are 'approver' and 'approvers'", "keep one of them");
  }

  static Diagnostic noApprovers(Place place) {
    return error(place, "'approvers' is no list of people", "write approvers: [one, another]");
  }

  static Diagnostic wrongTime(Place place, String reason) {
    return error(
        place,
        reason,
        "let it end at most %d days after approved_on; who needs longer asks again"
            .formatted(Waiver.LONGEST_DAYS));
  }

  static Diagnostic twice(Waiver waiver, Place before) {
    return error(
        waiver.place(),
        "the same waiver stands in %s:%d".formatted(before.file(), before.line()),
        "delete one of them");
  }

  static Diagnostic over(Waiver waiver) {
    return waiver
        .place()
        .tell(
            Level.WARNING,
            "the waiver of %s for %s is over since %s: the rule holds again"
                .formatted(waiver.rule(), waiver.product(), waiver.expiresOn()),
            "keep the rule and delete the waiver, or have it approved again");
  }

  private static String fix(String name, Collection<String> known) {
    return NearestName.find(name, known.stream().sorted().toList())
        .map("did you mean '%s'?"::formatted)
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "there is none"
                    : "use one of "
                        + String.join(", ", known.stream().sorted().limit(MOST_LISTED).toList()));
  }

  private static Diagnostic error(Place place, String problem, String fix) {
    return place.tell(Level.ERROR, problem, fix);
  }
}
