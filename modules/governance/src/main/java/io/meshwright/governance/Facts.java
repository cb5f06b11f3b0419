package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Classification;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * All that a rule may look at.
 *
 * @param leastDays how long rows have to be kept by law, whatever else limits it
 */
record Facts(
    Subject subject,
    Stage stage,
    Instant now,
    Optional<Organization> organization,
    Optional<Integer> leastDays) {

  Facts {
    requireNonNull(subject, "subject");
    requireNonNull(stage, "stage");
    requireNonNull(now, "now");
    requireNonNull(organization, "organization");
    requireNonNull(leastDays, "leastDays");
  }

  Contract contract() {
    return subject.contract();
  }

  LocalDate today() {
    return now.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** The fields with personal data, by the contract's own word. */
  List<Field> personalFields() {
    return contract().schema().fields().stream().filter(field -> field.traits().pii()).toList();
  }

  boolean isClassified(Classification classification) {
    return contract().handling().classification().equals(Optional.of(classification));
  }

  /** Says whether a rule about measured results has something to judge, or should have. */
  boolean isMeasured() {
    return stage == Stage.PUBLISH || (stage == Stage.SWEEP && subject.run().isPresent());
  }

  /** Says whether a rule about the version before has something to judge, or should have. */
  boolean isChange() {
    boolean isUnclear =
        subject.previous() instanceof Previous.Unknown
            || subject.previous() instanceof Previous.Lost;
    return subject.previous().find().isPresent() || (isUnclear && stage != Stage.SWEEP);
  }

  /** Says whether there never was another version. */
  boolean isFirst() {
    return subject.previous() instanceof Previous.None;
  }

  /**
   * The contract that was published last.
   *
   * @throws EvaluationException if it is not known whether there is one
   */
  Optional<Contract> previous() {
    if (subject.previous() instanceof Previous.Unknown) {
      throw new EvaluationException(
          "nothing is known of the version before",
          "say where the published contracts are, with --published or mesh.published");
    }
    if (subject.previous() instanceof Previous.Lost lost) {
      throw new EvaluationException(
          "nothing is known of the version before: " + lost.why(),
          "say where the published contracts are, with --published or mesh.published");
    }

    return subject.previous().find();
  }

  /**
   * What the run measured.
   *
   * @throws EvaluationException if it is not known
   */
  MeasuredRun run() {
    return subject
        .run()
        .orElseThrow(
            () ->
                new EvaluationException(
                    "nothing is known of the run", "evaluate it with what the run measured"));
  }
}
