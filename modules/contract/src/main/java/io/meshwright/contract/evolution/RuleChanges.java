package io.meshwright.contract.evolution;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Severity;
import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What it means that the rules of a field, or the quality checks, changed.
 *
 * <p>Rules are told apart by their names and compared by what the contract writes, key by key. A
 * kind of rule that nobody here has heard of is therefore added, removed, tightened or loosened
 * like any other, and changed where {@link Strictness} cannot tell.
 */
final class RuleChanges {

  private final Comparison comparison;
  private final Map<String, Written.Keys> before;
  private final Map<String, Written.Keys> after;
  private final List<Change> changes = new ArrayList<>();

  private RuleChanges(Comparison comparison) {
    this.comparison = comparison;
    this.before = rules(comparison.before());
    this.after = rules(comparison.after());
  }

  static List<Change> of(Comparison comparison) {
    RuleChanges rules = new RuleChanges(comparison);
    rules.compare();
    return List.copyOf(rules.changes);
  }

  private void compare() {
    for (Map.Entry<String, Written.Keys> old : before.entrySet()) {
      Optional<Written.Keys> same = Optional.ofNullable(after.get(old.getKey()));
      if (same.isPresent()) {
        if (!same.get().equals(old.getValue())) {
          changed(old.getKey(), old.getValue(), same.get());
        }
      } else {
        newNameOf(old.getValue())
            .ifPresentOrElse(
                name -> renamed(old.getKey(), name), () -> removed(old.getKey(), old.getValue()));
      }
    }
    after.forEach(
        (name, rule) -> {
          if (!before.containsKey(name) && oldNameOf(rule).isEmpty()) {
            added(name, rule);
          }
        });
    List<String> oldOrder = before.keySet().stream().filter(after::containsKey).toList();
    List<String> youngOrder = after.keySet().stream().filter(before::containsKey).toList();
    if (!oldOrder.equals(youngOrder)) {
      changes.add(
          change(
              ChangeRule.ORDER_CHANGED,
              comparison.path().child(ChangePath.ORDER),
              Optional.of(String.join(", ", oldOrder)),
              Optional.of(String.join(", ", youngOrder))));
    }
  }

  private Optional<String> newNameOf(Written.Keys rule) {
    return uniqueName(after, before.keySet(), rule)
        .filter(name -> uniqueName(before, after.keySet(), rule).isPresent());
  }

  private Optional<String> oldNameOf(Written.Keys rule) {
    return uniqueName(before, after.keySet(), rule)
        .filter(name -> uniqueName(after, before.keySet(), rule).isPresent());
  }

  /** The one name outside of {@code taken} under which {@code rules} have this content. */
  private static Optional<String> uniqueName(
      Map<String, Written.Keys> rules, Set<String> taken, Written.Keys rule) {
    List<String> names =
        rules.entrySet().stream()
            .filter(entry -> !taken.contains(entry.getKey()) && entry.getValue().equals(rule))
            .map(Map.Entry::getKey)
            .toList();
    return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
  }

  private void renamed(String old, String young) {
    changes.add(
        change(
                ChangeRule.QUALITY_RENAMED,
                comparison.path().child(young),
                Optional.of(old),
                Optional.of(young))
            .with("alerts and dashboards that name the rule need the new name"));
  }

  private void added(String name, Written.Keys rule) {
    Change change = whole(RuleFamily.of(rule).added(), name, Optional.empty(), Optional.of(rule));
    if (change.rule() == ChangeRule.REQUIRED_ADDED && isRequired(rule, comparison.oldContract())) {
      changes.add(
          change
              .with(harmless(Verdict.PATCH))
              .with("the primary key already asked for a value in every row"));
      return;
    }

    TableWork table = change.impact().table();
    changes.add(
        unlessIdle(
            change.with(new Impact(Effect.NONE, Effect.BREAKING, Verdict.PROVE, table)),
            blocks(rule)));
  }

  private void removed(String name, Written.Keys rule) {
    Change change = whole(RuleFamily.of(rule).removed(), name, Optional.of(rule), Optional.empty());
    if (change.rule() == ChangeRule.REQUIRED_REMOVED
        && isRequired(rule, comparison.newContract())) {
      changes.add(
          change
              .with(harmless(Verdict.PATCH))
              .with("the primary key still asks for a value in every row"));
      return;
    }

    TableWork table = change.impact().table();
    Impact loosened = new Impact(Effect.BREAKING, Effect.NONE, Verdict.MAJOR, table);
    changes.add(unlessIdle(exclusion(change.with(loosened), RuleFamily.kind(rule)), blocks(rule)));
  }

  /** More values than before are allowed, but none was ever promised to be there. */
  private static Change exclusion(Change change, String key) {
    return key.equals("not_in") && change.rule() == ChangeRule.LIMIT_LOOSENED
        ? change.with(
            new Impact(Effect.UNCERTAIN, Effect.NONE, Verdict.MINOR, change.impact().table()))
        : change;
  }

  /** Says whether every row of a contract has the value a rule asks for, whatever else asks. */
  private boolean isRequired(Written.Keys rule, Contract contract) {
    boolean isAboutThePartsOfAValue = rule.keys().containsKey("path");
    if (isAboutThePartsOfAValue) {
      return false;
    }

    return comparison
        .path()
        .column()
        .flatMap(contract.schema()::findField)
        .map(field -> !field.isNullable())
        .orElse(false);
  }

  private Change whole(
      ChangeRule rule, String name, Optional<Written.Keys> old, Optional<Written.Keys> young) {
    return change(
            rule,
            comparison.path().child(name),
            old.map(RuleChanges::content),
            young.map(RuleChanges::content))
        .with(rule.impact().with(table(name, rule)));
  }

  private void changed(String name, Written.Keys old, Written.Keys young) {
    if (!RuleFamily.kind(old).equals(RuleFamily.kind(young))) {
      removed(name, old);
      added(name, young);
      return;
    }

    Map<List<String>, Written> oldLeaves = leaves(old);
    Map<List<String>, Written> youngLeaves = leaves(young);
    Set<List<String>> keys = new LinkedHashSet<>(oldLeaves.keySet());
    keys.addAll(youngLeaves.keySet());
    boolean blocked = blocks(old);
    boolean blocks = blocks(young);
    for (List<String> key : keys) {
      Optional<Written> was = Optional.ofNullable(oldLeaves.get(key));
      Optional<Written> is = Optional.ofNullable(youngLeaves.get(key));
      if (!was.equals(is)) {
        leaf(name, key, was, is).stream()
            .map(change -> unlessIdle(change, concerns(change, blocked, blocks)))
            .forEach(changes::add);
      }
    }
  }

  /**
   * Who is let down by less lost a promise of the old rule; who has to do more, owes the new one.
   */
  private static boolean concerns(Change change, boolean blocked, boolean blocks) {
    boolean loosens = change.impact().data() == Effect.NONE;
    boolean tightens = change.impact().consumers() == Effect.NONE;
    return (blocked && !tightens) || (blocks && !loosens);
  }

  private List<Change> leaf(
      String name, List<String> key, Optional<Written> was, Optional<Written> is) {
    ChangePath path = comparison.path().child(name);
    for (String part : key) {
      path = path.child(part);
    }
    String last = key.get(key.size() - 1);
    if (last.equals("tags")) {
      return List.of(make(ChangeRule.QUALITY_TEXT, name, path, was, is));
    }
    if (last.equals("severity")) {
      return List.of(severity(name, path, was, is));
    }

    RuleFamily family =
        RuleFamily.isOption(last) ? RuleFamily.OTHER : RuleFamily.ofKind(key.get(0));
    Set<Strictness.Direction> directions = Strictness.of(last, was, is);
    if (directions.isEmpty()) {
      boolean isList = is.filter(Written.Items.class::isInstance).isPresent();
      return List.of(
          make(isList ? ChangeRule.ORDER_CHANGED : ChangeRule.DOCS, name, path, was, is)
              .with("it says the same in another way"));
    }

    List<Change> moved = new ArrayList<>();
    for (Strictness.Direction direction : directions) {
      moved.add(exclusion(make(family.moved(direction), name, path, was, is), last));
    }
    return moved;
  }

  private Change severity(
      String name, ChangePath path, Optional<Written> was, Optional<Written> is) {
    Severity old = severityOf(was);
    Severity young = severityOf(is);
    ChangeRule rule =
        young.compareTo(old) > 0
            ? ChangeRule.QUALITY_SEVERITY_RAISED
            : ChangeRule.QUALITY_SEVERITY_LOWERED;
    Change change = make(rule, name, path, was, is);
    return old.keepsRowsOut() == young.keepsRowsOut()
        ? change.with(harmless(Verdict.MINOR))
        : change;
  }

  private Change make(
      ChangeRule rule, String name, ChangePath path, Optional<Written> was, Optional<Written> is) {
    Change change =
        change(rule, path, was.map(Written::toString), is.map(Written::toString))
            .with(rule.impact().with(table(name, rule)));
    return rule == ChangeRule.ENUM_VALUE_ADDED
        ? change.with("tell consumers who list the values")
        : change;
  }

  private static Change change(
      ChangeRule rule, ChangePath path, Optional<String> before, Optional<String> after) {
    return new Change(rule, path, before, after, rule.impact(), Optional.empty());
  }

  /** Only a rule about single rows is a constraint of the table. */
  private TableWork table(String name, ChangeRule rule) {
    if (rule.impact().table() == TableWork.NOTHING) {
      return TableWork.NOTHING;
    }

    boolean onRow =
        find(comparison.newContract(), name)
            .or(() -> find(comparison.oldContract(), name))
            .map(found -> found.assertion() instanceof Assertion.OnRow)
            .orElse(false);
    return onRow ? TableWork.ALTER : TableWork.NOTHING;
  }

  private static Optional<Rule> find(Contract contract, String name) {
    return contract.rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
  }

  /** A rule that keeps no row out was never a promise about the rows that are published. */
  private static Change unlessIdle(Change change, boolean blocks) {
    return blocks || change.verdict() == Verdict.PATCH
        ? change
        : change.with(harmless(Verdict.MINOR));
  }

  private static Impact harmless(Verdict verdict) {
    return new Impact(Effect.NONE, Effect.NONE, verdict, TableWork.NOTHING);
  }

  private static boolean blocks(Written.Keys rule) {
    return severityOf(Optional.ofNullable(rule.keys().get("severity"))).keepsRowsOut();
  }

  private static Severity severityOf(Optional<Written> written) {
    return Severity.valueOf(written.orElseThrow().toString().toUpperCase(Locale.ROOT));
  }

  private static String content(Written.Keys rule) {
    String text = rule.toString();
    return text.substring(1, text.length() - 1);
  }

  private static Map<List<String>, Written> leaves(Written.Keys rule) {
    Map<List<String>, Written> leaves = new LinkedHashMap<>();
    leaves(List.of(), rule, leaves);
    return leaves;
  }

  private static void leaves(
      List<String> path, Written.Keys keys, Map<List<String>, Written> leaves) {
    keys.keys()
        .forEach(
            (key, value) -> {
              List<String> longer = new ArrayList<>(path);
              longer.add(key);
              if (value instanceof Written.Keys inner && !inner.keys().isEmpty()) {
                leaves(longer, inner, leaves);
              } else {
                leaves.put(List.copyOf(longer), value);
              }
            });
  }

  private static Map<String, Written.Keys> rules(Optional<Written> written) {
    Map<String, Written.Keys> rules = new LinkedHashMap<>();
    written
        .map(ContentTree::keysOf)
        .orElse(Written.Keys.NONE)
        .keys()
        .forEach(
            (name, rule) -> {
              if (!name.equals(ChangePath.ORDER)) {
                rules.put(name, ContentTree.keysOf(rule));
              }
            });
    return rules;
  }
}
