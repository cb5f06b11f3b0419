package io.meshwright.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the comments of a contract go when it is printed: above or beside a key or an item of a
 * list, which is named by the keys and positions that lead to it.
 */
final class Comments {

  private final List<String> head = new ArrayList<>();
  private final List<String> foot = new ArrayList<>();
  private final Map<List<String>, List<String>> above = new LinkedHashMap<>();
  private final Map<List<String>, String> beside = new LinkedHashMap<>();

  static Comments none() {
    return new Comments();
  }

  void addHead(String comment) {
    head.add(comment);
  }

  void addFoot(String comment) {
    foot.add(comment);
  }

  void addAbove(List<String> path, String comment) {
    above.computeIfAbsent(path, key -> new ArrayList<>()).add(comment);
  }

  /** Each key has one line, and so at most one comment beside it. */
  void putBeside(List<String> path, String comment) {
    beside.put(path, comment);
  }

  List<String> head() {
    return head;
  }

  List<String> foot() {
    return foot;
  }

  List<String> above(List<String> path) {
    return above.getOrDefault(path, List.of());
  }

  Optional<String> findBeside(List<String> path) {
    return Optional.ofNullable(beside.get(path));
  }
}
