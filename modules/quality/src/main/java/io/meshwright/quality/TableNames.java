package io.meshwright.quality;

import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SqlSyntax;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what the table names in a contract's queries stand for: what {@code tables} says, else the
 * product under one of its short names, else an input.
 */
final class TableNames {

  private static final String ANALYTICAL = "_analytical";

  private final Contract contract;
  private final SqlSyntax sql;

  TableNames(Contract contract, SqlSyntax sql) {
    this.contract = contract;
    this.sql = sql;
  }

  /** The target of each name the query reads: {@link Assertion.Query#SELF} or an input's name. */
  Map<String, String> resolve(Assertion.Query query, List<String> unresolved) {
    Map<String, String> targets = new LinkedHashMap<>();
    for (String name : sql.tablesOf(query.sql())) {
      String target = query.tables().getOrDefault(name, name);
      if (target.equals(Assertion.Query.SELF) || shortNames(contract.name()).contains(target)) {
        targets.put(name, Assertion.Query.SELF);
      } else if (inputs().contains(target)) {
        targets.put(name, target);
      } else {
        unresolved.add(name);
      }
    }
    return targets;
  }

  /** Every name a query may use without mapping it, for messages. */
  List<String> known() {
    List<String> known = new ArrayList<>(shortNames(contract.name()));
    known.addAll(inputs());
    return known;
  }

  /**
   * {@code sales.sales_orders_analytical} is also {@code sales_orders}, {@code
   * orders_analytical}...
   */
  private static Set<String> shortNames(ProductName name) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Assertion.Query.SELF);
    for (String product : List.of(name.product(), without(name.product(), name.domain() + "_"))) {
      names.add(product);
      if (product.endsWith(ANALYTICAL)) {
        names.add(product.substring(0, product.length() - ANALYTICAL.length()));
      }
    }
    return names;
  }

  private static String without(String text, String prefix) {
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  List<String> inputs() {
    return contract.production().inputs().stream().map(Input::name).toList();
  }
}
