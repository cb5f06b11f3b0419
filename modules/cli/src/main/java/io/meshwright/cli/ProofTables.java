package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.pipeline.DiffProof;
import io.meshwright.pipeline.Proof;
import java.util.List;

/** The words in which people are told of a proof, whatever they are printed as. */
final class ProofTables {

  static final List<String> HEADERS = List.of("where", "promise", "found", "outcome");

  private ProofTables() {}

  /** {@code on version 12 of /data/orders/v1, which holds 1.0.0: 1,503,118 rows}. */
  static String title(DiffProof proof) {
    return "on version %s of %s%s: %s"
        .formatted(
            HumanText.count(proof.version()),
            proof.table(),
            proof.holds().map(version -> ", which holds " + version).orElse(""),
            HumanText.count(proof.rows(), "row"));
  }

  /** A row for each rule that decides a change, and one that says so where none does. */
  static List<List<String>> rows(DiffProof.Answer answer) {
    String where = DiffTables.where(answer.change());
    if (answer.proofs().isEmpty()) {
      return List.of(
          List.of(where, "-", "no rule of the contract tells", HumanText.word(answer.outcome())));
    }

    return answer.proofs().stream()
        .map(
            proof ->
                List.of(where, proof.expected(), found(proof), HumanText.word(proof.outcome())))
        .toList();
  }

  /** {@code 0 of 1,503,118 rows break it}. */
  static String found(Proof proof) {
    return proof.checked() == 0
        ? proof.actual()
        : "%s of %s rows break it"
            .formatted(HumanText.count(proof.violations()), HumanText.count(proof.checked()));
  }

  /** The rows that break rules, each with what it breaks. */
  static List<String> examples(DiffProof found) {
    return found.answers().stream()
        .flatMap(answer -> answer.proofs().stream())
        .distinct()
        .flatMap(proof -> proof.examples().stream().map(row -> proof.rule().name() + ": " + row))
        .toList();
  }

  static ObjectNode json(DiffProof proof) {
    ObjectNode json =
        Json.object()
            .put("table", proof.table())
            .put("version", proof.version())
            .put("holds", proof.holds().orElse(null))
            .put("rows", proof.rows());
    json.set("answers", Json.array(proof.answers().stream().map(ProofTables::json)));
    return json;
  }

  private static ObjectNode json(DiffProof.Answer answer) {
    ObjectNode json =
        Json.object()
            .put("change", answer.change().rule().name())
            .put("path", answer.change().path().toString())
            .put("outcome", HumanText.word(answer.outcome()));
    json.set("rules", Json.array(answer.proofs().stream().map(ProofTables::json)));
    return json;
  }

  static ObjectNode json(Proof proof) {
    ObjectNode json =
        Json.object()
            .put("rule", proof.rule().name())
            .put("outcome", HumanText.word(proof.outcome()))
            .put("expected", proof.expected())
            .put("actual", proof.actual())
            .put("checked", proof.checked())
            .put("violations", proof.violations());
    json.set("examples", Json.array(proof.examples().stream().map(Json::read)));
    return json;
  }
}
