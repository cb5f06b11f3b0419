package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.Rule;
import io.meshwright.pipeline.SourceProfile;
import io.meshwright.quality.ColumnProfile;
import io.meshwright.quality.Expectation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A profile and what it proposes, for machines. */
final class ProfileJson {

  private ProfileJson() {}

  static ObjectNode of(SourceProfile source, Contract contract) {
    ObjectNode json =
        Json.object()
            .put("location", source.location())
            .put("kind", source.kind())
            .put("rows", source.profile().rows())
            .put("sample", source.sample().map(Object::toString).orElse(null))
            .put("unreadable_records", source.unreadable().orElse(null));
    json.set("warnings", Json.strings(ProfileText.warnings(source).stream()));
    json.set("columns", Json.array(source.profile().columns().stream().map(ProfileJson::column)));
    json.set("rules", Json.array(rules(source).stream()));
    json.put("contract", ContractWriter.write(contract, source.proposal().reasons()));
    json.put("transform", source.transform());
    return json;
  }

  private static ObjectNode column(ColumnProfile column) {
    ObjectNode json =
        Json.object()
            .put("name", column.name())
            .put("type", column.type().map(Object::toString).orElse(null))
            .put("filled", column.filled())
            .put("distinct", column.distinct().map(ColumnProfile.Distinct::count).orElse(null))
            .put(
                "distinct_is_exact",
                column.distinct().map(ColumnProfile.Distinct::isExact).orElse(null));
    column
        .personal()
        .ifPresent(
            data ->
                json.set(
                    "personal",
                    Json.object().put("category", data.category()).put("reason", data.reason())));
    summary(json, column.summary());
    json.set(
        "frequent",
        Json.array(
            column.values().frequent().stream()
                .map(
                    value ->
                        Json.object().put("value", value.value()).put("count", value.count()))));
    json.set(
        "histogram",
        Json.array(
            column.values().bins().stream()
                .map(com.fasterxml.jackson.databind.node.LongNode::valueOf)));
    return json;
  }

  private static void summary(ObjectNode json, ColumnProfile.Summary summary) {
    if (summary instanceof ColumnProfile.Numbers numbers) {
      numbers
          .spread()
          .ifPresent(
              spread ->
                  json.put("min", spread.min())
                      .put("max", spread.max())
                      .put("mean", spread.mean())
                      .put("standard_deviation", spread.deviation()));
      json.put("not_finite", numbers.notFinite());
    } else if (summary instanceof ColumnProfile.Times times) {
      times.bounds().ifPresent(bounds -> json.put("min", bounds.min()).put("max", bounds.max()));
    } else if (summary instanceof ColumnProfile.Texts texts) {
      texts
          .lengths()
          .ifPresent(
              lengths -> json.put("min_length", lengths.min()).put("max_length", lengths.max()));
      json.put("empty", texts.empty());
    }
  }

  private static List<ObjectNode> rules(SourceProfile source) {
    List<ObjectNode> rules = new ArrayList<>();
    Map<String, String> reasons = source.proposal().reasons().rules();
    for (Field field : source.proposal().fields()) {
      field.rules().forEach(rule -> rules.add(rule(rule, reasons).put("field", field.name())));
    }
    source.proposal().checks().forEach(rule -> rules.add(rule(rule, reasons)));
    return rules;
  }

  private static ObjectNode rule(Rule rule, Map<String, String> reasons) {
    return Json.object()
        .put("rule", rule.name())
        .put("kind", rule.assertion().kind())
        .put("expected", Expectation.of(rule))
        .put("severity", rule.severity().name().toLowerCase(Locale.ROOT))
        .put("reason", reasons.get(rule.name()));
  }
}
