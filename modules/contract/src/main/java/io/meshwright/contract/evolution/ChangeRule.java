package io.meshwright.contract.evolution;

import static io.meshwright.contract.evolution.Effect.BREAKING;
import static io.meshwright.contract.evolution.Effect.NONE;
import static io.meshwright.contract.evolution.Effect.UNCERTAIN;
import static io.meshwright.contract.evolution.Effect.UNTOUCHED;
import static io.meshwright.contract.evolution.TableWork.ADD_COLUMN;
import static io.meshwright.contract.evolution.TableWork.ALTER;
import static io.meshwright.contract.evolution.TableWork.COLUMN_MAPPING;
import static io.meshwright.contract.evolution.TableWork.NEW_TABLE;
import static io.meshwright.contract.evolution.TableWork.NOTHING;
import static io.meshwright.contract.evolution.TableWork.REWRITE;
import static io.meshwright.contract.evolution.Verdict.MAJOR;
import static io.meshwright.contract.evolution.Verdict.MINOR;
import static io.meshwright.contract.evolution.Verdict.PATCH;
import static io.meshwright.contract.evolution.Verdict.PROVE;

/**
 * Every kind of change, with what it means unless its circumstances say otherwise.
 *
 * <p>Names are an API: reports and waivers use them. In order: the effect on consumers, the effect
 * on stored rows and writers, the verdict, and what one table that is to hold both would need.
 */
public enum ChangeRule {
  // Fields
  FIELD_REMOVED("field removed", BREAKING, NONE, MAJOR, COLUMN_MAPPING),
  FIELD_ADDED_OPTIONAL("nullable field added", NONE, NONE, MINOR, ADD_COLUMN),
  FIELD_ADDED_REQUIRED("field added that has a value in every row", NONE, BREAKING, PROVE, REWRITE),
  FIELD_CASE_RENAMED(
      "letter case of the name changed", UNCERTAIN, UNCERTAIN, MINOR, COLUMN_MAPPING),
  FIELD_REORDERED("order of fields changed", NONE, NONE, PATCH, NOTHING),
  FIELD_DEPRECATED("field deprecated", NONE, NONE, MINOR, NOTHING),
  FIELD_UNDEPRECATED("field no longer deprecated", NONE, NONE, MINOR, NOTHING),
  GENERATED_CHANGED("generating expression changed", UNCERTAIN, UNCERTAIN, MAJOR, REWRITE),

  // Types
  TYPE_WIDENED("type widened", UNCERTAIN, NONE, MINOR, ALTER),
  TYPE_WIDENED_NO_INPLACE("type widened, not in place", UNCERTAIN, UNCERTAIN, MINOR, REWRITE),
  TYPE_TO_DECIMAL_OR_DOUBLE("whole number became a fraction", UNCERTAIN, NONE, MAJOR, REWRITE),
  DECIMAL_SCALE("decimal scale changed", BREAKING, UNCERTAIN, MAJOR, REWRITE),
  TYPE_NARROWED("type narrowed", NONE, BREAKING, MAJOR, REWRITE),
  TYPE_CHANGED("type changed", BREAKING, BREAKING, MAJOR, REWRITE),
  TIMEZONE_CHANGED("time zone of the type changed", BREAKING, BREAKING, MAJOR, REWRITE),
  MAP_KEY_CHANGED("type of the map's key changed", BREAKING, BREAKING, MAJOR, REWRITE),

  // Nulls and keys
  REQUIRED_ADDED("must have a value now", NONE, BREAKING, PROVE, ALTER),
  REQUIRED_REMOVED("may be null now", BREAKING, NONE, MAJOR, ALTER),
  UNIQUE_ADDED("unique now", NONE, BREAKING, PROVE, NOTHING),
  UNIQUE_REMOVED("no longer unique", BREAKING, NONE, MAJOR, NOTHING),
  PK_ADDED("key declared", NONE, BREAKING, PROVE, ALTER),
  PK_REMOVED("key dropped", BREAKING, BREAKING, MAJOR, ALTER),
  PK_CHANGED("key has other fields", BREAKING, BREAKING, MAJOR, ALTER),
  PK_REORDERED("key has another order", NONE, NONE, PATCH, NOTHING),
  FK_ADDED("reference added", NONE, BREAKING, PROVE, NOTHING),
  FK_REMOVED("reference removed", BREAKING, NONE, MAJOR, NOTHING),
  FK_TARGET("reference has another target", BREAKING, BREAKING, MAJOR, NOTHING),

  // Values
  ENUM_ADDED("list of values declared", NONE, BREAKING, PROVE, ALTER),
  ENUM_DROPPED("list of values dropped", BREAKING, NONE, MAJOR, ALTER),
  ENUM_VALUE_ADDED("value added to the list", UNCERTAIN, NONE, MINOR, ALTER),
  ENUM_VALUE_REMOVED("value removed from the list", NONE, BREAKING, PROVE, ALTER),
  LIMIT_ADDED("limit added", NONE, BREAKING, PROVE, ALTER),
  LIMIT_TIGHTENED("limit tightened", NONE, BREAKING, PROVE, ALTER),
  LIMIT_LOOSENED("limit loosened", BREAKING, NONE, MAJOR, ALTER),
  PATTERN_CHANGED("pattern changed", UNCERTAIN, UNCERTAIN, MAJOR, ALTER),
  FORMAT_CHANGED("format changed", BREAKING, BREAKING, MAJOR, ALTER),

  // Rules of every other kind
  QUALITY_ADDED("rule added", NONE, BREAKING, PROVE, ALTER),
  QUALITY_REMOVED("rule removed", BREAKING, NONE, MAJOR, ALTER),
  QUALITY_TIGHTENED("rule tightened", NONE, BREAKING, PROVE, ALTER),
  QUALITY_LOOSENED("rule loosened", BREAKING, NONE, MAJOR, ALTER),
  QUALITY_SEVERITY_LOWERED("severity lowered", BREAKING, NONE, MAJOR, ALTER),
  QUALITY_SEVERITY_RAISED("severity raised", NONE, BREAKING, PROVE, ALTER),
  QUALITY_CHANGED("rule changed", UNCERTAIN, UNCERTAIN, MAJOR, ALTER),
  QUALITY_RENAMED("rule renamed", NONE, NONE, PATCH, ALTER),
  QUALITY_TEXT("tags of the rule changed", NONE, NONE, PATCH, NOTHING),

  // Handling and access
  CLASSIFICATION_RAISED("classification raised", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  CLASSIFICATION_LOWERED("classification lowered", NONE, UNTOUCHED, MINOR, NOTHING),
  CLASSIFICATION_ADDED("classification set", UNCERTAIN, UNTOUCHED, MINOR, NOTHING),
  CLASSIFICATION_REMOVED("classification dropped", UNCERTAIN, UNTOUCHED, MINOR, NOTHING),
  MASKING_CHANGED("protection changed", BREAKING, UNCERTAIN, MAJOR, REWRITE),
  PII_CATEGORY("category of personal data changed", NONE, UNTOUCHED, MINOR, NOTHING),
  PURPOSE_CHANGED("purpose of the data changed", NONE, UNTOUCHED, MINOR, NOTHING),
  RETENTION_LONGER("rows kept longer", NONE, UNTOUCHED, MINOR, NOTHING),
  RETENTION_SHORTER("rows deleted earlier", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  AUDIT_LOGGING("logging of access changed", NONE, UNTOUCHED, MINOR, NOTHING),
  ROLE_REMOVED("access taken away", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  ROLE_ADDED("access given", NONE, UNTOUCHED, MINOR, NOTHING),
  ACCESS_NARROWED("fewer may find it", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  ACCESS_WIDENED("more may find it", NONE, UNTOUCHED, MINOR, NOTHING),

  // Service level and life
  SLA_ADDED("promise added", NONE, NONE, MINOR, NOTHING),
  SLA_REMOVED("promise removed", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  SLA_STRENGTHENED("promise strengthened", NONE, NONE, MINOR, NOTHING),
  SLA_WEAKENED("promise weakened", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  STATUS_DEPRECATED("end of this major announced", NONE, UNTOUCHED, MINOR, NOTHING),
  STATUS_UNDEPRECATED("announced end withdrawn", NONE, UNTOUCHED, MINOR, NOTHING),
  SUPPORT_END_EARLIER("ends earlier", BREAKING, UNTOUCHED, MAJOR, NOTHING),
  SUPPORT_END_LATER("ends later", NONE, UNTOUCHED, MINOR, NOTHING),
  NOTICE_CHANGED("notice changed", NONE, UNTOUCHED, PATCH, NOTHING),

  // The table and how it is made
  SERVER_MOVED("location changed", BREAKING, UNTOUCHED, MAJOR, NEW_TABLE),
  SERVER_FORMAT("format asked for changed", NONE, NONE, PATCH, NOTHING),
  PARTITIONING_CHANGED("partitioning changed", NONE, UNCERTAIN, MINOR, REWRITE),
  WRITE_CHANGED("way of writing changed", UNCERTAIN, UNCERTAIN, MAJOR, NOTHING),
  ON_EMPTY_CHANGED("meaning of an empty result changed", UNCERTAIN, NONE, MINOR, NOTHING),
  LOGIC_CHANGED("transform changed", UNCERTAIN, UNCERTAIN, MINOR, NOTHING),
  INPUT_CONTRACT_CHANGED("input changed", NONE, UNTOUCHED, MINOR, NOTHING),

  // Words
  TEAM("owner changed", NONE, NONE, PATCH, NOTHING),
  OBSERVABILITY_CHANGED("metrics or alerts changed", NONE, NONE, PATCH, NOTHING),
  DOCS("documentation changed", NONE, NONE, PATCH, NOTHING),
  ORDER_CHANGED("order of a list changed", NONE, NONE, PATCH, NOTHING),

  /** Nothing above says what it means: a warning, and an error in strict mode. */
  UNKNOWN("changed in a way that is not classified", UNCERTAIN, UNCERTAIN, MINOR, NOTHING);

  private final String meaning;
  private final Effect consumers;
  private final Effect data;
  private final Verdict verdict;
  private final TableWork table;

  ChangeRule(String meaning, Effect consumers, Effect data, Verdict verdict, TableWork table) {
    this.meaning = meaning;
    this.consumers = consumers;
    this.data = data;
    this.verdict = verdict;
    this.table = table;
  }

  /** What happened, in words that go with the name of a field or a key. */
  public String meaning() {
    return meaning;
  }

  /** What it means unless the circumstances say otherwise. */
  public Impact impact() {
    return new Impact(consumers, data, verdict, table);
  }

  boolean removesOrRetypes() {
    return switch (this) {
      case FIELD_REMOVED,
          TYPE_TO_DECIMAL_OR_DOUBLE,
          DECIMAL_SCALE,
          TYPE_NARROWED,
          TYPE_CHANGED,
          TIMEZONE_CHANGED,
          MAP_KEY_CHANGED ->
          true;
      default -> false;
    };
  }
}
