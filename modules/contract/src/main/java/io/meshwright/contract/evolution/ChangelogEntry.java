package io.meshwright.contract.evolution;

import io.meshwright.contract.Release;
import java.time.LocalDate;
import java.util.List;

/** Makes the entry of a changelog that tells of a diff. */
public final class ChangelogEntry {

  private ChangelogEntry() {}

  /** One sentence a change, the worst first, for the version of the new contract. */
  public static Release of(ContractDiff diff, LocalDate day) {
    List<String> sentences = diff.changes().stream().map(Change::sentence).toList();
    boolean isBreaking =
        diff.verdict().map(verdict -> verdict.compareTo(Verdict.PROVE) >= 0).orElse(false);
    return new Release(diff.after().version(), day, sentences, isBreaking);
  }
}
