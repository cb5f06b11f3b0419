package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.Release;
import io.meshwright.contract.evolution.Change;
import io.meshwright.contract.evolution.ConsumerImpact;
import io.meshwright.contract.evolution.ContractDiff;
import io.meshwright.contract.evolution.Finding;
import io.meshwright.contract.evolution.ReleaseReview;
import io.meshwright.pipeline.DiffProof;
import java.util.Locale;
import java.util.Optional;

/** A review as one JSON document; what is absent is null. */
final class DiffJson {

  private DiffJson() {}

  static ObjectNode of(ReleaseReview review, Optional<DiffProof> proof, ExitCode exitCode) {
    ObjectNode json =
        Json.object()
            .put("exit_code", exitCode.number())
            .put("accepted", review.isAccepted())
            .put("product", text(review.diff().map(diff -> diff.after().name())))
            .put("old_version", text(review.diff().map(diff -> diff.before().version())))
            .put("new_version", text(review.diff().map(diff -> diff.after().version())))
            .put("verdict", text(review.diff().flatMap(ContractDiff::verdict).map(DiffJson::word)))
            .put("smallest_version", text(review.smallest()))
            .put("table_work", text(review.diff().map(diff -> word(diff.tableWork()))))
            .put("old_major", text(review.oldMajor()));
    json.set("findings", Json.array(review.findings().stream().map(DiffJson::finding)));
    json.set(
        "changes",
        Json.array(
            review.diff().stream().flatMap(diff -> diff.changes().stream()).map(DiffJson::change)));
    json.set("proof", proof.map(ProofTables::json).orElse(null));
    json.set("consumers", Json.array(review.consumers().stream().map(DiffJson::consumer)));
    json.set("changelog_entry", review.suggestedEntry().map(DiffJson::release).orElse(null));
    return json;
  }

  private static ObjectNode finding(Finding finding) {
    return Json.object()
        .put("code", finding.code().name())
        .put("level", word(finding.level()))
        .put("problem", finding.problem())
        .put("fix", finding.fix());
  }

  private static ObjectNode change(Change change) {
    return Json.object()
        .put("rule", change.rule().name())
        .put("path", change.path().toString())
        .put("field", text(change.path().field()))
        .put("old", text(change.before()))
        .put("new", text(change.after()))
        .put("consumers", word(change.impact().consumers()))
        .put("stored_rows", word(change.impact().data()))
        .put("verdict", word(change.verdict()))
        .put("table_work", word(change.impact().table()))
        .put("sentence", change.sentence())
        .put("note", text(change.note()));
  }

  private static ObjectNode consumer(ConsumerImpact impact) {
    ObjectNode json =
        Json.object()
            .put("product", impact.consumer().product().toString())
            .put("version", impact.consumer().version().toString())
            .put("place", impact.consumer().place())
            .put("accepts", impact.range())
            .put("outcome", word(impact.outcome()));
    json.set("columns", Json.strings(impact.columns().stream()));
    json.set(
        "changes",
        Json.strings(impact.changes().stream().map(change -> change.rule() + " " + change.path())));
    return json;
  }

  private static ObjectNode release(Release release) {
    ObjectNode json =
        Json.object()
            .put("version", release.version().toString())
            .put("date", release.date().toString())
            .put("breaking", release.breaking());
    json.set("changes", Json.strings(release.changes().stream()));
    return json;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse(null);
  }
}
