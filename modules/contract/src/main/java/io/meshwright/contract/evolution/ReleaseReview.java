package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Release;
import io.meshwright.contract.SemanticVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a version may be released, and why.
 *
 * @param diff what changed; empty where the contracts are of different products
 * @param smallest the smallest version that may carry the changes; empty where nothing changed
 * @param oldMajor the state of the major before on the day of the release; empty within one major
 * @param suggestedEntry what the changelog of the new version could say; empty where nothing
 *     changed
 * @param consumers what it means to those who read the product
 * @param findings errors first; the release is refused if there is one
 */
public record ReleaseReview(
    Optional<ContractDiff> diff,
    Optional<SemanticVersion> smallest,
    Optional<MajorState> oldMajor,
    Optional<Release> suggestedEntry,
    List<ConsumerImpact> consumers,
    List<Finding> findings) {

  public ReleaseReview {
    requireNonNull(diff, "diff");
    requireNonNull(smallest, "smallest");
    requireNonNull(oldMajor, "oldMajor");
    requireNonNull(suggestedEntry, "suggestedEntry");
    consumers = List.copyOf(consumers);
    findings =
        Stream.concat(
                findings.stream().filter(Finding::isError),
                findings.stream().filter(finding -> !finding.isError()))
            .toList();
  }

  static ReleaseReview refused(Finding finding) {
    return new ReleaseReview(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(finding));
  }

  public boolean isAccepted() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
