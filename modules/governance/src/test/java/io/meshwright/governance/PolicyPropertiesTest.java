package io.meshwright.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.DataCategory;
import io.meshwright.contract.Place;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of policies whatever they ask for. */
class PolicyPropertiesTest {

  private static final Place PLACE = Place.startOf(Path.of("policy.yaml"));

  /** Texts of the contract; each that is taken out breaks something more. */
  private static final List<String> BREAKS =
      List.of(
          "classification: internal\n",
          "purpose: reports of sales\n",
          "subject_key: customer_id\n",
          "audit_logging_enabled: true\n",
          ", protect: encrypt",
          ", pii_category: contact",
          ", is_primary_key: true",
          "    - row_count\n",
          Products.SERVICE_LEVEL);

  @Property(tries = 200)
  void addingAViolationNeverTurnsADenialIntoAnAllowance(
      @ForAll("breaks") Set<String> some, @ForAll("breaks") Set<String> more) {
    List<String> all = new ArrayList<>(some);
    more.stream().filter(edit -> !some.contains(edit)).forEach(all::add);

    Evaluation few = evaluate(SeedPolicyTest.POLICIES, without(List.copyOf(some)));
    Evaluation many = evaluate(SeedPolicyTest.POLICIES, without(all));

    assertThat(many.isDenied() || !few.isDenied()).isTrue();
    assertThat(ids(many)).containsAll(ids(few));
  }

  @Property(tries = 300)
  void tighteningNeverAllowsMore(
      @ForAll("ofOneKind") List<Requirement> two, @ForAll("breaks") Set<String> broken) {
    Subject subject = without(List.copyOf(broken));
    boolean isInOrder = two.get(0).isAtLeast(two.get(1));
    Requirement strict = two.get(isInOrder ? 0 : 1);
    Requirement loose = two.get(isInOrder ? 1 : 0);
    Assume.that(strict.isAtLeast(loose));

    assertThat(
            evaluate(set(List.of(policy("one", strict))), subject).isDenied()
                || !evaluate(set(List.of(policy("one", loose))), subject).isDenied())
        .isTrue();
  }

  @Property(tries = 300)
  void aRuleThatADomainMayHaveInsteadNeverAllowsMore(
      @ForAll("ofOneKind") List<Requirement> two, @ForAll("breaks") Set<String> broken) {
    Policy global = policy("one", two.get(0));
    Policy own =
        new Policy(
            "one",
            Scope.of("sales"),
            Optional.empty(),
            Effect.ALWAYS,
            List.of(PolicyRule.of(two.get(1), PLACE)),
            PLACE);
    Assume.that(Tightening.problems(List.of(global, own)).isEmpty());
    Subject subject = without(List.copyOf(broken));

    assertThat(
            evaluate(set(List.of(global, own)), subject).isDenied()
                || !evaluate(set(List.of(global)), subject).isDenied())
        .isTrue();
  }

  /** But for what a law wants kept: it goes before the limits of policies. */
  @Property(tries = 300)
  void addingAPolicyNeverAllowsMore(
      @ForAll("requirements") Requirement one,
      @ForAll("requirements") Requirement other,
      @ForAll("breaks") Set<String> broken) {
    Assume.that(!(other instanceof Retention.Minimum));
    Subject subject = without(List.copyOf(broken));
    Policy first = policy("first", one);

    Evaluation alone = evaluate(set(List.of(first)), subject);
    Evaluation both = evaluate(set(List.of(first, policy("second", other))), subject);

    assertThat(both.violations()).containsAll(alone.violations());
    assertThat(both.isDenied() || !alone.isDenied()).isTrue();
  }

  @Property(tries = 100)
  void theOrderOfPoliciesMakesNoDifference(
      @ForAll("policies") List<Policy> policies, @ForAll Random random) {
    List<Policy> shuffled = new ArrayList<>(policies);
    Collections.shuffle(shuffled, random);
    Subject subject = without(List.of("classification: internal\n", ", protect: encrypt"));

    assertThat(set(shuffled).hash()).isEqualTo(set(policies).hash());
    assertThat(evaluate(set(shuffled), subject)).isEqualTo(evaluate(set(policies), subject));
  }

  @Provide
  Arbitrary<Set<String>> breaks() {
    return Arbitraries.subsetOf(BREAKS);
  }

  @Provide
  Arbitrary<Requirement> requirements() {
    return Arbitraries.oneOf(kinds());
  }

  @Provide
  Arbitrary<List<Requirement>> ofOneKind() {
    return Arbitraries.of(kinds()).flatMap(kind -> kind.list().ofSize(2));
  }

  private static List<Arbitrary<Requirement>> kinds() {
    Arbitrary<Integer> days = Arbitraries.integers().between(1, 3_000);
    Arbitrary<Integer> hours = Arbitraries.integers().between(1, 48);
    Arbitrary<BigDecimal> shares =
        Arbitraries.integers().between(990, 1_000).map(number -> BigDecimal.valueOf(number, 3));
    return List.of(
        Arbitraries.of(ContractRequirement.values()).map(Requirement.class::cast),
        days.map(most -> new Retention.Maximum(Map.of(DataCategory.ANALYTICAL, most))),
        days.map(least -> new Retention.Minimum(least, "a law")),
        shares.map(least -> new Measured.Share(MeasuredRun.COMPLETENESS, least)),
        hours.map(most -> new Measured.Age(Duration.ofHours(most))),
        Arbitraries.subsetOf("customer_email", "status", "order_id")
            .map(PersonalNames.Marked::new));
  }

  @Provide
  Arbitrary<List<Policy>> policies() {
    return Combinators.combine(requirements(), Arbitraries.of("a", "b", "c", "d"))
        .as((requirement, name) -> policy(name, requirement))
        .list()
        .ofMaxSize(6)
        .uniqueElements(Policy::name);
  }

  private static Policy policy(String name, Requirement requirement) {
    return new Policy(
        name,
        Scope.GLOBAL,
        Optional.empty(),
        Effect.ALWAYS,
        List.of(PolicyRule.of(requirement, PLACE)),
        PLACE);
  }

  private static PolicySet set(List<Policy> policies) {
    return PolicySet.of(policies, Optional.empty(), Map.of(), Set.of());
  }

  private static Subject without(List<String> texts) {
    return Products.sales(
        texts.stream().flatMap(text -> List.of(text, "").stream()).toArray(String[]::new));
  }

  private static Evaluation evaluate(PolicySet policies, Subject subject) {
    return Products.evaluate(policies, subject, Stage.CONTRACT);
  }

  private static List<String> ids(Evaluation evaluation) {
    return evaluation.violations().stream().map(PolicyViolation::id).toList();
  }
}
