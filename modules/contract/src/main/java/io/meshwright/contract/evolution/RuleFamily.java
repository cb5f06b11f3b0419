package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.ChangeRule.ENUM_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.ENUM_DROPPED;
import static io.meshwright.contract.evolution.ChangeRule.ENUM_VALUE_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.ENUM_VALUE_REMOVED;
import static io.meshwright.contract.evolution.ChangeRule.FK_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.FK_REMOVED;
import static io.meshwright.contract.evolution.ChangeRule.FK_TARGET;
import static io.meshwright.contract.evolution.ChangeRule.FORMAT_CHANGED;
import static io.meshwright.contract.evolution.ChangeRule.LIMIT_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.LIMIT_LOOSENED;
import static io.meshwright.contract.evolution.ChangeRule.LIMIT_TIGHTENED;
import static io.meshwright.contract.evolution.ChangeRule.PATTERN_CHANGED;
import static io.meshwright.contract.evolution.ChangeRule.QUALITY_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.QUALITY_CHANGED;
import static io.meshwright.contract.evolution.ChangeRule.QUALITY_LOOSENED;
import static io.meshwright.contract.evolution.ChangeRule.QUALITY_REMOVED;
import static io.meshwright.contract.evolution.ChangeRule.QUALITY_TIGHTENED;
import static io.meshwright.contract.evolution.ChangeRule.REQUIRED_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.REQUIRED_REMOVED;
import static io.meshwright.contract.evolution.ChangeRule.UNIQUE_ADDED;
import static io.meshwright.contract.evolution.ChangeRule.UNIQUE_REMOVED;

import io.meshwright.contract.Written;
import java.util.List;

/** Which names the changes of a rule have: a few kinds have names of their own. */
enum RuleFamily {
  REQUIRED(REQUIRED_ADDED, REQUIRED_REMOVED, QUALITY_TIGHTENED, QUALITY_LOOSENED, QUALITY_CHANGED),
  UNIQUE(UNIQUE_ADDED, UNIQUE_REMOVED, QUALITY_TIGHTENED, QUALITY_LOOSENED, QUALITY_CHANGED),
  REFERENCE(FK_ADDED, FK_REMOVED, FK_TARGET, FK_TARGET, FK_TARGET),
  ENUM(ENUM_ADDED, ENUM_DROPPED, ENUM_VALUE_REMOVED, ENUM_VALUE_ADDED, QUALITY_CHANGED),
  LIMIT(LIMIT_ADDED, LIMIT_LOOSENED, LIMIT_TIGHTENED, LIMIT_LOOSENED, QUALITY_CHANGED),
  PATTERN(PATTERN_CHANGED, PATTERN_CHANGED, PATTERN_CHANGED, PATTERN_CHANGED, PATTERN_CHANGED),
  FORMAT(FORMAT_CHANGED, FORMAT_CHANGED, FORMAT_CHANGED, FORMAT_CHANGED, FORMAT_CHANGED),
  /** Every other kind, known or not. */
  OTHER(QUALITY_ADDED, QUALITY_REMOVED, QUALITY_TIGHTENED, QUALITY_LOOSENED, QUALITY_CHANGED);

  /** What a rule may say beside what its kind is about. */
  private static final List<String> OPTIONS = List.of("tolerance", "where", "allow_empty");

  private final ChangeRule added;
  private final ChangeRule removed;
  private final ChangeRule tighter;
  private final ChangeRule looser;
  private final ChangeRule changed;

  RuleFamily(
      ChangeRule added,
      ChangeRule removed,
      ChangeRule tighter,
      ChangeRule looser,
      ChangeRule changed) {
    this.added = added;
    this.removed = removed;
    this.tighter = tighter;
    this.looser = looser;
    this.changed = changed;
  }

  static RuleFamily of(Written.Keys rule) {
    return ofKind(kind(rule));
  }

  /** A kind that is not listed is {@link #OTHER}. */
  static RuleFamily ofKind(String kind) {
    return switch (kind) {
      case "not_null" -> REQUIRED;
      case "unique" -> UNIQUE;
      case "references" -> REFERENCE;
      case "in" -> ENUM;
      case "min", "max", "exclusive_min", "exclusive_max", "min_length", "max_length", "not_in" ->
          LIMIT;
      case "pattern" -> PATTERN;
      case "format" -> FORMAT;
      default -> OTHER;
    };
  }

  /** The key that says what a rule is about, which is written first. */
  static String kind(Written.Keys rule) {
    return rule.keys().keySet().iterator().next();
  }

  static boolean isOption(String key) {
    return OPTIONS.contains(key);
  }

  ChangeRule added() {
    return added;
  }

  ChangeRule removed() {
    return removed;
  }

  ChangeRule moved(Strictness.Direction direction) {
    return switch (direction) {
      case TIGHTER -> tighter;
      case LOOSER -> looser;
      case UNKNOWN -> changed;
    };
  }
}
