package io.meshwright.contract.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.Access;
import io.meshwright.contract.Assertion;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractArbitraries;
import io.meshwright.contract.ContractWriter;
import io.meshwright.contract.Field;
import io.meshwright.contract.FieldType;
import io.meshwright.contract.Handling;
import io.meshwright.contract.Owner;
import io.meshwright.contract.Release;
import io.meshwright.contract.Rule;
import io.meshwright.contract.Schema;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.Severity;
import io.meshwright.contract.Written;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of a diff whatever the contracts say. */
class DiffPropertiesTest {

  /** An edit, and the one change it is. */
  private record Edit(ChangeRule rule, String path, Consumer<Draft> edit) {
    @Override
    public String toString() {
      return rule + " " + path;
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void nothingDiffersFromItself(@ForAll("contracts") Contract contract) {
    assertThat(ContractDiff.between(contract, contract).changes()).isEmpty();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void versionAndChangelogAreNoPromise(@ForAll("contracts") Contract contract) {
    Contract next =
        Draft.edited(
            contract,
            draft -> {
              draft.version = SemanticVersion.of(contract.version().major(), 1_000, 0);
              draft.changelog =
                  List.of(new Release(draft.version, LocalDate.EPOCH, List.of("x"), true));
            });

    assertThat(ContractDiff.between(contract, next).changes()).isEmpty();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void oneEditIsOneChange(@ForAll("contracts") Contract contract, @ForAll("edits") Edit edit) {
    Contract edited = Draft.edited(contract, edit.edit());

    List<Change> changes = ContractDiff.between(contract, edited).changes();

    assertThat(changes)
        .extracting(change -> change.rule() + " " + change.path())
        .containsExactlyElementsOf(
            ContractWriter.hash(contract).equals(ContractWriter.hash(edited))
                ? List.of()
                : List.of(edit.toString()));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void thereAreChangesWhereverContractsDiffer(
      @ForAll("contracts") Contract before, @ForAll("contracts") Contract other) {
    Contract after = asVersionOf(before, other);

    List<Change> changes = ContractDiff.between(before, after).changes();

    assertThat(changes.isEmpty())
        .isEqualTo(ContractWriter.hash(before).equals(ContractWriter.hash(after)));
    assertThat(changes)
        .isSortedAccordingTo((left, right) -> right.verdict().compareTo(left.verdict()));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everyDifferenceIsClaimedByAChange(
      @ForAll("contracts") Contract before, @ForAll("contracts") Contract other) {
    Contract after = asVersionOf(before, other);
    List<ChangePath> claimed =
        ContractDiff.between(before, after).changes().stream()
            .flatMap(change -> Stream.concat(Stream.of(change.path()), oldPath(change)))
            .toList();

    List<ChangePath> unclaimed =
        Difference.between(ContentTree.of(before), ContentTree.of(after)).stream()
            .map(Difference::path)
            .filter(path -> claimed.stream().noneMatch(claim -> overlap(claim, path)))
            .toList();

    assertThat(unclaimed).isEmpty();
  }

  /** What has a new name is told of under that, and stands in the old tree under the old one. */
  private static Stream<ChangePath> oldPath(Change change) {
    boolean isRenamed =
        change.rule() == ChangeRule.QUALITY_RENAMED
            || change.rule() == ChangeRule.FIELD_CASE_RENAMED;
    ChangePath parent = change.path().first(change.path().parts().size() - 1);
    return change.before().stream().filter(name -> isRenamed).map(parent::child);
  }

  private static boolean overlap(ChangePath left, ChangePath right) {
    return left.startsWith(right) || right.startsWith(left);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void applyingTheDifferencesMakesTheOtherContract(
      @ForAll("contracts") Contract before, @ForAll("contracts") Contract other) {
    Written.Keys old = ContentTree.of(before);
    Written.Keys young = ContentTree.of(asVersionOf(before, other));

    Written.Keys applied = old;
    for (Difference difference : Difference.between(old, young)) {
      if (!difference.path().isOrder()) {
        applied = with(applied, difference.path().parts(), difference.after());
      }
    }

    assertThat(withoutOrder(applied)).isEqualTo(withoutOrder(young));
  }

  private static Contract asVersionOf(Contract before, Contract other) {
    return Draft.edited(
        other,
        draft -> {
          draft.name = before.name();
          draft.version = before.version();
          draft.changelog = before.changelog();
        });
  }

  private static Written.Keys with(Written.Keys tree, List<String> path, Optional<Written> value) {
    Map<String, Written> keys = new LinkedHashMap<>(tree.keys());
    String key = path.get(0);
    if (path.size() > 1) {
      Written inner = keys.getOrDefault(key, Written.Keys.NONE);
      keys.put(key, with(ContentTree.keysOf(inner), path.subList(1, path.size()), value));
    } else {
      value.ifPresentOrElse(written -> keys.put(key, written), () -> keys.remove(key));
    }
    return new Written.Keys(keys);
  }

  /** The order of names aside, and what became empty as if it had never been. */
  private static Written.Keys withoutOrder(Written.Keys tree) {
    Map<String, Written> keys = new LinkedHashMap<>();
    tree.keys()
        .forEach(
            (key, value) -> {
              Written inner = value instanceof Written.Keys branch ? withoutOrder(branch) : value;
              if (!key.equals(ChangePath.ORDER) && !inner.equals(Written.Keys.NONE)) {
                keys.put(key, inner);
              }
            });
    return new Written.Keys(keys);
  }

  @Provide
  Arbitrary<Contract> contracts() {
    return ContractArbitraries.contracts();
  }

  @Provide
  Arbitrary<Edit> edits() {
    Access.Grantee newcomer = new Access.Grantee(Access.Grantee.Kind.ROLE, "newcomer");
    return Arbitraries.of(
        new Edit(
            ChangeRule.DOCS,
            "description",
            draft -> draft.description = Optional.of("other words")),
        new Edit(
            ChangeRule.TEAM,
            "owner.team",
            draft ->
                draft.owner =
                    new Owner("another team", draft.owner.contact(), draft.owner.slack())),
        new Edit(
            ChangeRule.FIELD_ADDED_OPTIONAL,
            "schema.fields.extra",
            draft -> draft.add(field("extra", FieldType.Atomic.STRING, List.of()))),
        new Edit(
            ChangeRule.FIELD_ADDED_REQUIRED,
            "schema.fields.extra",
            draft -> draft.add(field("extra", FieldType.Atomic.STRING, List.of(notNull("extra"))))),
        new Edit(
            ChangeRule.FIELD_REMOVED,
            "schema.fields.is_current",
            draft -> draft.replace("is_current", Optional.empty())),
        new Edit(
            ChangeRule.TYPE_CHANGED,
            "schema.fields.is_current.type",
            draft -> replaceIsCurrent(draft, FieldType.Atomic.STRING, List.of())),
        new Edit(
            ChangeRule.REQUIRED_ADDED,
            "schema.fields.is_current.constraints.is_current_not_null",
            draft ->
                replaceIsCurrent(draft, FieldType.Atomic.BOOLEAN, List.of(notNull("is_current")))),
        new Edit(
            ChangeRule.SERVER_MOVED,
            "schema.location",
            draft ->
                draft.schema =
                    new Schema(
                        draft.schema.format(),
                        draft.schema.location() + "moved/",
                        draft.schema.partitionedBy(),
                        draft.schema.fields())),
        new Edit(
            ChangeRule.ROLE_ADDED,
            "access.read.`role: newcomer`",
            draft -> {
              List<Access.Grantee> read = new ArrayList<>(distinct(draft.access.read()));
              read.add(newcomer);
              draft.access = new Access(draft.access.discovery(), read, draft.access.write());
            }),
        new Edit(
            ChangeRule.QUALITY_ADDED,
            "sla.quality_checks.newcomer",
            draft -> {
              List<Rule> checks = new ArrayList<>(draft.qualityChecks);
              checks.add(
                  Rule.of(
                      "newcomer",
                      new Assertion.Completeness(Optional.of("key"), new BigDecimal("0.5")),
                      Severity.ERROR));
              draft.qualityChecks = checks;
            }),
        new Edit(
            ChangeRule.AUDIT_LOGGING,
            "audit_logging_enabled",
            draft ->
                draft.handling =
                    new Handling(
                        draft.handling.classification(),
                        draft.handling.dataCategory(),
                        draft.handling.retentionDays(),
                        draft.handling.subjectKey(),
                        draft.handling.erasure(),
                        draft.handling.purpose(),
                        draft.handling.encryptionEnabled(),
                        !draft.handling.auditLoggingEnabled())));
  }

  private static List<Access.Grantee> distinct(List<Access.Grantee> grantees) {
    return grantees.stream().distinct().toList();
  }

  private static void replaceIsCurrent(Draft draft, FieldType type, List<Rule> rules) {
    draft.replace("is_current", Optional.of(field("is_current", type, rules)));
  }

  private static Field field(String name, FieldType type, List<Rule> rules) {
    return new Field(name, type, Optional.empty(), Field.Traits.NONE, rules, Optional.empty());
  }

  private static Rule notNull(String field) {
    return Rule.of(field + "_not_null", new Assertion.NotNull(field), Severity.ERROR);
  }
}
