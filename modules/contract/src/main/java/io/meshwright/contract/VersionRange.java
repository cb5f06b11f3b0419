package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions a consumer accepts: {@code ^2} or {@code ^2.1} (same major), {@code ~2.1} (same
 * minor), {@code 2.1.0} (exactly), {@code *} (any).
 *
 * <p>Pre-releases are never in a range unless the range names one exactly.
 */
public record VersionRange(String text, SemanticVersion from, Optional<SemanticVersion> until) {

  private static final Pattern OPEN =
      Pattern.compile("([\\^~])(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?");

  public VersionRange {
    requireNonNull(text, "text");
    requireNonNull(from, "from");
    requireNonNull(until, "until");
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException if the text is none of the forms above
   */
  public static VersionRange parse(String text) {
    if (text.equals("*")) {
      return new VersionRange(text, SemanticVersion.of(0, 0, 0), Optional.empty());
    }

    Matcher matcher = OPEN.matcher(text);
    if (!matcher.matches()) {
      return exactly(text);
    }

    int major = Integer.parseInt(matcher.group(2));
    int minor = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    int patch = matcher.group(4) == null ? 0 : Integer.parseInt(matcher.group(4));
    boolean sameMinor = matcher.group(1).equals("~") && matcher.group(3) != null;
    SemanticVersion until =
        sameMinor ? SemanticVersion.of(major, minor + 1, 0) : SemanticVersion.of(major + 1, 0, 0);
    return new VersionRange(text, SemanticVersion.of(major, minor, patch), Optional.of(until));
  }

  /** Says whether {@code version} is one a consumer with this range accepts. */
  public boolean contains(SemanticVersion version) {
    if (version.preRelease().isPresent()) {
      return text.equals(version.toString());
    }

    return version.compareTo(from) >= 0
        && until.map(limit -> version.compareTo(limit) < 0).orElse(true);
  }

  @Override
  public String toString() {
    return text;
  }

  private static VersionRange exactly(String text) {
    try {
      SemanticVersion version = SemanticVersion.parse(text);
      return new VersionRange(
          text,
          version,
          Optional.of(SemanticVersion.of(version.major(), version.minor(), version.patch() + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid version range '%s': expected ^2, ^2.1, ~2.1, 2.1.0 or *".formatted(text), e);
    }
  }
}
