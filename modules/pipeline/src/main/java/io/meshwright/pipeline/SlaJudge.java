package io.meshwright.pipeline;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.CronSchedule;
import io.meshwright.quality.AlertFacts;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertSet;
import io.meshwright.quality.AlertState;
import io.meshwright.quality.Expectation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Holds the service level of a contract against the runs that there were; without Spark. */
final class SlaJudge {

  /**
   * A run of the product.
   *
   * @param outcome as the system table {@code runs} has it
   */
  record PastRun(String runId, Instant startedAt, String outcome) {

    /** Says whether readers have what the run was asked for. */
    boolean served() {
      return SERVED.contains(outcome);
    }
  }

  private static final Set<String> SERVED =
      Set.of(
          Outcome.PUBLISHED.toString(),
          Outcome.ALREADY_PUBLISHED.toString(),
          Outcome.KEPT.toString());

  private final Contract contract;
  private final List<PastRun> runs;
  private final Optional<Instant> publishedAsOf;
  private final Instant from;
  private final Instant on;

  /**
   * @param runs those known until {@code on}, in any order
   * @param from since when scheduled updates are counted
   */
  SlaJudge(Contract contract, List<PastRun> runs, Instant from, Instant on) {
    this.contract = contract;
    this.runs = List.copyOf(runs);
    this.publishedAsOf =
        runs.stream()
            .filter(run -> run.outcome().equals(Outcome.PUBLISHED.toString()))
            .map(PastRun::startedAt)
            .max(Comparator.naturalOrder());
    this.from = from;
    this.on = on;
  }

  SlaReport judge() {
    List<SlaReport.Finding> findings = new ArrayList<>();
    List<SlaReport.Update> updates = new ArrayList<>();
    contract.serviceLevel().maxAge().map(this::freshness).ifPresent(findings::add);
    if (contract.serviceLevel().availability().isPresent()) {
      contract.serviceLevel().updateSchedule().map(this::updates).ifPresent(updates::addAll);
      findings.add(availability(contract.serviceLevel().availability().get(), updates));
    }
    findings.addAll(alerts());
    return new SlaReport(
        contract.name(), contract.version(), from, on, findings, List.of(), updates);
  }

  private SlaReport.Finding freshness(Duration maxAge) {
    String expected = "published data at most %s old".formatted(Expectation.hours(maxAge));
    return age()
        .map(age -> finding("freshness", expected, aged(age), age.compareTo(maxAge) <= 0))
        .orElseGet(() -> finding("freshness", expected, "nothing was ever published", false));
  }

  private SlaReport.Finding availability(BigDecimal promised, List<SlaReport.Update> updates) {
    String expected = "%s of scheduled updates".formatted(new Amount.Share(promised));
    if (contract.serviceLevel().updateSchedule().isEmpty()) {
      return unmeasured(
          expected, "no update is scheduled: say sla.freshness.update_schedule, such as 0 2 * * *");
    }

    long served = count(updates, SlaReport.Service.SERVED);
    long counted = served + count(updates, SlaReport.Service.MISSED);
    if (counted == 0) {
      return unmeasured(
          expected,
          runs.isEmpty()
              ? "no run is known"
              : "no update was due between the first run and %s".formatted(on));
    }

    BigDecimal share =
        BigDecimal.valueOf(served)
            .movePointRight(2)
            .divide(BigDecimal.valueOf(counted), 2, RoundingMode.DOWN)
            .stripTrailingZeros();
    BigDecimal needed = promised.multiply(BigDecimal.valueOf(counted));
    return finding(
        "availability",
        expected,
        "%s%% (%d of %d)%s".formatted(share.toPlainString(), served, counted, missed(updates)),
        BigDecimal.valueOf(served).compareTo(needed) >= 0);
  }

  private static String missed(List<SlaReport.Update> updates) {
    List<SlaReport.Update> missed =
        updates.stream().filter(update -> update.service() == SlaReport.Service.MISSED).toList();
    if (missed.isEmpty()) {
      return "";
    }

    return ", missed last on %s: %s"
        .formatted(
            missed.get(missed.size() - 1).due(),
            missed
                .get(missed.size() - 1)
                .outcome()
                .map(how -> "its run was " + how)
                .orElse("no run"));
  }

  /** Times before the first run are nobody's: the product did not exist yet. */
  private List<SlaReport.Update> updates(CronSchedule schedule) {
    Optional<Instant> firstRun =
        runs.stream().map(PastRun::startedAt).min(Comparator.naturalOrder());
    if (firstRun.isEmpty()) {
      return List.of();
    }

    NavigableMap<Instant, PastRun> byStart = new TreeMap<>();
    runs.stream()
        .sorted(Comparator.comparing(PastRun::served))
        .forEach(run -> byStart.merge(run.startedAt(), run, (same, better) -> better));
    List<Instant> due = schedule.times(from, on.plusNanos(1));
    List<SlaReport.Update> updates = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      boolean isLast = i + 1 == due.size();
      Instant end = isLast ? on.plusNanos(1) : due.get(i + 1);
      if (end.isAfter(firstRun.get())) {
        updates.add(update(due.get(i), byStart.subMap(due.get(i), true, end, false), isLast));
      }
    }
    return updates;
  }

  private static SlaReport.Update update(
      Instant due, NavigableMap<Instant, PastRun> tries, boolean isLast) {
    Optional<PastRun> served = tries.values().stream().filter(PastRun::served).findFirst();
    Optional<PastRun> told =
        served.or(() -> Optional.ofNullable(tries.lastEntry()).map(Map.Entry::getValue));
    SlaReport.Service service = isLast ? SlaReport.Service.PENDING : SlaReport.Service.MISSED;
    return new SlaReport.Update(
        due,
        served.isPresent() ? SlaReport.Service.SERVED : service,
        told.map(PastRun::runId),
        told.map(PastRun::outcome));
  }

  private List<SlaReport.Finding> alerts() {
    AlertFacts facts =
        new AlertFacts(
            on.atOffset(ZoneOffset.UTC).toLocalDate(),
            age(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty());
    return AlertSet.compile(contract).aboutAge().judge(facts).stream()
        .map(SlaJudge::finding)
        .toList();
  }

  private static SlaReport.Finding finding(AlertResult result) {
    SlaReport.State state =
        result.state() == AlertState.OK ? SlaReport.State.KEPT : SlaReport.State.BROKEN;
    return new SlaReport.Finding(
        "freshness", Optional.of(result.alert()), result.expected(), result.actual(), state);
  }

  private Optional<Duration> age() {
    return publishedAsOf.map(asOf -> Duration.between(asOf, on));
  }

  private String aged(Duration age) {
    return "%s old, as of %s".formatted(Expectation.hours(age), publishedAsOf.orElseThrow());
  }

  private static long count(List<SlaReport.Update> updates, SlaReport.Service service) {
    return updates.stream().filter(update -> update.service() == service).count();
  }

  private static SlaReport.Finding finding(
      String promise, String expected, String actual, boolean kept) {
    return new SlaReport.Finding(
        promise,
        Optional.empty(),
        expected,
        actual,
        kept ? SlaReport.State.KEPT : SlaReport.State.BROKEN);
  }

  private static SlaReport.Finding unmeasured(String expected, String reason) {
    return new SlaReport.Finding(
        "availability", Optional.empty(), expected, reason, SlaReport.State.NOT_MEASURABLE);
  }
}
