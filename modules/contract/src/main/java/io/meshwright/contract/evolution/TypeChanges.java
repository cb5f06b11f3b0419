package io.meshwright.contract.evolution;

import io.meshwright.contract.FieldType;
import io.meshwright.contract.FieldType.Atomic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What it means that a field has another type, down to the members of structs. */
final class TypeChanges {

  /** Whole numbers from the narrowest; each holds all values of those before it. */
  private static final List<Atomic> WHOLE =
      List.of(Atomic.BYTE, Atomic.SHORT, Atomic.INTEGER, Atomic.LONG);

  private final List<Change> changes = new ArrayList<>();

  private TypeChanges() {}

  /** Every change between two types; none if and only if they are equal. */
  static List<Change> between(ChangePath path, FieldType before, FieldType after) {
    TypeChanges comparison = new TypeChanges();
    comparison.compare(path, before, after);
    return List.copyOf(comparison.changes);
  }

  private void compare(ChangePath path, FieldType before, FieldType after) {
    if (before.equals(after)) {
      return;
    }

    if (before instanceof FieldType.Struct old && after instanceof FieldType.Struct young) {
      members(path, old, young);
    } else if (before instanceof FieldType.Array old && after instanceof FieldType.Array young) {
      compare(path.child(ChangePath.ELEMENT), old.element(), young.element());
    } else if (before instanceof FieldType.Map old && after instanceof FieldType.Map young) {
      if (!old.key().equals(young.key())) {
        add(ChangeRule.MAP_KEY_CHANGED, path.child(ChangePath.MAP_KEY), old.key(), young.key());
      }
      compare(path.child(ChangePath.MAP_VALUE), old.value(), young.value());
    } else {
      changes.add(change(path, before, after));
    }
  }

  private void members(ChangePath path, FieldType.Struct before, FieldType.Struct after) {
    Map<String, FieldType.Struct.Member> old = byName(before);
    Map<String, FieldType.Struct.Member> young = byName(after);
    for (FieldType.Struct.Member member : before.members()) {
      FieldType.Struct.Member same = young.get(lower(member.name()));
      if (same == null) {
        add(
            ChangeRule.FIELD_REMOVED,
            path.child(member.name()),
            Optional.of(member.type()),
            Optional.empty());
      } else {
        if (!same.name().equals(member.name())) {
          changes.add(CaseRenames.change(path.child(same.name()), member.name(), same.name()));
        }
        compare(path.child(same.name()), member.type(), same.type());
      }
    }
    for (FieldType.Struct.Member member : after.members()) {
      if (!old.containsKey(lower(member.name()))) {
        add(
            ChangeRule.FIELD_ADDED_OPTIONAL,
            path.child(member.name()),
            Optional.empty(),
            Optional.of(member.type()));
      }
    }
    List<String> oldOrder = old.keySet().stream().filter(young::containsKey).toList();
    List<String> youngOrder = young.keySet().stream().filter(old::containsKey).toList();
    if (!oldOrder.equals(youngOrder)) {
      add(ChangeRule.FIELD_REORDERED, path.child(ChangePath.ORDER), before, after);
    }
  }

  private static Map<String, FieldType.Struct.Member> byName(FieldType.Struct struct) {
    return struct.members().stream()
        .collect(
            Collectors.toMap(
                member -> lower(member.name()),
                Function.identity(),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Change change(ChangePath path, FieldType before, FieldType after) {
    if (before.isText() && after.isText()) {
      return text(path, before, after);
    }

    ChangeRule rule = rule(before, after);
    Change change = make(rule, path, Optional.of(before), Optional.of(after));
    return rule == ChangeRule.TYPE_WIDENED || rule == ChangeRule.TYPE_WIDENED_NO_INPLACE
        ? change.with("readers that keep it in a variable of the old type overflow or fail")
        : change;
  }

  private static ChangeRule rule(FieldType before, FieldType after) {
    if (before instanceof FieldType.Decimal old && after instanceof FieldType.Decimal young) {
      return decimal(old, young);
    }
    if (isTimestamp(before) && isTimestamp(after)) {
      return ChangeRule.TIMEZONE_CHANGED;
    }
    if (before == Atomic.FLOAT && after == Atomic.DOUBLE) {
      return ChangeRule.TYPE_WIDENED_NO_INPLACE;
    }
    if (before == Atomic.DOUBLE && after == Atomic.FLOAT) {
      return ChangeRule.TYPE_NARROWED;
    }
    if (isWhole(before) && isWhole(after)) {
      return whole(WHOLE.indexOf(before), WHOLE.indexOf(after));
    }

    return isWhole(before) && after.isNumeric()
        ? ChangeRule.TYPE_TO_DECIMAL_OR_DOUBLE
        : ChangeRule.TYPE_CHANGED;
  }

  private static ChangeRule decimal(FieldType.Decimal before, FieldType.Decimal after) {
    if (before.scale() != after.scale()) {
      return ChangeRule.DECIMAL_SCALE;
    }

    return after.precision() > before.precision()
        ? ChangeRule.TYPE_WIDENED_NO_INPLACE
        : ChangeRule.TYPE_NARROWED;
  }

  /** Delta 3.3 widens byte and short in place, up to integer. */
  private static ChangeRule whole(int before, int after) {
    if (after < before) {
      return ChangeRule.TYPE_NARROWED;
    }

    return after <= WHOLE.indexOf(Atomic.INTEGER)
        ? ChangeRule.TYPE_WIDENED
        : ChangeRule.TYPE_WIDENED_NO_INPLACE;
  }

  /** A length is a limit; {@code char} also pads its values, so that they are others. */
  private static Change text(ChangePath path, FieldType before, FieldType after) {
    ChangeRule rule;
    if (isFixed(before) || isFixed(after)) {
      rule = ChangeRule.TYPE_CHANGED;
    } else if (before == Atomic.STRING) {
      rule = ChangeRule.LIMIT_ADDED;
    } else if (after == Atomic.STRING
        || ((FieldType.Text) after).length() > ((FieldType.Text) before).length()) {
      rule = ChangeRule.LIMIT_LOOSENED;
    } else {
      rule = ChangeRule.LIMIT_TIGHTENED;
    }
    return make(rule, path, Optional.of(before), Optional.of(after));
  }

  private static boolean isFixed(FieldType type) {
    return type instanceof FieldType.Text text && text.fixed();
  }

  private static boolean isWhole(FieldType type) {
    return type instanceof Atomic atomic && WHOLE.contains(atomic);
  }

  private static boolean isTimestamp(FieldType type) {
    return type == Atomic.TIMESTAMP || type == Atomic.TIMESTAMP_NTZ;
  }

  private void add(ChangeRule rule, ChangePath path, FieldType before, FieldType after) {
    add(rule, path, Optional.of(before), Optional.of(after));
  }

  private void add(
      ChangeRule rule, ChangePath path, Optional<FieldType> before, Optional<FieldType> after) {
    changes.add(make(rule, path, before, after));
  }

  private static Change make(
      ChangeRule rule, ChangePath path, Optional<FieldType> before, Optional<FieldType> after) {
    return new Change(
        rule,
        path,
        before.map(FieldType::toString),
        after.map(FieldType::toString),
        rule.impact(),
        Optional.empty());
  }
}
