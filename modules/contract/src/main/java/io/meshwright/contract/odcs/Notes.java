package io.meshwright.contract.odcs;

import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.export.ContractSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What of a contract other readers of the standard will not understand. */
final class Notes {

  private static final String READ_BACK = "nothing to do: an import reads it back";

  private final ContractSource source;
  private final List<Diagnostic> notices = new ArrayList<>();

  Notes(ContractSource source) {
    this.source = source;
  }

  /** The keys that are left after all that ODCS has a key for. */
  void custom(Keys rest, List<String> path) {
    for (String key : rest.names()) {
      if (!key.equals(ObjectReader.CONSTRAINT_ORDER)) {
        notices.add(
            source.notice(
                Stream.concat(path.stream(), Stream.of(key)).toList(),
                "ODCS has no key for '%s'; it stands under customProperties".formatted(key),
                READ_BACK));
      }
    }
  }

  /** A constraint that became a rule of our own engine. */
  void constraint(YamlNode rule, List<String> path) {
    if (isOurs(rule)) {
      notices.add(source.notice(path, noMetric(rule), READ_BACK));
    }
  }

  void check(YamlNode rule) {
    if (isOurs(rule)) {
      notices.add(
          source.checkNotice(Tree.text(rule, "name").orElse(""), noMetric(rule), READ_BACK));
    }
  }

  private static boolean isOurs(YamlNode rule) {
    return Tree.text(rule, "engine").filter(QualityReader.ENGINE::equals).isPresent();
  }

  private static String noMetric(YamlNode rule) {
    return "ODCS has no metric for the rule '%s'; other tools do not measure it"
        .formatted(Tree.text(rule, "name").orElse(""));
  }

  /** Something that stands elsewhere than readers of the document would look for it. */
  void override(String key) {
    notices.add(
        source.notice(
            List.of(key),
            "'%s' differs from that of the document's first contract; it stands under"
                    .formatted(key)
                + " customProperties",
            "export the contracts one by one if other tools should see it"));
  }

  List<Diagnostic> notices() {
    return notices;
  }
}
