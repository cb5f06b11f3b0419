package io.meshwright.contract.documents;

import static io.meshwright.contract.documents.Markdown.code;
import static io.meshwright.contract.documents.Markdown.text;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Rule;
import io.meshwright.contract.ServiceLevel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is promised over time, beside what the last runs measured of it. */
final class ServiceLevelPage {

  private static final int RUNS_SHOWN = 10;
  private static final String NOT_MEASURED = "not measured";

  private final Contract contract;
  private final Promises promises;
  private final List<MeasuredRun> runs;

  ServiceLevelPage(Contract contract, Promises promises, List<MeasuredRun> runs) {
    this.contract = contract;
    this.promises = promises;
    this.runs = runs.stream().sorted(MeasuredRun.LATEST_FIRST).toList();
  }

  String page() {
    Markdown page =
        new Markdown()
            .title(1, contract.name() + ": service level")
            .block("Version %s. %s".formatted(contract.version(), basis()))
            .title(2, "Guarantees");
    if (contract.serviceLevel().equals(ServiceLevel.NONE)) {
      page.block("The contract promises no service level.");
    } else {
      page.table(List.of("Guarantee", "Promised", "Measured"), guarantees().stream());
    }
    page.title(2, "Quality");
    if (contract.rules().isEmpty()) {
      page.block("Nothing is promised about the rows.");
    } else {
      page.table(
          List.of("Rule", "Promised", "Severity", "Last measured", "Kept"),
          contract.rules().stream().map(this::cells));
    }
    if (!runs.isEmpty()) {
      page.title(2, "Last runs")
          .table(
              List.of("For", "Run", "Version", "Outcome", "Published", "Quarantined"),
              runs.stream().limit(RUNS_SHOWN).map(ServiceLevelPage::cells));
    }
    return page.page();
  }

  private String basis() {
    if (runs.isEmpty()) {
      return "No run was looked at, so that nothing here is measured.";
    }

    String first = runs.get(runs.size() - 1).logicalDate().toString();
    String last = runs.get(0).logicalDate().toString();
    return "Measured in %s."
        .formatted(
            runs.size() == 1
                ? "one run, for " + last
                : runs.size() + " runs, for " + first + " to " + last);
  }

  private List<List<String>> guarantees() {
    ServiceLevel level = contract.serviceLevel();
    List<List<String>> guarantees = new ArrayList<>();
    level
        .availability()
        .ifPresent(
            part -> guarantees.add(List.of("Availability", share(part), "by `mesh sla check`")));
    level
        .maxAge()
        .ifPresent(
            age ->
                guarantees.add(
                    List.of("Freshness", "at most %s old".formatted(hours(age)), lastPublished())));
    level
        .updateSchedule()
        .ifPresent(
            schedule ->
                guarantees.add(
                    List.of("Updates", code(schedule.toString()) + " (UTC)", lastPublished())));
    level
        .completeness()
        .ifPresent(
            part ->
                guarantees.add(
                    List.of(
                        "Completeness",
                        "at least %s of all cells have a value".formatted(share(part)),
                        lastMeasured(Contract.SLA_COMPLETENESS))));
    return guarantees;
  }

  /** A run's report tells the day it was for, and not how old the data was when it was read. */
  private String lastPublished() {
    return runs.stream()
        .filter(run -> run.outcome().equals("published"))
        .findFirst()
        .map(
            run ->
                "last published for %s, on %s"
                    .formatted(run.logicalDate(), run.startedAt().truncatedTo(ChronoUnit.SECONDS)))
        .orElse(NOT_MEASURED);
  }

  private List<String> cells(Rule rule) {
    List<MeasuredRun.Result> results =
        runs.stream().flatMap(run -> run.find(rule.name()).stream()).toList();
    long kept = results.stream().filter(MeasuredRun.Result::isKept).count();
    return List.of(
        code(rule.name()),
        code(promises.of(rule)),
        Promises.severity(rule),
        lastMeasured(rule.name()),
        results.isEmpty() ? "" : "%d of %d".formatted(kept, results.size()));
  }

  private String lastMeasured(String rule) {
    Optional<MeasuredRun> last =
        runs.stream().filter(run -> run.find(rule).isPresent()).findFirst();
    return last.flatMap(run -> run.find(rule))
        .map(
            result ->
                "%s: %s, for %s"
                    .formatted(
                        text(result.verdict()), text(result.actual()), last.get().logicalDate()))
        .orElse(NOT_MEASURED);
  }

  private static List<String> cells(MeasuredRun run) {
    return List.of(
        run.logicalDate().toString(),
        code(run.id()),
        text(run.version()),
        text(run.outcome().replace('_', ' ')),
        Long.toString(run.rows().published()),
        Long.toString(run.rows().quarantined()));
  }

  private static String share(BigDecimal fraction) {
    return new Amount.Share(fraction).toString();
  }

  private static String hours(Duration age) {
    return age.toMinutesPart() == 0
        ? age.toHours() + " h"
        : age.toHours() + " h " + age.toMinutesPart() + " min";
  }
}
