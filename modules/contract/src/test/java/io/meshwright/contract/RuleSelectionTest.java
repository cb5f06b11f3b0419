package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleSelectionTest {

  private static final Contract CONTRACT =
      new ContractReader(SqlSyntax.UNCHECKED)
          .parse(
              Path.of("data_product.yaml"),
              """
              name: orders
              domain: sales
              version: 1.0.0
              owner: {team: sales}
              schema:
                type: delta
                location: /data/orders
                fields:
                  - name: id
                    type: string
                    constraints:
                      - {max_length: 9, tags: [form]}
                      - {pattern: "[a-z]+", tags: [form, gdpr], severity: warning}
              quality_checks:
                - {name: enough, row_count: {min: 1}, tags: [gdpr]}
              """)
          .contract();

  @Test
  void selectsRulesThatFitEveryPart() {
    assertThat(selected(RuleSelection.ALL))
        .containsExactly("id_max_length", "id_pattern", "enough");
    assertThat(selected(new RuleSelection(Set.of("enough", "id_pattern"), Set.of(), Set.of())))
        .containsExactly("id_pattern", "enough");
    assertThat(selected(new RuleSelection(Set.of(), Set.of("gdpr", "form"), Set.of())))
        .containsExactly("id_max_length", "id_pattern", "enough");
    assertThat(selected(new RuleSelection(Set.of(), Set.of("gdpr"), Set.of(Severity.WARNING))))
        .containsExactly("id_pattern");
    assertThat(selected(new RuleSelection(Set.of("enough"), Set.of("form"), Set.of()))).isEmpty();
  }

  @Test
  void tellsWhatNoRuleIsCalled() {
    RuleSelection selection =
        new RuleSelection(Set.of("enough", "enuff"), Set.of("gdpr", "pii"), Set.of());

    assertThat(selection.unknownIn(CONTRACT)).containsExactly("rule 'enuff'", "tag 'pii'");
    assertThat(selection).hasToString("rules enough, enuff; tags gdpr, pii");
    assertThat(new RuleSelection(Set.of(), Set.of(), Set.of(Severity.CRITICAL, Severity.ERROR)))
        .hasToString("severity error, critical");
  }

  private static List<String> selected(RuleSelection selection) {
    return CONTRACT.rules().stream().filter(selection::selects).map(Rule::name).toList();
  }
}
