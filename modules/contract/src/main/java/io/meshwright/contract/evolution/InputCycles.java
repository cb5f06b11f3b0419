package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Products that need each other's rows before they can have their own. */
public final class InputCycles {

  private final Map<ProductName, Set<ProductName>> inputs = new TreeMap<>();
  private final Set<List<ProductName>> cycles = new LinkedHashSet<>();
  private final Set<ProductName> done = new TreeSet<>();

  private InputCycles() {}

  /**
   * Cycles among the inputs that these contracts declare, each product before the one it reads,
   * from the one with the first name. Of several versions of a product every input counts. Where
   * cycles share products, enough of them are given to break them all one after the other.
   */
  public static List<List<ProductName>> among(Collection<Contract> contracts) {
    InputCycles search = new InputCycles();
    for (Contract contract : contracts) {
      Set<ProductName> read =
          search.inputs.computeIfAbsent(contract.name(), name -> new TreeSet<>());
      for (Input input : contract.production().inputs()) {
        if (input.source() instanceof Input.Product product) {
          read.add(product.reference().name());
        }
      }
    }
    search.inputs.keySet().forEach(name -> search.visit(name, new ArrayList<>()));
    return List.copyOf(search.cycles);
  }

  private void visit(ProductName name, List<ProductName> path) {
    int start = path.indexOf(name);
    if (start >= 0) {
      cycles.add(fromFirstName(path.subList(start, path.size())));
      return;
    }
    if (done.contains(name)) {
      return;
    }

    path.add(name);
    inputs.getOrDefault(name, Set.of()).forEach(input -> visit(input, path));
    path.remove(path.size() - 1);
    done.add(name);
  }

  private static List<ProductName> fromFirstName(List<ProductName> cycle) {
    List<ProductName> turned = new ArrayList<>(cycle);
    Collections.rotate(turned, -turned.indexOf(Collections.min(turned)));
    return List.copyOf(turned);
  }
}
