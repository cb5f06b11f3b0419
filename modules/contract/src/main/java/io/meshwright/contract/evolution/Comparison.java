package io.meshwright.contract.evolution;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Written;
import java.util.List;
import java.util.Optional;

/**
 * One branch of two contracts that is not the same: what a classifier is asked about.
 *
 * @param before the branch in the old version, where it has one
 * @param after the branch in the new version, where it has one
 */
record Comparison(
    ChangePath path,
    Optional<Written> before,
    Optional<Written> after,
    Contract oldContract,
    Contract newContract) {

  boolean isOnOneSide() {
    return before.isEmpty() || after.isEmpty();
  }

  Optional<String> beforeText() {
    return before.map(Written::toString);
  }

  Optional<String> afterText() {
    return after.map(Written::toString);
  }

  Change change(ChangeRule rule) {
    return new Change(rule, path, beforeText(), afterText(), rule.impact(), Optional.empty());
  }

  List<Change> changes(ChangeRule rule) {
    return List.of(change(rule));
  }

  Change change(ChangeRule rule, String note) {
    return change(rule).with(note);
  }

  /** The same question about a part of the branch. */
  Comparison at(String key) {
    return new Comparison(
        path.child(key), part(before, key), part(after, key), oldContract, newContract);
  }

  private static Optional<Written> part(Optional<Written> whole, String key) {
    return whole.flatMap(
        written -> Optional.ofNullable(ContentTree.keysOf(written).keys().get(key)));
  }
}
