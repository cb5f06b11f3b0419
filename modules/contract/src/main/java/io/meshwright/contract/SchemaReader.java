package io.meshwright.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code schema}: the fields, their constraints, and where and how the table is stored. */
final class SchemaReader {

  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[a-zA-Z][a-zA-Z0-9+.-]*:/.+");
  private static final Pattern CREDENTIALS = Pattern.compile("[^/]*//[^/]*:[^/]*@.*");

  private final RuleOptions options;
  private final ConstraintReader constraints;
  private final RuleNames names;
  private final List<Diagnostic> problems;

  private final Map<String, Optional<FieldType>> types = new LinkedHashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Place> protections = new LinkedHashMap<>();
  private KnownFields known;
  private boolean hasPrimaryKey;

  SchemaReader(RuleOptions options, RuleNames names, List<Diagnostic> problems) {
    this.options = options;
    this.constraints = new ConstraintReader(options, problems);
    this.names = names;
    this.problems = problems;
    this.known = KnownFields.unreadable(problems);
  }

  /** A reader of one field on its own, whose rules need no names of their own. */
  SchemaReader(SqlSyntax sql, List<Diagnostic> problems) {
    this(new RuleNames(problems), sql, problems);
  }

  private SchemaReader(RuleNames names, SqlSyntax sql, List<Diagnostic> problems) {
    this(new RuleOptions(sql, names, problems), names, problems);
  }

  /** Tells what is wrong with a field that stands in no table, whatever the others may be. */
  void readDefinition(Section section) {
    field(section);
  }

  /** The fields found by {@link #read}, for the sections that name them. */
  KnownFields fields() {
    return known;
  }

  /** Where a field that was read says its name. */
  Place placeOf(String field) {
    return places.get(field.toLowerCase(Locale.ROOT));
  }

  /** Where fields say how they are protected. */
  Map<String, Place> protections() {
    return protections;
  }

  Optional<Schema> read(Section contract) {
    return contract.require("schema").isEmpty()
        ? Optional.empty()
        : contract.section("schema", ContractKeys.SCHEMA).flatMap(this::schema);
  }

  private Optional<Schema> schema(Section section) {
    Optional<Schema.Format> format = section.requireChoice("type", Schema.Format.class);
    Optional<String> location = section.requireText("location").flatMap(this::location);
    List<Field> fields = new ArrayList<>();
    if (section.require("fields").isPresent()) {
      List<Section> sections = section.sections("fields", ContractKeys.FIELD);
      sections.forEach(field -> field(field).ifPresent(fields::add));
      if (types.isEmpty()) {
        problems.add(ContractDiagnostics.noFields(section.placeOf("fields")));
      } else {
        known = KnownFields.of(types, problems);
        constraints.checkCompared(known);
      }
    }

    List<Located<String>> partitions = section.texts("partitioned_by");
    partitions.forEach(name -> known.requireComparable(name, "partitioned_by"));
    known.requireDistinct(partitions, "partitioned_by");
    if (!types.isEmpty()
        && partitions.stream().map(Located::value).toList().containsAll(types.keySet())) {
      problems.add(ContractDiagnostics.onlyPartitions(section.placeOf("partitioned_by")));
    }
    return format.isPresent() && location.isPresent()
        ? Optional.of(
            new Schema(
                format.get(),
                location.get(),
                partitions.stream().map(Located::value).toList(),
                fields))
        : Optional.empty();
  }

  private Optional<String> location(Located<String> text) {
    if (CREDENTIALS.matcher(text.value()).matches()) {
      problems.add(ContractDiagnostics.secretInLocation(text.place()));
      return Optional.empty();
    }
    if (!ABSOLUTE.matcher(text.value()).matches()) {
      problems.add(ContractDiagnostics.relativeLocation(text));
      return Optional.empty();
    }

    return Optional.of(text.value());
  }

  private Optional<Field> field(Section section) {
    Optional<Located<String>> name = section.requireText("name").filter(this::isFieldName);
    // A definition that could not be had would have told the type, and was told of.
    Optional<FieldType> type =
        section.find(ContractKeys.DEFINITION).isPresent()
            ? section.parsed("type", FieldType::parse)
            : section.requireParsed("type", FieldType::parse);
    String fieldName = name.map(Located::value).orElse("");
    name.ifPresent(text -> declare(text, type));

    List<Located<Rule>> rules =
        new ArrayList<>(constraints.read(fieldName, type, section.items("constraints")));
    Field.Traits traits = traits(section, type);
    applyNullable(section, fieldName, traits, rules);
    Optional<String> generated =
        section.text("generated").flatMap(text -> options.predicate(text, "generated"));
    Optional<String> description = section.value("description");
    if (traits.protection().isPresent()) {
      protections.putIfAbsent(fieldName, section.placeOf("protect"));
    }
    return name.isPresent() && type.isPresent()
        ? Optional.of(
            new Field(
                fieldName,
                type.get(),
                description,
                traits,
                rules.stream().map(Located::value).toList(),
                generated))
        : Optional.empty();
  }

  private Field.Traits traits(Section section, Optional<FieldType> type) {
    boolean primaryKey = section.flag("is_primary_key");
    if (primaryKey && type.isPresent() && !type.get().isComparable()) {
      problems.add(
          ContractDiagnostics.constraintDoesNotFit(
              section.placeOf("is_primary_key"),
              "is_primary_key",
              type.get(),
              "values that can be compared"));
    }
    if (primaryKey && !hasPrimaryKey) {
      hasPrimaryKey = true;
      names.takeDefault(Contract.PRIMARY_KEY, section.placeOf("is_primary_key"));
    }
    return new Field.Traits(
        primaryKey,
        section.flag("deprecated"),
        section.flag("is_pii"),
        section.value("pii_category"),
        section.choice("classification", Classification.class),
        section.choice("protect", ColumnProtection.class),
        section.values("examples"));
  }

  private boolean isFieldName(Located<String> name) {
    String text = name.value();
    boolean isName = text.equals(text.strip()) && text.chars().noneMatch(Character::isISOControl);
    if (!isName) {
      problems.add(ContractDiagnostics.badFieldName(name));
    }
    return isName;
  }

  private void declare(Located<String> name, Optional<FieldType> type) {
    Place first = places.putIfAbsent(name.value().toLowerCase(Locale.ROOT), name.place());
    if (first != null) {
      problems.add(ContractDiagnostics.repeatedField(name, first));
    }
    types.putIfAbsent(name.value(), type);
  }

  /** {@code nullable: false} is another way to write {@code not_null}. */
  private void applyNullable(
      Section section, String field, Field.Traits traits, List<Located<Rule>> rules) {
    Optional<Boolean> nullable = section.findFlag("nullable");
    if (nullable.isEmpty()) {
      return;
    }
    Place place = section.placeOf("nullable");
    Optional<Rule> notNull =
        rules.stream()
            .map(Located::value)
            .filter(rule -> rule.assertion() instanceof Assertion.NotNull)
            .findFirst();
    if (nullable.get() && (notNull.isPresent() || traits.primaryKey())) {
      problems.add(ContractDiagnostics.nullableButNotNull(place, field));
    }
    if (!nullable.get() && notNull.isEmpty()) {
      rules.add(0, new Located<>(options.rule(place, new Assertion.NotNull(field)), place));
    }
    if (!nullable.get()
        && notNull.isPresent()
        && !(notNull.get().severity().keepsRowsOut() && notNull.get().scope().where().isEmpty())) {
      problems.add(ContractDiagnostics.notNullableButWeak(place, field));
    }
  }
}
