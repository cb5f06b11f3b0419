package io.meshwright.governance;

import io.meshwright.contract.Access;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Classification;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is asked of every contract alike, without anything to set. */
enum ContractRequirement implements Requirement {
  CLASSIFICATION(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      return missing(
          facts.contract().handling().classification(),
          "classification",
          "The product has no classification",
          "public, internal, confidential or restricted",
          "add classification: internal, or how far the data may go");
    }
  },

  /** Confidential data is for specific roles, so no whole domain and not everyone. */
  CONFIDENTIAL_FOR_ROLES(Severity.ERROR, About.CONFIDENTIAL) {
    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().access().read().stream()
          .filter(grantee -> grantee.kind() == Access.Grantee.Kind.DOMAIN)
          .map(
              grantee ->
                  new Breach(
                      List.of("access", "read"),
                      "A confidential product can be read by all of %s".formatted(grantee.name()),
                      "roles only",
                      grantee.toString(),
                      "name the roles that need it instead of the domain"))
          .toList();
    }
  },

  /** Access to restricted data is approved one by one, so nobody has it by the contract. */
  RESTRICTED_NEEDS_APPROVAL(Severity.ERROR, About.RESTRICTED) {
    @Override
    public List<Breach> check(Facts facts) {
      List<Access.Grantee> readers = facts.contract().access().read();
      return readers.isEmpty()
          ? List.of()
          : List.of(
              new Breach(
                  List.of("access", "read"),
                  "A restricted product has readers that nobody approved",
                  "no standing readers",
                  readers.toString(),
                  "take access.read out, and let readers ask for access"));
    }
  },

  PII_PROTECTED(Severity.CRITICAL, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return personal(
          facts,
          field -> field.traits().protection().isEmpty(),
          "protect",
          "Personal field '%s' is published in clear",
          "protect: encrypt, tokenize, mask or drop",
          "add protect: encrypt, or tokenize where equal values have to stay equal");
    }
  },

  PII_CATEGORY(Severity.ERROR, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return personal(
          facts,
          field -> field.traits().piiCategory().isEmpty(),
          "pii_category",
          "Personal field '%s' has no category",
          "pii_category",
          "add pii_category, such as contact");
    }
  },

  /** Names of folders and files show the values of partitions, whoever may read the table. */
  PII_NOT_PARTITIONED_BY(Severity.CRITICAL, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return personal(
          facts,
          field -> facts.contract().schema().partitionedBy().contains(field.name()),
          "is_pii",
          "The table is partitioned by personal field '%s'",
          "partitions without personal data",
          "partition by another field; the values are names of folders");
    }
  },

  PII_AUDITED(Severity.CRITICAL, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return audited(facts, "The product has personal data and no audit log");
    }
  },

  PII_SUBJECT_KEY(Severity.ERROR, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return missing(
          facts.contract().handling().subjectKey(),
          "subject_key",
          "The product has personal data and does not say whose it is",
          "subject_key",
          "add subject_key: the field that says which person a row is about (GDPR, article 17)");
    }
  },

  PII_PURPOSE(Severity.ERROR, About.PERSONAL_DATA) {
    @Override
    public List<Breach> check(Facts facts) {
      return missing(
          facts.contract().handling().purpose(),
          "purpose",
          "The product has personal data and no purpose",
          "purpose",
          "add purpose: what the data is used for (GDPR, article 5)");
    }
  },

  /** What the lineage of the transform tells, whether or not the contract says so. */
  PII_DECLARED(Severity.ERROR) {
    @Override
    public Optional<String> findGap(Facts facts) {
      return facts.subject().origins().isPresent()
          ? Optional.empty()
          : Optional.of("the lineage of the transform is known to runs only");
    }

    @Override
    public List<Breach> check(Facts facts) {
      return facts.subject().origins().stream()
          .flatMap(List::stream)
          .filter(
              origin ->
                  facts.contract().schema().findField(origin.column()).stream()
                      .noneMatch(field -> field.traits().pii()))
          .map(
              origin ->
                  new Breach(
                      Breach.pathOf(origin.column(), "is_pii"),
                      "Field '%s' is made from personal data, %s"
                          .formatted(origin.column(), origin.source()),
                      "is_pii: true",
                      "not marked",
                      "mark it is_pii: true and protect it, or take it out of the transform"))
          .toList();
    }
  },

  RETENTION(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      return missing(
          facts.contract().handling().retentionDays(),
          "retention_days",
          "The product does not say how long its rows are kept",
          "retention_days",
          "add retention_days");
    }
  },

  SCHEMA(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().schema().fields().isEmpty()
          ? List.of(
              new Breach(
                  List.of("schema", "fields"),
                  "The product has no fields",
                  "at least one field with its type",
                  "none",
                  "list the fields under schema.fields"))
          : List.of();
    }
  },

  PRIMARY_KEY(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().schema().primaryKey().isEmpty()
          ? List.of(
              new Breach(
                  List.of("schema", "fields"),
                  "The schema has no primary key",
                  "a field with is_primary_key: true",
                  "none",
                  "add is_primary_key: true to the fields that identify a row"))
          : List.of();
    }
  },

  DESCRIPTIONS(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().schema().fields().stream()
          .filter(field -> field.description().filter(text -> !text.isBlank()).isEmpty())
          .map(
              field ->
                  new Breach(
                      Breach.pathOf(field.name(), "description"),
                      "Field '%s' has no description".formatted(field.name()),
                      "a description",
                      "none",
                      "say what a value means"))
          .toList();
    }
  },

  QUALITY_CHECKS(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().rules().isEmpty()
          ? List.of(
              new Breach(
                  List.of("schema", "fields"),
                  "Nothing is promised of the values",
                  "constraints or quality checks",
                  "none",
                  "add constraints to fields, or quality_checks"))
          : List.of();
    }
  },

  COMPLETENESS_CHECK(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      boolean checked =
          facts.contract().serviceLevel().completeness().isPresent()
              || hasCheck(facts.contract(), Assertion.Completeness.class::isInstance);
      return checked
          ? List.of()
          : List.of(
              new Breach(
                  List.of("sla", "completeness"),
                  "Nothing checks how complete the rows are",
                  "sla.completeness, or a completeness check",
                  "none",
                  "add sla.completeness.min_threshold"));
    }
  },

  FRESHNESS_CHECK(Severity.WARNING) {
    @Override
    public List<Breach> check(Facts facts) {
      boolean checked =
          facts.contract().serviceLevel().maxAge().isPresent()
              || hasCheck(facts.contract(), Assertion.Freshness.class::isInstance);
      return checked
          ? List.of()
          : List.of(
              new Breach(
                  List.of("sla", "freshness"),
                  "Nothing checks how fresh the rows are",
                  "sla.freshness, or a freshness check",
                  "none",
                  "add sla.freshness.max_age_hours"));
    }
  },

  /** For domains where every read is audited, or that are under SOX. */
  AUDITED(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      return audited(facts, "The domain audits all access, and the product has no audit log");
    }
  },

  OWN_LOCATION(Severity.ERROR) {
    @Override
    public List<Breach> check(Facts facts) {
      String location = facts.contract().schema().location();
      String domain = facts.contract().name().domain();
      return List.of(location.split("/")).contains(domain)
          ? List.of()
          : List.of(
              new Breach(
                  List.of("schema", "location"),
                  "The product is not stored under its domain",
                  "a location with the folder '%s'".formatted(domain),
                  location,
                  "store it below the folder of its domain"));
    }
  };

  /** Which products a rule is about. */
  private enum About {
    ALL,
    PERSONAL_DATA,
    CONFIDENTIAL,
    RESTRICTED
  }

  private final Severity severity;
  private final About about;

  ContractRequirement(Severity severity) {
    this(severity, About.ALL);
  }

  ContractRequirement(Severity severity, About about) {
    this.severity = severity;
    this.about = about;
  }

  @Override
  public boolean appliesTo(Facts facts) {
    return switch (about) {
      case ALL -> true;
      case PERSONAL_DATA -> !facts.personalFields().isEmpty();
      case CONFIDENTIAL -> facts.isClassified(Classification.CONFIDENTIAL);
      case RESTRICTED -> facts.isClassified(Classification.RESTRICTED);
    };
  }

  @Override
  public String kind() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public boolean isAtLeast(Requirement other) {
    return this == other;
  }

  private static boolean hasCheck(Contract contract, Predicate<Assertion> kind) {
    return Stream.concat(
            contract.qualityChecks().stream(),
            contract.schema().fields().stream().flatMap(field -> field.rules().stream()))
        .map(Rule::assertion)
        .anyMatch(kind);
  }

  private static List<Breach> missing(
      Optional<?> value, String key, String message, String expected, String fix) {
    return value.isPresent()
        ? List.of()
        : List.of(new Breach(List.of(key), message, expected, "none", fix));
  }

  private static List<Breach> audited(Facts facts, String message) {
    return facts.contract().handling().auditLoggingEnabled()
        ? List.of()
        : List.of(
            new Breach(
                List.of("audit_logging_enabled"),
                message,
                "audit_logging_enabled: true",
                "false",
                "add audit_logging_enabled: true"));
  }

  private static List<Breach> personal(
      Facts facts,
      Predicate<Field> isBroken,
      String key,
      String message,
      String expected,
      String fix) {
    return facts.personalFields().stream()
        .filter(isBroken)
        .map(
            field ->
                new Breach(
                    Breach.pathOf(field.name(), key),
                    message.formatted(field.name()),
                    expected,
                    "none",
                    fix))
        .toList();
  }
}
