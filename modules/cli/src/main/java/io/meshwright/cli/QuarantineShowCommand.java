package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Rule;
import io.meshwright.contract.RuleSelection;
import io.meshwright.contract.Severity;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Quarantine;
import io.meshwright.pipeline.QuarantineSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mesh quarantine show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Show a product's quarantined rows: how many break which rule, then the newest rows.",
      "",
      "Rows of a rejected run are there to be looked at; rows of a published run are those that its"
          + " version goes without. Personal data is shown as ***."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh quarantine show sales.sales_orders_analytical",
      "  mesh quarantine show sales.orders --rules status_in --since 2024-01-14 --json",
      "  mesh quarantine show sales.orders --export rows.jsonl",
      "                                       to correct them and requeue --from rows.jsonl"
    })
final class QuarantineShowCommand implements Callable<Integer> {

  @Mixin private ProductOptions product;
  @Mixin private QuarantineOptions options;
  @Mixin private CommonOptions common;

  @Option(
      names = "--tags",
      paramLabel = "TAG",
      split = ",",
      description = "Only rows that break a rule of the contract with one of these tags.")
  private Set<String> tags = new LinkedHashSet<>();

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      split = ",",
      description =
          "Only rows that break a rule of the contract of these severities: error, critical.")
  private Set<Severity> severities = new LinkedHashSet<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show at most this many rows. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description =
          "Write the selected rows, every one, to FILE as JSON lines with their ids, for an editor."
              + " The file has personal data in clear, and the audit log is told.")
  private Optional<Path> export;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException(
          "Invalid limit %d: at least one row is shown".formatted(limit), "give --limit 1 or more");
    }

    Environment environment = product.environment();
    Pipeline pipeline = product.pipeline(environment, spec);
    String text;
    try (Progress progress = Progress.of(spec)) {
      Quarantine quarantine = pipeline.quarantine(progress.startSpark(environment));
      QuarantinePage page = page(pipeline.contract(), quarantine);
      text = common.json() ? Json.print(json(page)) : QuarantineText.of(page, Terminal.ansi());
    }
    spec.commandLine().getOut().println(text);
    return ExitCode.DONE.number();
  }

  private QuarantinePage page(Contract contract, Quarantine quarantine) {
    QuarantineSelection all = options.selection(Set.of());
    List<Quarantine.RuleSummary> everyRule = quarantine.summary(all);
    Optional<Set<String>> wanted = wanted(contract, everyRule);
    QuarantineSelection selection = options.selection(wanted.orElse(Set.of()));
    boolean isNone = wanted.filter(Set::isEmpty).isPresent();
    long count = isNone ? 0 : quarantine.count(selection);
    return new QuarantinePage(
        contract.name().toString(),
        quarantine.location(),
        count,
        wanted.isPresent() ? quarantine.count(all) - count : 0,
        everyRule.stream()
            .filter(found -> wanted.map(names -> names.contains(found.rule())).orElse(true))
            .toList(),
        count == 0 ? List.of() : quarantine.show(selection, limit),
        export.map(
            file ->
                new QuarantinePage.Export(file, isNone ? 0 : write(quarantine, selection, file))));
  }

  /** Names of the rules that are meant; empty if no selector was given. */
  private Optional<Set<String>> wanted(Contract contract, List<Quarantine.RuleSummary> everyRule) {
    if (options.rules().isEmpty() && tags.isEmpty() && severities.isEmpty()) {
      return Optional.empty();
    }

    Set<String> known =
        Stream.concat(
                contract.rules().stream().map(Rule::name),
                everyRule.stream().map(Quarantine.RuleSummary::rule))
            .collect(toCollection(LinkedHashSet::new));
    requireKnown("rule", options.rules(), known);
    requireKnown(
        "tag",
        tags,
        contract.rules().stream()
            .flatMap(rule -> rule.tags().stream())
            .collect(toCollection(LinkedHashSet::new)));
    if (!tags.isEmpty() || !severities.isEmpty()) {
      // What quarantine knows and the contract no longer does has neither.
      Set<String> matching =
          contract.rules().stream()
              .filter(new RuleSelection(Set.of(), tags, severities)::selects)
              .map(Rule::name)
              .collect(toCollection(LinkedHashSet::new));
      known.retainAll(matching);
    }
    if (!options.rules().isEmpty()) {
      known.retainAll(options.rules());
    }
    return Optional.of(known);
  }

  private static void requireKnown(String what, Set<String> given, Set<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        List<String> near = NearestNames.of(name, known);
        throw new UsageException(
            "Unknown %s '%s'".formatted(what, name),
            known.isEmpty()
                ? "the contract has no %s".formatted(what)
                : near.isEmpty()
                    ? "use one of %s".formatted(String.join(", ", known))
                    : "did you mean %s?"
                        .formatted(near.stream().limit(3).collect(joining(" or "))));
      }
    }
  }

  private static long write(Quarantine quarantine, QuarantineSelection selection, Path file) {
    try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
      return quarantine.export(selection, writer);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(file), e);
    }
  }

  private static ObjectNode json(QuarantinePage page) {
    ObjectNode json =
        Json.object()
            .put("product", page.product())
            .put("location", page.location())
            .put("count", page.count())
            .put("left_out", page.leftOut());
    json.set("rules", Json.array(page.rules().stream().map(QuarantineShowCommand::json)));
    json.set("rows", Json.array(page.entries().stream().map(QuarantineShowCommand::json)));
    page.export()
        .ifPresentOrElse(
            export ->
                json.putObject("export")
                    .put("file", export.file().toString())
                    .put("rows", export.rows()),
            () -> json.putNull("export"));
    return json;
  }

  private static ObjectNode json(Quarantine.RuleSummary rule) {
    return Json.object()
        .put("rule", rule.rule())
        .put("rows", rule.rows())
        .put("runs", rule.runs())
        .put("first", rule.first().toString())
        .put("latest", rule.latest().toString());
  }

  private static ObjectNode json(Quarantine.Entry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("run_id", entry.runId())
            .put("outcome", entry.outcome())
            .put("at", entry.at().toString());
    json.set("row", Json.read(entry.row()));
    json.set(
        "violations", Json.array(entry.violations().stream().map(QuarantineShowCommand::json)));
    return json;
  }

  private static ObjectNode json(Quarantine.Violation violation) {
    return Json.object()
        .put("rule", violation.rule())
        .put("column", violation.column().orElse(null))
        .put("value", violation.value().orElse(null))
        .put("message", violation.message())
        .put("run_id", violation.runId());
  }
}
