package io.meshwright.governance.compliance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Place;
import io.meshwright.governance.NotEvaluated;
import io.meshwright.governance.PolicyViolation;
import io.meshwright.governance.Waiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A report as one page of HTML: nothing is loaded, no script runs, and it follows the reader's
 * choice of light or dark.
 */
public final class ComplianceHtml {

  private static final Comparator<ProductCompliance> WORST_FIRST =
      comparing(ProductCompliance::status)
          .reversed()
          .thenComparing(product -> product.score().orElse(0))
          .thenComparing(ProductCompliance::name);

  private final ComplianceReport report;
  private final StringBuilder page = new StringBuilder();

  private ComplianceHtml(ComplianceReport report) {
    this.report = report;
  }

  public static String of(ComplianceReport report) {
    return new ComplianceHtml(report).write();
  }

  private String write() {
    add(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Compliance of the mesh, %s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        """
            .formatted(report.at(), style()));
    header();
    domains();
    products();
    notEvaluated();
    waivers();
    deprecations();
    add(
        """
        </main>
        </body>
        </html>
        """);
    return page.toString();
  }

  private void header() {
    Tally mesh = report.mesh();
    add(
        """
        <h1>Compliance of the mesh</h1>
        <p>%s: %s.</p>
        <p class="faint">At %s, by the policies <code>%s</code>. A rule that only a waiver allows counts as not kept.</p>
        <ul class="tiles">
        <li><b>%s</b>score</li>
        <li><b>%d of %d</b>rules kept</li>
        """
            .formatted(
                status(mesh.status()),
                summary(mesh),
                text(report.at()),
                text(report.policySetHash()),
                score(mesh.score()),
                mesh.kept(),
                mesh.rules()));
    Arrays.stream(ComplianceStatus.values())
        .sorted(reverseOrder())
        .forEach(status -> tile(status, mesh.count(status)));
    add("</ul>\n");
  }

  private void tile(ComplianceStatus status, int count) {
    add(
        "<li%s><b>%d</b>%s</li>\n"
            .formatted(count == 0 ? " class=\"none\"" : "", count, status(status)));
  }

  private static String summary(Tally mesh) {
    int denied = mesh.count(ComplianceStatus.DENIED);
    int unknown = mesh.count(ComplianceStatus.NOT_EVALUATED);
    if (denied + unknown == 0) {
      return total(mesh) == 0 ? "there is no product" : "every product may be published";
    }

    if (denied == 0) {
      return "%d of %s not evaluated".formatted(unknown, products(mesh));
    }

    return "%d of %s may not be published".formatted(denied, products(mesh))
        + (unknown == 0 ? "" : ", %d not evaluated".formatted(unknown));
  }

  private static String products(Tally tally) {
    return total(tally) == 1 ? "1 product" : total(tally) + " products";
  }

  private static int total(Tally tally) {
    return tally.products().values().stream().mapToInt(Integer::intValue).sum();
  }

  private void domains() {
    table(
        "Domains",
        List.of("domain", "status", "#score", "#products", "#denied", "#not evaluated"),
        report.domains().entrySet().stream()
            .sorted(
                comparing((Map.Entry<String, Tally> domain) -> domain.getValue().status())
                    .reversed()
                    .thenComparing(domain -> domain.getValue().score().orElse(0))
                    .thenComparing(Map.Entry::getKey))
            .map(ComplianceHtml::domain)
            .toList());
  }

  private static List<String> domain(Map.Entry<String, Tally> domain) {
    Tally tally = domain.getValue();
    return List.of(
        domain.getKey().isEmpty() ? "not known" : text(domain.getKey()),
        status(tally.status()),
        score(tally.score()),
        Integer.toString(total(tally)),
        Integer.toString(tally.count(ComplianceStatus.DENIED)),
        Integer.toString(tally.count(ComplianceStatus.NOT_EVALUATED)));
  }

  private void products() {
    List<ProductCompliance> products = report.products().stream().sorted(WORST_FIRST).toList();
    table(
        "Products",
        List.of("product", "status", "#score", "#rules kept", "#violations", "policies"),
        products.stream().map(ComplianceHtml::product).toList());
    add("<h2>What is not kept</h2>\n");
    if (products.stream().allMatch(product -> product.findings().isEmpty())) {
      add("<p class=\"faint\">No violation was found in what was evaluated.</p>\n");
    }
    products.stream().filter(product -> !product.findings().isEmpty()).forEach(this::findings);
  }

  private static List<String> product(ProductCompliance product) {
    String name =
        product.findings().isEmpty()
            ? text(product.name())
            : "<a href=\"#%1$s\">%1$s</a>".formatted(text(product.name()));
    return List.of(
        name
            + product
                .version()
                .map(version -> " <span class=\"faint\">%s</span>".formatted(text(version)))
                .orElse("")
            + product
                .reason()
                .map(reason -> "<br><span class=\"faint\">%s</span>".formatted(text(reason)))
                .orElse(""),
        status(product.status()),
        score(product.score()),
        product.reason().isPresent() ? "-" : "%d of %d".formatted(product.kept(), product.rules()),
        product.reason().isPresent() ? "-" : Integer.toString(product.findings().size()),
        policies(product.policies()));
  }

  /** How many there are; which ones shows when the reader asks. */
  private static String policies(List<String> policies) {
    return policies.isEmpty()
        ? "-"
        : "<details><summary>%d</summary>%s</details>"
            .formatted(
                policies.size(),
                policies.stream().map(ComplianceHtml::text).collect(joining("<br>")));
  }

  private void findings(ProductCompliance product) {
    add(
        """
        <article id="%1$s">
        <header><h3>%1$s</h3>%2$s</header>
        <ul>
        """
            .formatted(text(product.name()), status(product.status())));
    product.findings().forEach(this::finding);
    add("</ul>\n</article>\n");
  }

  private void finding(Finding finding) {
    PolicyViolation violation = finding.violation();
    String severity = violation.severity().name().toLowerCase(Locale.ROOT);
    add(
        """
        <li>
        <p><b class="%1$s">%1$s</b> <code>%2$s</code> <span class="faint">%3$s, since %4$s (%5$s), id %6$s</span></p>
        <p>%7$s</p>
        <p class="faint">expected %8$s, found %9$s</p>
        <p>fix: %10$s</p>
        """
            .formatted(
                severity,
                text(violation.rule()),
                text(violation.rule().scope()),
                finding.firstSeen(),
                days(finding.days()),
                violation.id(),
                text(violation.breach().message()),
                text(violation.breach().expected()),
                text(violation.breach().actual()),
                text(violation.breach().remediation())));
    place(violation).ifPresent(place -> add("<p><code>%s</code></p>\n".formatted(text(place))));
    violation
        .waiver()
        .ifPresent(waiver -> add("<p class=\"waived\">waived: %s</p>\n".formatted(text(waiver))));
    add("</li>\n");
  }

  private static Optional<String> place(PolicyViolation violation) {
    return violation
        .place()
        .map((Place place) -> "%s:%d:%d".formatted(place.file(), place.line(), place.column()));
  }

  private void notEvaluated() {
    Map<NotEvaluated, Long> products =
        report.products().stream()
            .flatMap(product -> product.notEvaluated().stream())
            .collect(groupingBy(each -> each, TreeMap::new, counting()));
    table(
        "Rules that were not evaluated",
        List.of("rule", "why", "#products"),
        products.entrySet().stream()
            .map(
                each ->
                    List.of(
                        "<code>%s</code>".formatted(text(each.getKey().rule())),
                        text(each.getKey().reason()),
                        each.getValue().toString()))
            .toList());
  }

  private void waivers() {
    table(
        "Waivers",
        List.of("product", "rule", "state", "until", "#allows", "approved by", "reason"),
        report.waivers().stream().map(ComplianceHtml::waiver).toList());
  }

  private static List<String> waiver(WaiverUse use) {
    Waiver waiver = use.waiver();
    return List.of(
        text(waiver.product()),
        "<code>%s</code>".formatted(text(waiver.rule())),
        text(use.state()),
        "%s (%s)".formatted(waiver.expiresOn(), left(use.days())),
        Long.toString(use.violations()),
        waiver.approvers().stream().map(ComplianceHtml::text).collect(joining(", ")),
        text(waiver.reason()));
  }

  private void deprecations() {
    table(
        "Deprecations",
        List.of("product", "version", "announced", "ends", "replaced by"),
        report.deprecations().stream().map(ComplianceHtml::ending).toList());
  }

  private static List<String> ending(EndingVersion ending) {
    return List.of(
        text(ending.product()),
        text(ending.version()),
        ending.deprecation().announcedOn().toString(),
        "%s (%s)".formatted(ending.deprecation().sunsetOn(), left(ending.days())),
        ending.deprecation().replacement().map(ComplianceHtml::text).orElse("-"));
  }

  /** A table, or a word that there is nothing in it; a header with # is of numbers. */
  private void table(String title, List<String> headers, List<List<String>> rows) {
    add("<h2>%s</h2>\n".formatted(title));
    if (rows.isEmpty()) {
      add("<p class=\"faint\">None.</p>\n");
      return;
    }

    add("<div class=\"scroll\"><table>\n<thead><tr>");
    headers.forEach(
        header -> add("<th%s>%s</th>".formatted(numberClass(header), header.replace("#", ""))));
    add("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      add("<tr>");
      for (int i = 0; i < row.size(); i++) {
        add(
            "<td%s data-label=\"%s\">%s</td>"
                .formatted(
                    numberClass(headers.get(i)), headers.get(i).replace("#", ""), row.get(i)));
      }
      add("</tr>\n");
    }
    add("</tbody>\n</table></div>\n");
  }

  private static String numberClass(String header) {
    return header.startsWith("#") ? " class=\"number\"" : "";
  }

  private static String status(ComplianceStatus status) {
    return "<span class=\"status %s\">%s</span>"
        .formatted(status.toString().replace(' ', '-'), status);
  }

  private static String score(OptionalInt score) {
    return score.isPresent() ? score.getAsInt() + " %" : "-";
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private static String left(long days) {
    return days > 0 ? days(days) + " left" : "over";
  }

  private static String text(Object value) {
    return value
        .toString()
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private void add(String html) {
    page.append(html);
  }

  private static String style() {
    try (InputStream stream = ComplianceHtml.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read report.css", e);
    }
  }
}
