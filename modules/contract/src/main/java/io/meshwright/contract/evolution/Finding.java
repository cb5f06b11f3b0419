package io.meshwright.contract.evolution;

import static java.util.Objects.requireNonNull;

/** One thing that speaks against releasing a version: what, why, and the way out. */
public record Finding(Code code, Level level, String problem, String fix) {

  public enum Level {
    WARNING,
    /** The version is refused. */
    ERROR
  }

  /** What a finding is about. Names are an API. */
  public enum Code {
    OTHER_PRODUCT,
    VERSION_BACKWARDS,
    VERSION_PUBLISHED,
    VERSION_TOO_SMALL,
    NOTICE_MISSING,
    NOTICE_TOO_SHORT,
    GUIDE_MISSING,
    GUIDE_INCOMPLETE,
    INCOMPATIBLE,
    CONSUMER_STRANDED,
    CONSUMER_BROKEN,
    CONSUMER_TO_MIGRATE,
    INPUT_CYCLE,
    CHANGELOG_ENTRY_MISSING,
    CHANGELOG_VERSION,
    CHANGELOG_DATE,
    CHANGELOG_BREAKING,
    CHANGELOG_REWRITTEN,
    UNKNOWN_CHANGE
  }

  public Finding {
    requireNonNull(code, "code");
    requireNonNull(level, "level");
    requireNonNull(problem, "problem");
    requireNonNull(fix, "fix");
  }

  static Finding error(Code code, String problem, String fix) {
    return new Finding(code, Level.ERROR, problem, fix);
  }

  static Finding warning(Code code, String problem, String fix) {
    return new Finding(code, Level.WARNING, problem, fix);
  }

  public boolean isError() {
    return level == Level.ERROR;
  }
}
