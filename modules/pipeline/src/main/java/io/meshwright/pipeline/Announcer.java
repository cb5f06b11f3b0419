package io.meshwright.pipeline;

import static java.util.stream.Collectors.toSet;

import io.meshwright.contract.Observability;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import io.meshwright.notify.Alert;
import io.meshwright.notify.AlertKey;
import io.meshwright.notify.Evaluation;
import io.meshwright.notify.Finding;
import io.meshwright.notify.Measurements;
import io.meshwright.notify.MetricDelivery;
import io.meshwright.notify.MetricSample;
import io.meshwright.notify.Notifications;
import io.meshwright.notify.Notified;
import io.meshwright.notify.Occasion;
import io.meshwright.notify.Outcome.Failed;
import io.meshwright.notify.Sleeper;
import io.meshwright.quality.AlertResult;
import io.meshwright.quality.AlertState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Tells the sinks of {@code mesh.notify} what a run or a sweep found. A sink that is down is told
 * of in the answer, and changes nothing else.
 */
final class Announcer {

  private final Optional<Notifications> notifications;

  private Announcer(Optional<Notifications> notifications) {
    this.notifications = notifications;
  }

  /**
   * Without a sink, nothing is told and no job runs.
   *
   * @throws InvalidConfigurationException if a sink's settings are wrong, or its secret is missing
   */
  static Announcer of(SparkSession spark, Environment environment, Clock clock) {
    NotifySettings settings = environment.notifySettings();
    return new Announcer(
        settings.sinks().isEmpty()
            ? Optional.empty()
            : Optional.of(
                Notifications.of(
                    settings.sinks(),
                    new AlertTable(spark, environment),
                    settings.retry(),
                    clock,
                    Sleeper.real())));
  }

  /**
   * Tells of the alerts and metrics of a run, and returns notes on sinks that did not take them.
   */
  List<String> tell(RunReport report) {
    List<String> notes = new ArrayList<>();
    if (notifications.isEmpty()) {
      return notes;
    }
    if (!report.alerts().isEmpty()) {
      notes.addAll(notes(notifications.get().tell(evaluation(report))));
    }
    if (!report.metrics().isEmpty() && report.outcome() == Outcome.PUBLISHED) {
      notifications.get().write(measurements(report)).stream()
          .filter(delivery -> delivery.outcome() instanceof Failed)
          .map(MetricDelivery::toString)
          .map("Metrics were not told: sink "::concat)
          .forEach(notes::add);
    }
    return notes;
  }

  /** Tells of broken promises; what no run evaluates stays as it is. */
  List<String> tell(SlaReport report) {
    Evaluation evaluation = evaluation(report);
    return notifications
        .filter(sinks -> !evaluation.types().isEmpty())
        .map(sinks -> notes(sinks.tell(evaluation)))
        .orElse(List.of());
  }

  private static List<String> notes(Notified notified) {
    List<String> notes = new ArrayList<>(notified.problems());
    notified.failures().forEach(delivery -> notes.add("An alert was not told: sink " + delivery));
    return notes;
  }

  private static Evaluation evaluation(RunReport report) {
    RunReport.Identity identity = report.identity();
    Occasion occasion =
        new Occasion(identity.version(), Optional.of(identity.runId()), report.timing().endedAt());
    Set<String> types =
        report.alerts().stream().map(result -> result.alert().type()).collect(toSet());
    List<Alert> alerts =
        report.alerts().stream()
            .filter(
                result ->
                    result.state() == AlertState.FIRES
                        || result.state() == AlertState.NOT_MEASURABLE)
            .map(result -> alert(identity.product(), occasion, result))
            .toList();
    return new Evaluation(identity.product(), types, alerts);
  }

  private static Alert alert(ProductName product, Occasion occasion, AlertResult result) {
    Observability.Alert alert = result.alert();
    String title =
        result.state() == AlertState.FIRES
            ? result.actual()
            : "It could not be judged whether %s: %s".formatted(alert.condition(), result.actual());
    return new Alert(
        new AlertKey(product, alert.type(), alert.condition().toString(), Optional.empty()),
        alert.severity(),
        occasion,
        finding(title, result.expected(), result.actual()));
  }

  /** Promises of the service level have types of their own, which no run evaluates. */
  private static Evaluation evaluation(SlaReport report) {
    Occasion occasion = new Occasion(report.version(), Optional.empty(), report.on());
    List<SlaReport.Finding> promises =
        report.findings().stream().filter(finding -> finding.alert().isEmpty()).toList();
    List<Alert> alerts =
        promises.stream()
            .filter(finding -> finding.state() != SlaReport.State.KEPT)
            .map(
                finding ->
                    new Alert(
                        new AlertKey(
                            report.product(), type(finding), finding.expected(), Optional.empty()),
                        Severity.ERROR,
                        occasion,
                        finding(
                            "%s: %s".formatted(finding.promise(), finding.actual()),
                            finding.expected(),
                            finding.actual())))
            .toList();
    return new Evaluation(
        report.product(), promises.stream().map(Announcer::type).collect(toSet()), alerts);
  }

  private static String type(SlaReport.Finding finding) {
    return "sla_" + finding.promise();
  }

  private static Finding finding(String title, String expected, String actual) {
    return new Finding(title, List.of(), Optional.of(expected), Optional.of(actual), Map.of());
  }

  private static Measurements measurements(RunReport report) {
    ProductName product = report.identity().product();
    return new Measurements(
        product,
        "run",
        report.metrics().stream()
            .filter(metric -> metric.distribution().isEmpty())
            .map(
                metric ->
                    new MetricSample(
                        metric.name(),
                        metric.column(),
                        product,
                        metric.value(),
                        report.timing().endedAt()))
            .toList());
  }
}
