package io.meshwright.governance;

import io.meshwright.contract.Severity;
import io.meshwright.contract.evolution.Compatibility;
import io.meshwright.contract.evolution.Finding;
import io.meshwright.contract.evolution.ReleaseCheck;
import io.meshwright.contract.evolution.ReleaseTerms;
import java.util.List;
import java.util.Optional;

/** A change that breaks consumers comes with a new major, notice, and a migration guide. */
record BreakingChanges(int noticeDays) implements Requirement {

  @Override
  public String kind() {
    return "breaking_changes";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public boolean appliesTo(Facts facts) {
    return facts.subject().previous().find().isPresent();
  }

  @Override
  public Optional<String> findGap(Facts facts) {
    return facts.subject().previous() instanceof Previous.Lost lost
        ? Optional.of(lost.why())
        : Optional.empty();
  }

  @Override
  public List<Breach> check(Facts facts) {
    ReleaseTerms terms =
        new ReleaseTerms(
            Compatibility.NONE, ReleaseTerms.OnUnknown.WARN, noticeDays, facts.today());
    return ReleaseCheck.review(
            facts.subject().previous().find().orElseThrow(),
            facts.contract(),
            terms,
            facts.subject().surroundings())
        .findings()
        .stream()
        .filter(Finding::isError)
        .map(BreakingChanges::breach)
        .toList();
  }

  private static Breach breach(Finding finding) {
    return new Breach(
        List.of("version", finding.code().name().toLowerCase(java.util.Locale.ROOT)),
        finding.problem(),
        "a change that consumers can follow",
        finding.code().name().toLowerCase(java.util.Locale.ROOT),
        finding.fix());
  }

  @Override
  public boolean isAtLeast(Requirement other) {
    return other instanceof BreakingChanges theirs && noticeDays >= theirs.noticeDays;
  }
}
