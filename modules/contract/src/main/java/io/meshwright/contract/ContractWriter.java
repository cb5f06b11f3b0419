package io.meshwright.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints a {@link Contract} as YAML, always the same way: equal contracts give equal text, and what
 * {@link ContractReader} reads from it equals the contract.
 *
 * <p>Keys stand in one order, defaults are left out, comments and the author's own layout are gone.
 */
public final class ContractWriter {

  private ContractWriter() {}

  /**
   * What to say in comments about fields and rules, by their names.
   *
   * @param fields by the name of the field
   * @param rules by the name of the rule
   */
  public record Notes(Map<String, String> fields, Map<String, String> rules) {

    public static final Notes NONE = new Notes(Map.of(), Map.of());

    public Notes {
      fields = Map.copyOf(fields);
      rules = Map.copyOf(rules);
    }

    private Object noted(Object item, Field field) {
      return noted(item, fields.get(field.name()));
    }

    private Object noted(Object item, Rule rule) {
      return noted(item, rules.get(rule.name()));
    }

    private static Object noted(Object item, String note) {
      return note == null ? item : new YamlEmitter.Noted(item, note);
    }
  }

  /** Prints the canonical YAML of a contract. */
  public static String write(Contract contract) {
    return write(contract, Notes.NONE);
  }

  /** Prints the canonical YAML of a contract with comments above its fields and rules. */
  public static String write(Contract contract, Notes notes) {
    return YamlEmitter.print(contract(contract, notes));
  }

  /** Prints only the parts {@code schema.fields} and {@code sla.quality_checks}. */
  public static String writeRules(List<Field> fields, List<Rule> checks, Notes notes) {
    return YamlEmitter.print(
        keys()
            .put("schema", keys().list("fields", fields(fields, notes)))
            .put("sla", keys().list("quality_checks", checks(checks, notes)))
            .map());
  }

  /** The canonical form of a contract as a tree: what {@link #write} prints, key by key. */
  public static Written.Keys tree(Contract contract) {
    return keys(contract(contract, Notes.NONE));
  }

  /** Prints a changelog of one entry, as it stands in a contract. */
  public static String write(Release release) {
    return YamlEmitter.print(Map.of("changelog", List.of(release(release))));
  }

  /** The SHA-256 of {@link #write} in lower-case hex: two contracts share it if they are equal. */
  public static String hash(Contract contract) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(write(contract).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash a contract: this Java has no SHA-256", e);
    }
  }

  static Map<String, Object> contract(Contract contract, Notes notes) {
    Handling handling = contract.handling();
    return keys()
        .text("name", contract.name().product())
        .text("version", contract.version())
        .text("domain", contract.name().domain())
        .put(
            "owner",
            keys()
                .text("team", contract.owner().team())
                .text("contact", contract.owner().contact())
                .text("slack", contract.owner().slack()))
        .text("description", contract.description())
        .text("classification", handling.classification().map(ContractWriter::word))
        .text("data_category", handling.dataCategory().map(ContractWriter::word))
        .raw("retention_days", handling.retentionDays())
        .text("subject_key", handling.subjectKey())
        .text(
            "erasure",
            Optional.of(handling.erasure())
                .filter(how -> how != Handling.Erasure.DELETE)
                .map(ContractWriter::word))
        .text("purpose", handling.purpose())
        .flag("encryption_enabled", handling.encryptionEnabled())
        .flag("audit_logging_enabled", handling.auditLoggingEnabled())
        .list("inputs", contract.production().inputs().stream().map(InputWriter::input).toList())
        .put("transform", transform(contract.production().transform()))
        .put("write", write(contract.production().write()))
        .put("schema", schema(contract.schema(), notes))
        .put("access", access(contract.access()))
        .put("sla", serviceLevel(contract.serviceLevel(), checks(contract.qualityChecks(), notes)))
        .put("observability", observability(contract.observability()))
        .list("changelog", contract.changelog().stream().map(ContractWriter::release).toList())
        .put("deprecation", contract.deprecation().map(ContractWriter::deprecation).orElse(keys()))
        .map();
  }

  private static Keys transform(Optional<Production.Transform> transform) {
    Keys keys = keys();
    transform.ifPresent(
        how -> {
          if (how instanceof Production.SqlFile sql) {
            keys.text("sql", sql.file());
          } else if (how instanceof Production.JavaClass java) {
            keys.text("class", java.className());
          }
        });
    return keys;
  }

  private static Keys write(Production.Write write) {
    return keys()
        .text("mode", Optional.of(write.mode()).filter(mode -> mode != Production.Mode.FULL))
        .list("keys", write.keys())
        .text("effective_at", write.effectiveAt())
        .text(
            "on_empty",
            Optional.of(write.onEmpty()).filter(what -> what != Production.OnEmpty.FAIL));
  }

  private static Keys schema(Schema schema, Notes notes) {
    return keys()
        .text("type", schema.format())
        .text("location", schema.location())
        .list("partitioned_by", schema.partitionedBy())
        .list("fields", fields(schema.fields(), notes));
  }

  private static List<Object> fields(List<Field> fields, Notes notes) {
    return fields.stream().map(field -> notes.noted(field(field, notes), field)).toList();
  }

  private static List<Object> checks(List<Rule> checks, Notes notes) {
    return checks.stream().map(rule -> notes.noted(RuleWriter.qualityCheck(rule), rule)).toList();
  }

  private static Map<String, Object> field(Field field, Notes notes) {
    Field.Traits traits = field.traits();
    return keys()
        .text("name", field.name())
        .text("type", field.type())
        .text("description", field.description())
        .flag("is_primary_key", traits.primaryKey())
        .flag("deprecated", traits.deprecated())
        .flag("is_pii", traits.pii())
        .text("pii_category", traits.piiCategory())
        .text("classification", traits.classification().map(ContractWriter::word))
        .text("protect", traits.protection().map(ContractWriter::word))
        .text("generated", field.generatedAs())
        .list("examples", traits.examples())
        .list(
            "constraints",
            field.rules().stream()
                .map(rule -> notes.noted(RuleWriter.constraint(field, rule), rule))
                .toList())
        .map();
  }

  private static Keys access(Access access) {
    if (access.equals(Access.OWNER_ONLY)) {
      return keys();
    }

    return keys()
        .text("discovery", word(access.discovery()))
        .list("read", access.read().stream().map(ContractWriter::grantee).toList())
        .list("write", access.write().stream().map(ContractWriter::grantee).toList());
  }

  private static Map<String, Object> grantee(Access.Grantee grantee) {
    return keys().text(grantee.kind().toString(), grantee.name()).map();
  }

  private static Keys serviceLevel(ServiceLevel level, List<Object> checks) {
    return keys()
        .text("availability", level.availability().map(Amount.Share::new))
        .put(
            "freshness",
            keys()
                .raw("max_age_hours", level.maxAge().map(Decimals::toHours))
                .text("update_schedule", level.updateSchedule()))
        .put(
            "completeness",
            keys().text("min_threshold", level.completeness().map(Amount.Share::new)))
        .list("quality_checks", checks);
  }

  private static Keys observability(Observability observability) {
    return keys()
        .list("metrics", observability.metrics().stream().map(ContractWriter::metric).toList())
        .list("alerts", observability.alerts().stream().map(ContractWriter::alert).toList());
  }

  private static Object metric(Observability.Metric metric) {
    return metric
        .expression()
        .<Object>map(
            expression -> keys().text("name", metric.name()).text("expression", expression).map())
        .orElse(metric.name());
  }

  private static Map<String, Object> alert(Observability.Alert alert) {
    return keys()
        .text("type", alert.type())
        .text("condition", alert.condition())
        .text("severity", word(alert.severity()))
        .map();
  }

  private static Map<String, Object> release(Release release) {
    return keys()
        .text("version", release.version())
        .text("date", release.date())
        .list("changes", release.changes())
        .raw("breaking", Optional.of(release.breaking()))
        .map();
  }

  private static Keys deprecation(Deprecation deprecation) {
    return keys()
        .text("announced_on", deprecation.announcedOn())
        .text("sunset_on", deprecation.sunsetOn())
        .text("replacement", deprecation.replacement())
        .text("migration_guide", deprecation.migrationGuide());
  }

  private static Written.Keys keys(Map<?, ?> map) {
    Map<String, Written> keys = new LinkedHashMap<>();
    map.forEach((key, value) -> keys.put(key.toString(), written(value)));
    return new Written.Keys(keys);
  }

  private static Written written(Object value) {
    if (value instanceof Map<?, ?> map) {
      return keys(map);
    }
    if (value instanceof List<?> list) {
      return new Written.Items(list.stream().map(ContractWriter::written).toList());
    }

    return new Written.Text(value instanceof YamlEmitter.Raw raw ? raw.text() : value.toString());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static Keys keys() {
    return new Keys();
  }

  /** The keys of one mapping in their order; what is absent, false or empty is left out. */
  static final class Keys {

    private final Map<String, Object> map = new LinkedHashMap<>();

    private Keys() {}

    Keys text(String key, Object value) {
      map.put(key, value.toString());
      return this;
    }

    Keys text(String key, Optional<?> value) {
      value.ifPresent(present -> text(key, present));
      return this;
    }

    Keys raw(String key, Optional<?> value) {
      value.ifPresent(present -> map.put(key, new YamlEmitter.Raw(present.toString())));
      return this;
    }

    Keys flag(String key, boolean value) {
      return raw(key, Optional.of(value).filter(given -> given));
    }

    Keys list(String key, List<?> values) {
      if (!values.isEmpty()) {
        map.put(key, values);
      }
      return this;
    }

    Keys put(String key, Keys keys) {
      return put(key, keys.map);
    }

    Keys put(String key, Map<String, ?> values) {
      if (!values.isEmpty()) {
        map.put(key, values);
      }
      return this;
    }

    Map<String, Object> map() {
      return map;
    }
  }
}
