package io.meshwright.contract.documents;

import static io.meshwright.contract.documents.Markdown.code;
import static io.meshwright.contract.documents.Markdown.text;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Access;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Deprecation;
import io.meshwright.contract.Field;
import io.meshwright.contract.Input;
import io.meshwright.contract.Release;
import io.meshwright.contract.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes what people read about a product: an overview, the data contract, the service level and
 * the version history.
 *
 * <p>The same contract and runs give the same pages, on any day. Examples of a field that holds
 * personal data are not shown.
 */
public final class ProductDocuments {

  public static final String OVERVIEW = "README.md";
  public static final String SCHEMA = "SCHEMA.md";
  public static final String SERVICE_LEVEL = "SLA.md";
  public static final String CHANGELOG = "CHANGELOG.md";

  private final Contract contract;
  private final Promises promises;

  private ProductDocuments(Contract contract) {
    this.contract = contract;
    this.promises = Promises.of(contract);
  }

  /**
   * The generated part of each page by the name of its file; {@link OwnersPart} adds the owner's.
   *
   * @param runs of this product, in any order; may be empty
   */
  public static Map<String, String> of(Contract contract, List<MeasuredRun> runs) {
    ProductDocuments documents = new ProductDocuments(contract);
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put(OVERVIEW, documents.overview());
    pages.put(SCHEMA, documents.schema());
    pages.put(SERVICE_LEVEL, new ServiceLevelPage(contract, documents.promises, runs).page());
    pages.put(CHANGELOG, documents.changelog());
    return pages;
  }

  private String overview() {
    Markdown page = new Markdown().title(1, contract.name().toString());
    contract.deprecation().ifPresent(notice -> page.block(deprecation(notice)));
    contract.description().ifPresent(page::prose);
    page.table(List.of("", ""), facts().stream());
    page.title(2, "Read it")
        .block(
            """
            ```
            mesh://%1$s@^%2$d
            spark.read.format("delta").load("<where your environment keeps the location>/v%2$d")
            ```"""
                .formatted(contract.name(), contract.version().major()));
    readers(page);
    inputs(page);
    page.title(2, "More")
        .items(
            Stream.of(
                "[SCHEMA.md](SCHEMA.md): the fields, and what is promised about them",
                "[SLA.md](SLA.md): what is promised over time, and what was measured",
                "[CHANGELOG.md](CHANGELOG.md): what each version changed"));
    return page.page();
  }

  private List<List<String>> facts() {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Version", contract.version().toString()));
    facts.add(List.of("Domain", contract.name().domain()));
    facts.add(List.of("Owner", text(contract.owner().team())));
    contract.owner().contact().ifPresent(contact -> facts.add(List.of("Contact", text(contact))));
    contract.owner().slack().ifPresent(slack -> facts.add(List.of("Slack", text(slack))));
    contract
        .handling()
        .classification()
        .ifPresent(kind -> facts.add(List.of("Classification", word(kind))));
    contract
        .handling()
        .retentionDays()
        .ifPresent(days -> facts.add(List.of("Kept for", days + " days, as asked for")));
    facts.add(List.of("Location", code(contract.schema().location())));
    if (!contract.schema().partitionedBy().isEmpty()) {
      facts.add(List.of("Partitioned by", codes(contract.schema().partitionedBy())));
    }
    facts.add(List.of("Written", written()));
    return facts;
  }

  private String written() {
    return switch (contract.production().write().mode()) {
      case FULL -> "in full: the table is exactly the rows of the last run";
      case SLICE -> "by slice: one partition is exactly the rows of its last run";
      case APPEND -> "by adding rows";
      case MERGE -> "by merging rows of the key " + codes(contract.production().write().keys());
      case SCD2 -> "with history of the key " + codes(contract.production().write().keys());
    };
  }

  private void readers(Markdown page) {
    Access access = contract.access();
    page.block(
        "Who may read it: the domain %s%s."
            .formatted(
                contract.name().domain(),
                Stream.concat(access.read().stream(), access.write().stream())
                    .filter(grantee -> !isOwnersDomain(grantee))
                    .map(grantee -> ", the %s %s".formatted(grantee.kind(), text(grantee.name())))
                    .distinct()
                    .collect(joining())));
  }

  private boolean isOwnersDomain(Access.Grantee grantee) {
    return grantee.equals(new Access.Grantee(Access.Grantee.Kind.DOMAIN, contract.name().domain()));
  }

  private void inputs(Markdown page) {
    if (!contract.production().inputs().isEmpty()) {
      page.title(2, "Where it comes from")
          .table(
              List.of("Input", "Kind", "From"),
              contract.production().inputs().stream()
                  .map(
                      input ->
                          Stream.concat(Stream.of(code(input.name())), source(input)).toList()));
    }
  }

  /** A database is named by its table: its address is for those who run the product. */
  private static Stream<String> source(Input input) {
    if (input.source() instanceof Input.Files files) {
      return Stream.of(files.format().toString(), code(files.path()));
    }
    if (input.source() instanceof Input.Jdbc jdbc) {
      return Stream.of("database", code(jdbc.table()));
    }

    return Stream.of("data product", code(((Input.Product) input.source()).reference().toString()));
  }

  private String schema() {
    Markdown page =
        new Markdown()
            .title(1, contract.name() + ": data contract")
            .block("Version %s.".formatted(contract.version()))
            .title(2, "Fields")
            .table(
                List.of("Field", "Type", "May be null", "Description", "Marks", "Examples"),
                contract.schema().fields().stream().map(this::cells));
    if (contract.rules().isEmpty()) {
      return page.title(2, "Rules").block("Nothing is promised about the rows.").page();
    }

    return page.title(2, "Rules")
        .block(
            """
            A row that breaks a rule of severity `error` is not published, within the tolerance; beyond
            it, or where a `critical` rule or the key breaks, nothing is. The others are reported.""")
        .table(
            List.of("Rule", "Promise", "Severity", "But"),
            contract.rules().stream().map(this::cells))
        .page();
  }

  private List<String> cells(Field field) {
    return List.of(
        code(field.name()),
        code(field.type().toString()),
        field.isNullable() ? "yes" : "no",
        text(field.description()),
        String.join(", ", marks(field)),
        field.traits().pii() ? "" : codes(field.traits().examples()));
  }

  private List<String> cells(Rule rule) {
    return List.of(
        code(rule.name()), code(promises.of(rule)), Promises.severity(rule), Promises.scope(rule));
  }

  private List<String> marks(Field field) {
    List<String> marks = new ArrayList<>();
    if (field.traits().primaryKey()) {
      marks.add("primary key");
    }
    if (contract.schema().partitionedBy().contains(field.name())) {
      marks.add("partition");
    }
    if (field.traits().pii()) {
      marks.add(
          "personal data"
              + field.traits().piiCategory().map(kind -> " (" + text(kind) + ")").orElse(""));
    }
    field.traits().classification().map(ProductDocuments::word).ifPresent(marks::add);
    if (field.traits().deprecated()) {
      marks.add("**deprecated**");
    }
    field.generatedAs().ifPresent(sql -> marks.add("computed as " + code(sql)));
    return marks;
  }

  private String changelog() {
    Markdown page = new Markdown().title(1, contract.name() + ": version history");
    contract.deprecation().ifPresent(notice -> page.block(deprecation(notice)));
    if (contract.changelog().isEmpty()) {
      page.block("The contract has no changelog. Its version is %s.".formatted(contract.version()));
    }
    contract.changelog().forEach(release -> release(page, release));
    return page.page();
  }

  private static void release(Markdown page, Release release) {
    page.title(2, release.version() + " (" + release.date() + ")");
    if (release.breaking()) {
      page.block("**Breaking.**");
    }
    if (!release.changes().isEmpty()) {
      page.items(release.changes().stream().map(Markdown::text));
    }
  }

  private String deprecation(Deprecation notice) {
    return "**Version %d is deprecated** since %s, and can be read until %s.%s%s"
        .formatted(
            contract.version().major(),
            notice.announcedOn(),
            notice.sunsetOn().minusDays(1),
            notice
                .replacement()
                .map(product -> " Read " + code(product.toString()) + " instead.")
                .orElse(""),
            notice
                .migrationGuide()
                .map(guide -> " How to move is in " + code(guide) + ".")
                .orElse(""));
  }

  private static String codes(List<String> texts) {
    return texts.stream().map(Markdown::code).collect(joining(", "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
