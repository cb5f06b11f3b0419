package io.meshwright.contract.lint;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Classification;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractOutline;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Input;
import io.meshwright.contract.LoadedContract;
import io.meshwright.contract.Rule;
import io.meshwright.contract.ServiceLevel;
import io.meshwright.contract.SqlSyntax;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a reviewer would say about a contract that is valid. */
public final class ContractLint {

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern RULE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private final LoadedContract loaded;
  private final Contract contract;
  private final ContractOutline outline;
  private final Optional<Set<String>> tablesRead;
  private final List<Remark> remarks = new ArrayList<>();

  private ContractLint(
      LoadedContract loaded, ContractOutline outline, Optional<Set<String>> tablesRead) {
    this.loaded = loaded;
    this.contract = loaded.contract();
    this.outline = outline;
    this.tablesRead = tablesRead;
  }

  /**
   * Looks at a contract, in the order of its file.
   *
   * @param transform the text of the transform's SQL; where it is empty, or {@code sql} finds no
   *     table in it, no input is called unused
   */
  public static List<Remark> of(
      LoadedContract loaded, ContractOutline outline, SqlSyntax sql, Optional<String> transform) {
    requireNonNull(loaded, "loaded");
    requireNonNull(outline, "outline");
    Optional<Set<String>> tables =
        transform.map(sql::tablesOf).filter(names -> !names.isEmpty()).map(ContractLint::lowerCase);
    return new ContractLint(loaded, outline, tables).remarks();
  }

  private List<Remark> remarks() {
    loaded.warnings().forEach(this::readersWarning);
    product();
    contract.schema().fields().forEach(this::field);
    partitions();
    contract.rules().forEach(this::ruleName);
    inputs();
    changelog();
    coverage();
    remarks.sort(Comparator.comparingInt(Remark::line).thenComparingInt(Remark::column));
    return List.copyOf(remarks);
  }

  private void readersWarning(Diagnostic warning) {
    remarks.add(
        new Remark(
            LintRule.PROBABLY_NOT_MEANT,
            warning.file(),
            warning.line(),
            warning.column(),
            warning.problem(),
            warning.fix()));
  }

  private void product() {
    if (isBlank(contract.description())) {
      add(
          LintRule.PRODUCT_WITHOUT_DESCRIPTION,
          "the product has no description",
          "add description: what a row is and what it is good for",
          "name");
    }
    if (isBlank(contract.owner().contact()) && isBlank(contract.owner().slack())) {
      add(
          LintRule.OWNER_WITHOUT_CONTACT,
          "nobody can be reached about the product",
          "add contact or slack to owner",
          "owner");
    }
    if (contract.schema().primaryKey().isEmpty()) {
      add(
          LintRule.NO_PRIMARY_KEY,
          "no field is marked as the primary key",
          "add is_primary_key: true to the fields that identify a row",
          "schema",
          "fields");
    }
    if (contract.serviceLevel().equals(ServiceLevel.NONE)) {
      add(
          LintRule.NO_SERVICE_LEVEL,
          "no service level is promised",
          "add sla with freshness, completeness or availability",
          "sla");
    }
    if (contract.rules().stream()
        .allMatch(rule -> rule.assertion() instanceof Assertion.PrimaryKey)) {
      add(
          LintRule.NO_RULES,
          "nothing is promised about the rows",
          "add constraints to fields, or quality_checks",
          "schema",
          "fields");
    }
    if (contract.handling().classification().isEmpty()) {
      add(
          LintRule.NO_CLASSIFICATION,
          "the product has no classification",
          "add classification: public, internal, confidential or restricted",
          "name");
    }
  }

  private void field(Field field) {
    String[] place = place(field);
    if (isBlank(field.description())) {
      add(
          LintRule.FIELD_WITHOUT_DESCRIPTION,
          "field '%s' has no description".formatted(field.name()),
          "add description: what a value means, and its unit",
          place);
    }
    if (!SNAKE_CASE.matcher(field.name()).matches()) {
      add(
          LintRule.FIELD_NAME_NOT_SNAKE_CASE,
          "field '%s' is not in snake_case".formatted(field.name()),
          "rename it, such as order_id, with the next major version",
          place);
    }
    if (field.traits().pii()) {
      personalData(field, place);
    }
  }

  private void personalData(Field field, String[] place) {
    if (field.traits().piiCategory().isEmpty()) {
      add(
          LintRule.PERSONAL_DATA_WITHOUT_CATEGORY,
          "field '%s' is personal data of no category".formatted(field.name()),
          "add pii_category, such as contact",
          place);
    }
    Optional<Classification> classification =
        field.traits().classification().or(() -> contract.handling().classification());
    if (classification.isEmpty() || classification.get() == Classification.PUBLIC) {
      add(
          LintRule.PERSONAL_DATA_NOT_CLASSIFIED,
          "field '%s' is personal data and %s"
              .formatted(
                  field.name(), classification.isEmpty() ? "not classified" : "called public"),
          "add classification: confidential, to the field or to the contract",
          place);
    }
  }

  private void partitions() {
    List<String> partitions = contract.schema().partitionedBy();
    for (int index = 0; index < partitions.size(); index++) {
      String name = partitions.get(index);
      String[] place = {"schema", "partitioned_by", Integer.toString(index)};
      contract
          .schema()
          .findField(name)
          .flatMap(this::manyValues)
          .ifPresent(
              why ->
                  add(
                      LintRule.PARTITION_OF_MANY_VALUES,
                      "partition column '%s' probably has very many values: %s"
                          .formatted(name, why),
                      "partition by a field of few values, such as a date, or by none",
                      place));
    }
  }

  private Optional<String> manyValues(Field field) {
    if (contract.schema().primaryKey().equals(List.of(field.name()))) {
      return Optional.of("it is the primary key");
    }
    boolean unique =
        contract.rules().stream()
            .anyMatch(
                rule ->
                    rule.assertion() instanceof Assertion.Unique key
                        && key.fields().equals(List.of(field.name())));
    if (unique) {
      return Optional.of("it is unique");
    }
    if (field.type() == FieldType.Atomic.TIMESTAMP
        || field.type() == FieldType.Atomic.TIMESTAMP_NTZ
        || field.type() == FieldType.Atomic.DOUBLE
        || field.type() == FieldType.Atomic.FLOAT
        || field.type() instanceof FieldType.Decimal) {
      return Optional.of("it is a " + field.type());
    }

    return Optional.of("its name is that of an id")
        .filter(why -> field.name().equals("id") || field.name().endsWith("_id"));
  }

  private void ruleName(Rule rule) {
    if (!RULE_NAME.matcher(rule.name()).matches()) {
      Stream.of("schema.fields.constraints.name", "quality_checks.name", "sla.quality_checks.name")
          .flatMap(keys -> outline.findText(keys, rule.name()).stream())
          .findFirst()
          .ifPresent(
              place ->
                  add(
                      LintRule.PROSE_AS_RULE_NAME,
                      "the rule's name '%s' is long or has other characters than letters, digits,"
                              .formatted(rule.name())
                          + " _, . and -",
                      "name it like a variable, such as no_negative_amounts",
                      place.path().toArray(String[]::new)));
    }
  }

  private void inputs() {
    List<Input> inputs = contract.production().inputs();
    for (int index = 0; index < inputs.size(); index++) {
      String name = inputs.get(index).name();
      if (tablesRead.isPresent()
          && !tablesRead.get().contains(name.toLowerCase(Locale.ROOT))
          && !isNamedByRule(name)) {
        add(
            LintRule.UNUSED_INPUT,
            "input '%s' is read by neither the transform nor a rule".formatted(name),
            "use it in the transform, or delete it",
            "inputs",
            Integer.toString(index));
      }
    }
  }

  /** Rules name inputs in queries and references; a word in any of them counts. */
  private boolean isNamedByRule(String input) {
    Pattern word = Pattern.compile("(?i)\\b" + Pattern.quote(input) + "\\b");
    return contract.rules().stream()
        .anyMatch(rule -> word.matcher(rule.assertion().toString()).find());
  }

  private void changelog() {
    if (contract.changelog().isEmpty()) {
      add(
          LintRule.NO_CHANGELOG,
          "the contract has no changelog",
          "add changelog with what version %s brings".formatted(contract.version()),
          "version");
    } else if (contract.changelog().stream()
        .noneMatch(release -> release.version().equals(contract.version()))) {
      add(
          LintRule.VERSION_NOT_IN_CHANGELOG,
          "the changelog does not tell of version " + contract.version(),
          "add an entry; mesh diff OLD NEW suggests one",
          "changelog");
    }
  }

  private void coverage() {
    outline
        .entries()
        .forEach(
            entry ->
                KeyCoverage.findUnkept(entry.keys())
                    .filter(why -> !entry.isItem())
                    .ifPresent(
                        why ->
                            add(
                                LintRule.NOT_ENFORCED,
                                "'%s' is not enforced yet: %s".formatted(entry.keys(), why),
                                "keep it as an announcement, and do not rely on it",
                                entry.path().toArray(String[]::new))));
  }

  private String[] place(Field field) {
    int index = contract.schema().fields().indexOf(field);
    return new String[] {"schema", "fields", Integer.toString(index)};
  }

  private void add(LintRule rule, String problem, String fix, String... path) {
    Optional<ContractOutline.Entry> place = outline.findNearest(path);
    remarks.add(
        new Remark(
            rule,
            outline.file(),
            place.map(ContractOutline.Entry::line).orElse(1),
            place.map(ContractOutline.Entry::column).orElse(1),
            problem,
            fix));
  }

  private static boolean isBlank(Optional<String> text) {
    return text.map(String::isBlank).orElse(true);
  }

  private static Set<String> lowerCase(Set<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
