package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a contract, {@code major.minor.patch} with an optional pre-release, ordered as <a
 * href="https://semver.org/spec/v2.0.0.html">SemVer 2.0.0</a> says. Build metadata is refused: two
 * published versions must never compare equal and differ.
 */
public record SemanticVersion(int major, int minor, int patch, Optional<String> preRelease)
    implements Comparable<SemanticVersion> {

  private static final Pattern FORM =
      Pattern.compile(
          "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

  private static final Comparator<SemanticVersion> ORDER =
      Comparator.comparingInt(SemanticVersion::major)
          .thenComparingInt(SemanticVersion::minor)
          .thenComparingInt(SemanticVersion::patch)
          .thenComparing(SemanticVersion::preRelease, SemanticVersion::comparePreReleases);

  public SemanticVersion {
    requireNonNull(preRelease, "preRelease");
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException(
          "Invalid version %d.%d.%d: numbers are not negative".formatted(major, minor, patch));
    }
  }

  public static SemanticVersion of(int major, int minor, int patch) {
    return new SemanticVersion(major, minor, patch, Optional.empty());
  }

  /**
   * Reads {@code 2.1.0} or {@code 2.1.0-rc.1}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static SemanticVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Invalid version '%s': expected major.minor.patch, such as 2.1.0".formatted(text));
    }

    return new SemanticVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)),
        Optional.ofNullable(matcher.group(4)));
  }

  @Override
  public int compareTo(SemanticVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + preRelease.map(text -> "-" + text).orElse("");
  }

  /** SemVer 11: a pre-release comes before its release; numeric parts compare as numbers. */
  private static int comparePreReleases(Optional<String> left, Optional<String> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }

    String[] lefts = left.get().split("\\.");
    String[] rights = right.get().split("\\.");
    for (int i = 0; i < Math.min(lefts.length, rights.length); i++) {
      int order = compareIdentifiers(lefts[i], rights[i]);
      if (order != 0) {
        return order;
      }
    }

    return Integer.compare(lefts.length, rights.length);
  }

  private static int compareIdentifiers(String left, String right) {
    boolean leftIsNumber = left.chars().allMatch(Character::isDigit);
    boolean rightIsNumber = right.chars().allMatch(Character::isDigit);
    if (leftIsNumber && rightIsNumber) {
      return new java.math.BigInteger(left).compareTo(new java.math.BigInteger(right));
    }
    if (leftIsNumber != rightIsNumber) {
      return leftIsNumber ? -1 : 1;
    }

    return left.compareTo(right);
  }
}
