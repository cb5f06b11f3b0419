package io.meshwright.contract.documents;

import static java.util.stream.Collectors.joining;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules of a contract in the words of its file, whatever kinds there are. */
final class Promises {

  /** What the columns beside the promise say, or nobody needs to know. */
  private static final Set<String> OPTIONS =
      Set.of("name", "severity", "tolerance", "where", "allow_empty", "tags");

  private final Contract contract;
  private final Map<String, String> words = new LinkedHashMap<>();

  private Promises(Contract contract) {
    this.contract = contract;
  }

  static Promises of(Contract contract) {
    Promises promises = new Promises(contract);
    Written tree = ContractWriter.tree(contract);
    List<Written> fields = items(find(find(tree, "schema"), "fields"));
    for (int index = 0; index < fields.size(); index++) {
      Field field = contract.schema().fields().get(index);
      promises.collect(field.rules(), items(find(fields.get(index), "constraints")));
    }
    promises.collect(contract.qualityChecks(), items(find(find(tree, "sla"), "quality_checks")));
    return promises;
  }

  /** What a rule promises: {@code min: 0}. */
  String of(Rule rule) {
    return words.getOrDefault(rule.name(), implied(rule));
  }

  static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }

  /** How much of it may be broken, and which rows it is about; empty where it is all or nothing. */
  static String scope(Rule rule) {
    List<String> parts = new ArrayList<>();
    if (!rule.tolerance().equals(Amount.none())) {
      parts.add("tolerating " + rule.tolerance());
    }
    rule.scope().where().ifPresent(where -> parts.add("where " + Markdown.code(where)));
    return String.join(", ", parts);
  }

  /** Rules that no list of the file has: the marks on fields and the service level make them. */
  private String implied(Rule rule) {
    if (rule.name().equals(Contract.PRIMARY_KEY)) {
      return "primary key: " + String.join(", ", contract.schema().primaryKey());
    }

    return rule.assertion().kind()
        + contract
            .serviceLevel()
            .completeness()
            .map(least -> ": " + new Amount.Share(least))
            .orElse("");
  }

  private void collect(List<Rule> rules, List<Written> written) {
    for (int index = 0; index < rules.size(); index++) {
      words.put(rules.get(index).name(), promise(written.get(index)));
    }
  }

  private static String promise(Written written) {
    return written instanceof Written.Keys keys
        ? keys.keys().entrySet().stream()
            .filter(entry -> !OPTIONS.contains(entry.getKey()))
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(joining(", "))
        : written.toString();
  }

  private static Written find(Written written, String key) {
    return written instanceof Written.Keys keys
        ? keys.keys().getOrDefault(key, Written.Keys.NONE)
        : Written.Keys.NONE;
  }

  private static List<Written> items(Written written) {
    return written instanceof Written.Items items ? items.items() : List.of();
  }
}
