package io.meshwright.contract.odcs;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the standard that are read and written, oldest first. */
public enum OdcsVersion {
  V3_0("v3.0.2"),
  V3_1("v3.1.0"),
  V3_2("v3.2.0");

  /** What is written unless another is asked for: the newest that other tools know. */
  public static final OdcsVersion DEFAULT = V3_1;

  private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(?:\\..*)?");

  private final String apiVersion;

  OdcsVersion(String apiVersion) {
    this.apiVersion = apiVersion;
  }

  /** What a document of this version says as its {@code apiVersion}. */
  public String apiVersion() {
    return apiVersion;
  }

  /**
   * Reads {@code 3.1} or {@code v3.1.0}.
   *
   * @throws IllegalArgumentException if it is none of the known versions
   */
  public static OdcsVersion parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid ODCS version '%s': expected 3.0, 3.1 or 3.2".formatted(text)));
  }

  static Optional<OdcsVersion> find(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    return matcher.matches()
        ? Arrays.stream(values())
            .filter(
                version ->
                    version.apiVersion.startsWith(
                        "v" + matcher.group(1) + "." + matcher.group(2) + "."))
            .findFirst()
        : Optional.empty();
  }

  /** Says whether a version came after every known one. */
  static boolean isNewer(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      return false;
    }

    int major = Integer.parseInt(matcher.group(1));
    return major > 3 || (major == 3 && find(text).isEmpty());
  }

  /** The version as people say it, {@code 3.1}. */
  @Override
  public String toString() {
    return apiVersion.substring(1, apiVersion.lastIndexOf('.'));
  }
}
