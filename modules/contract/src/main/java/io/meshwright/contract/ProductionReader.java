package io.meshwright.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code inputs}, {@code transform} and {@code write}: how a product is made. */
final class ProductionReader {

  private static final Pattern CLASS_NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

  private static final Map<String, FieldType> HISTORY =
      Map.of(
          Production.Write.VALID_FROM, FieldType.Atomic.TIMESTAMP,
          Production.Write.VALID_TO, FieldType.Atomic.TIMESTAMP,
          Production.Write.IS_CURRENT, FieldType.Atomic.BOOLEAN);

  private final KnownFields fields;
  private final Optional<Schema> schema;
  private final List<Diagnostic> problems;

  ProductionReader(KnownFields fields, Optional<Schema> schema, List<Diagnostic> problems) {
    this.fields = fields;
    this.schema = schema;
    this.problems = problems;
  }

  Production read(Section contract) {
    List<Input> inputs =
        new InputReader(problems).read(contract.sections("inputs", ContractKeys.INPUT));
    Optional<Production.Transform> transform =
        contract.section("transform", ContractKeys.TRANSFORM).flatMap(this::transform);
    Production.Write write =
        contract
            .section("write", ContractKeys.WRITE)
            .map(this::write)
            .orElse(Production.Write.FULL);
    return new Production(inputs, transform, write);
  }

  private Optional<Production.Transform> transform(Section section) {
    List<String> kinds = section.present(ContractKeys.TRANSFORM);
    if (kinds.size() != 1) {
      problems.add(
          ContractDiagnostics.notOneKind(
              section.place(), "a transform", kinds, ContractKeys.TRANSFORM));
      return Optional.empty();
    }
    if (kinds.get(0).equals("sql")) {
      return section.requireText("sql").map(file -> new Production.SqlFile(file.value()));
    }

    Optional<Located<String>> name = section.requireText("class");
    name.filter(text -> !CLASS_NAME.matcher(text.value()).matches())
        .ifPresent(text -> problems.add(ContractDiagnostics.badClassName(text)));
    return name.map(text -> new Production.JavaClass(text.value()));
  }

  private Production.Write write(Section section) {
    Production.Mode mode =
        section.choice("mode", Production.Mode.class).orElse(Production.Mode.FULL);
    List<Located<String>> keys = section.texts("keys");
    keys.forEach(key -> fields.requireComparable(key, "write.keys"));
    fields.requireDistinct(keys, "write.keys");
    Optional<Located<String>> effectiveAt = section.text("effective_at");
    effectiveAt.ifPresent(field -> fields.requireDateOrTimestamp(field, "write.effective_at"));

    boolean hasKeys = mode == Production.Mode.MERGE || mode == Production.Mode.SCD2;
    if (hasKeys && keys.isEmpty()) {
      problems.add(ContractDiagnostics.modeNeeds(section.placeOf("mode"), mode, "keys"));
    }
    if (!hasKeys && section.has("keys")) {
      problems.add(ContractDiagnostics.modeRefuses(section.placeOf("keys"), mode, "keys"));
    }
    if (mode == Production.Mode.SCD2) {
      history(section, keys, effectiveAt);
    } else if (section.has("effective_at")) {
      problems.add(
          ContractDiagnostics.modeRefuses(section.placeOf("effective_at"), mode, "effective_at"));
    }
    if (mode == Production.Mode.SLICE
        && schema.map(known -> known.partitionedBy().isEmpty()).orElse(false)) {
      problems.add(ContractDiagnostics.sliceWithoutPartitions(section.placeOf("mode")));
    }
    return new Production.Write(
        mode,
        keys.stream().map(Located::value).toList(),
        effectiveAt.map(Located::value),
        section.choice("on_empty", Production.OnEmpty.class).orElse(Production.OnEmpty.FAIL));
  }

  private void history(
      Section section, List<Located<String>> keys, Optional<Located<String>> effectiveAt) {
    if (effectiveAt.isEmpty()) {
      problems.add(
          ContractDiagnostics.modeNeeds(
              section.placeOf("mode"), Production.Mode.SCD2, "effective_at"));
    }
    keys.stream()
        .filter(key -> HISTORY.containsKey(key.value()))
        .forEach(key -> problems.add(ContractDiagnostics.historyFieldUsed(key, "write.keys")));
    effectiveAt
        .filter(field -> HISTORY.containsKey(field.value()))
        .ifPresent(
            field ->
                problems.add(ContractDiagnostics.historyFieldUsed(field, "write.effective_at")));
    for (String name :
        List.of(
            Production.Write.VALID_FROM, Production.Write.VALID_TO, Production.Write.IS_CURRENT)) {
      historyField(section.placeOf("mode"), name);
    }
  }

  private void historyField(Place place, String name) {
    FieldType wanted = HISTORY.get(name);
    boolean otherType =
        fields.findType(name).map(declared -> !declared.equals(wanted)).orElse(false);
    boolean refusesNull =
        name.equals(Production.Write.VALID_TO)
            && schema
                .flatMap(known -> known.findField(name))
                .map(field -> !field.isNullable())
                .orElse(false);
    if (fields.lacks(name) || otherType) {
      problems.add(ContractDiagnostics.historyFieldMissing(place, name, wanted));
    } else if (refusesNull) {
      problems.add(ContractDiagnostics.historyEndNotNullable(place, name));
    }
  }
}
