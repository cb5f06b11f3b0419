package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Observability;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a product keeps what its contract promises over time, seen at one instant.
 *
 * @param from since when scheduled updates are counted
 * @param findings one a promise: the service level first, then the freshness alerts
 * @param notes what a reader should know, in sentences
 * @param updates the scheduled updates from {@code from} to {@code on}, in order; the evidence for
 *     availability, empty where the contract promises none
 */
public record SlaReport(
    ProductName product,
    SemanticVersion version,
    Instant from,
    Instant on,
    List<Finding> findings,
    List<String> notes,
    List<Update> updates) {

  public enum State {
    KEPT,
    BROKEN,
    NOT_MEASURABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * What became of one promise.
   *
   * @param promise {@code freshness} or {@code availability}
   * @param alert the alert of the contract that it is about; empty for the service level itself
   */
  public record Finding(
      String promise,
      Optional<Observability.Alert> alert,
      String expected,
      String actual,
      State state) {
    public Finding {
      requireNonNull(promise, "promise");
      requireNonNull(alert, "alert");
      requireNonNull(expected, "expected");
      requireNonNull(actual, "actual");
      requireNonNull(state, "state");
    }

    /** That of the alert; {@code error} for the service level. */
    public Severity severity() {
      return alert.map(Observability.Alert::severity).orElse(Severity.ERROR);
    }
  }

  public enum Service {
    /** A run that began when it was due, before the next one was, did what was asked. */
    SERVED,
    /** The next update was due before a run did. */
    MISSED,
    /** Due, and the next one is not yet. */
    PENDING;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One scheduled update.
   *
   * @param run the run that served it, or the last one that tried to
   * @param outcome how that run ended
   */
  public record Update(
      Instant due, Service service, Optional<String> run, Optional<String> outcome) {
    public Update {
      requireNonNull(due, "due");
      requireNonNull(service, "service");
      requireNonNull(run, "run");
      requireNonNull(outcome, "outcome");
    }
  }

  public SlaReport {
    requireNonNull(product, "product");
    requireNonNull(version, "version");
    requireNonNull(from, "from");
    requireNonNull(on, "on");
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
    updates = List.copyOf(updates);
  }

  SlaReport withNotes(List<String> more) {
    return new SlaReport(product, version, from, on, findings, more, updates);
  }

  /** Scheduled updates of one kind. */
  public long count(Service service) {
    return updates.stream().filter(update -> update.service() == service).count();
  }

  public ExitCode exitCode() {
    if (has(State.BROKEN)) {
      return ExitCode.REJECTED;
    }

    return has(State.NOT_MEASURABLE) ? ExitCode.UNMEASURED : ExitCode.DONE;
  }

  private boolean has(State state) {
    return findings.stream().anyMatch(finding -> finding.state() == state);
  }
}
