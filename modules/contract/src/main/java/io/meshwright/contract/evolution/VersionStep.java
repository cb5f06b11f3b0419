package io.meshwright.contract.evolution;

import io.meshwright.contract.SemanticVersion;
import java.util.Optional;

/**
 * Which versions may follow a version, as <a href="https://semver.org/spec/v2.0.0.html">SemVer
 * 2.0.0</a> says.
 */
public final class VersionStep {

  private VersionStep() {}

  /**
   * The smallest version after {@code before} that may carry changes of this verdict. {@link
   * Verdict#PROVE} counts as major, since nothing is proved yet. No change at all still makes a
   * patch, for a version that was published never changes.
   *
   * <p>Below 1.0.0 nothing is stable (SemVer 4): what would be a major is a minor increment, and
   * everything else a patch. A pre-release may be followed by its own release where that release is
   * an increment of this size.
   */
  public static SemanticVersion smallest(SemanticVersion before, Verdict verdict) {
    boolean isBreaking = verdict.compareTo(Verdict.PROVE) >= 0;
    if (before.major() == 0) {
      return isBreaking ? nextMinor(before) : nextPatch(before);
    }
    if (isBreaking) {
      return nextMajor(before);
    }

    return verdict == Verdict.MINOR ? nextMinor(before) : nextPatch(before);
  }

  /** Says whether {@code version} may carry what {@code smallest} is the least version for. */
  static boolean carries(SemanticVersion version, SemanticVersion smallest) {
    return released(version).compareTo(smallest) >= 0;
  }

  /** Says whether nothing was promised yet: below 1.0.0, and before a release. */
  static boolean isBeta(SemanticVersion version) {
    return version.major() == 0 || version.preRelease().isPresent();
  }

  private static SemanticVersion nextMajor(SemanticVersion before) {
    boolean opens = before.minor() == 0 && before.patch() == 0 && before.preRelease().isPresent();
    return opens ? released(before) : SemanticVersion.of(before.major() + 1, 0, 0);
  }

  private static SemanticVersion nextMinor(SemanticVersion before) {
    boolean opens = before.patch() == 0 && before.preRelease().isPresent();
    return opens ? released(before) : SemanticVersion.of(before.major(), before.minor() + 1, 0);
  }

  private static SemanticVersion nextPatch(SemanticVersion before) {
    return before.preRelease().isPresent()
        ? released(before)
        : SemanticVersion.of(before.major(), before.minor(), before.patch() + 1);
  }

  private static SemanticVersion released(SemanticVersion version) {
    return new SemanticVersion(version.major(), version.minor(), version.patch(), Optional.empty());
  }
}
