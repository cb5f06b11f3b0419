package io.meshwright.contract;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields a contract declares, for whatever names one. A field whose type could not be read
 * still counts; where the fields themselves could not be read, every name is let pass.
 */
final class KnownFields {

  private final Optional<Map<String, Optional<FieldType>>> types;
  private final List<Diagnostic> problems;

  private KnownFields(Optional<Map<String, Optional<FieldType>>> types, List<Diagnostic> problems) {
    this.types = types;
    this.problems = problems;
  }

  static KnownFields of(Map<String, Optional<FieldType>> types, List<Diagnostic> problems) {
    return new KnownFields(Optional.of(new LinkedHashMap<>(types)), problems);
  }

  static KnownFields unreadable(List<Diagnostic> problems) {
    return new KnownFields(Optional.empty(), problems);
  }

  Collection<String> names() {
    return types.map(Map::keySet).orElse(new LinkedHashMap<String, Optional<FieldType>>().keySet());
  }

  /** Says whether {@code name} is certain to be no field. */
  boolean lacks(String name) {
    return types.map(known -> !known.containsKey(name)).orElse(false);
  }

  Optional<FieldType> findType(String name) {
    return types.flatMap(known -> known.getOrDefault(name, Optional.empty()));
  }

  /** Tells if two fields have values that cannot be compared with each other. */
  void requireAlike(String field, Located<String> other, String user) {
    requireComparable(other, user);
    Optional<FieldType> theirs = findType(other.value()).filter(FieldType::isComparable);
    Optional<FieldType> ours = findType(field);
    if (theirs.isPresent() && ours.isPresent() && !ours.get().isAlike(theirs.get())) {
      problems.add(
          ContractDiagnostics.unsuitableField(
              other, user, theirs.get(), "name a field that compares with " + ours.get()));
    }
  }

  /** Tells if {@code name}, which {@code user} relies on, is no field. */
  boolean require(Located<String> name, String user) {
    if (lacks(name.value())) {
      problems.add(ContractDiagnostics.unknownField(name, user, names()));
      return false;
    }

    return true;
  }

  void requireComparable(Located<String> name, String user) {
    require(name, user, FieldType::isComparable, "name a field whose values can be compared");
  }

  void requireDateOrTimestamp(Located<String> name, String user) {
    require(name, user, FieldType::isTemporal, "name a date or timestamp field");
  }

  void requireNumeric(Located<String> name, String user) {
    require(name, user, FieldType::isNumeric, "name a numeric field");
  }

  void requireCountable(Located<String> name, String user) {
    require(name, user, FieldType::isCountable, "name a field of whole numbers or of dates");
  }

  private void require(Located<String> name, String user, Predicate<FieldType> suits, String fix) {
    if (require(name, user)) {
      findType(name.value())
          .filter(suits.negate())
          .ifPresent(
              type -> problems.add(ContractDiagnostics.unsuitableField(name, user, type, fix)));
    }
  }

  /** Reads a list of fields whose values can be compared: one at least, none twice. */
  List<Located<String>> requireKey(Section section, String key, String user) {
    List<Located<String>> names = section.texts(key);
    if (names.isEmpty()) {
      problems.add(ContractDiagnostics.emptyFieldList(section.placeOf(key), user));
    }
    names.forEach(name -> requireComparable(name, user));
    requireDistinct(names, user);
    return names;
  }

  /** Tells of names that stand twice in a list of fields. */
  void requireDistinct(List<Located<String>> names, String user) {
    Map<String, Place> seen = new LinkedHashMap<>();
    for (Located<String> name : names) {
      Place first = seen.putIfAbsent(name.value(), name.place());
      if (first != null) {
        problems.add(ContractDiagnostics.repeatedName(name, user));
      }
    }
  }
}
