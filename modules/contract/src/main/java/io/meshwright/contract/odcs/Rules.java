package io.meshwright.contract.odcs;

import io.meshwright.contract.YamlNode;
import java.util.List;
import java.util.Set;

/** Rules as the YAML of a contract writes them. */
final class Rules {

  /** The keys of a rule that say how, not what. */
  private static final Set<String> OPTIONS =
      Set.of(
          "name",
          "severity",
          "tolerance",
          "where",
          "allow_empty",
          "tags",
          "tables",
          "threshold",
          "path");

  private Rules() {}

  /** What a rule promises: the key that is no option. */
  static String kind(Keys rule) {
    return rule.names().stream()
        .filter(key -> !OPTIONS.contains(key))
        .findFirst()
        .orElse("unknown");
  }

  /** The name a constraint has where its contract gives none. */
  static String defaultName(String field, Keys constraint) {
    String kind = kind(constraint);
    String inside =
        constraint
            .find("path")
            .flatMap(Tree::text)
            .map(path -> (field + "." + path).replaceAll("[^A-Za-z0-9]+", "_").replaceAll("_$", ""))
            .orElse(field);
    return kind.equals("expression") ? kind : inside + "_" + kind;
  }

  static String name(String field, Keys constraint) {
    return constraint
        .find("name")
        .flatMap(Tree::text)
        .orElseGet(() -> defaultName(field, constraint));
  }

  /** A constraint that may be one word, as a mapping. */
  static Keys keys(YamlNode constraint) {
    if (constraint instanceof YamlNode.Mapping mapping) {
      return Keys.of(mapping);
    }

    return new Keys(constraint.place()).flag(Tree.text(constraint).orElse("unknown"), true);
  }

  /** Says whether a rule has no option but those of {@code allowed}. */
  static boolean hasOnly(Keys rule, List<String> allowed) {
    return rule.names().stream().allMatch(key -> !OPTIONS.contains(key) || allowed.contains(key));
  }
}
