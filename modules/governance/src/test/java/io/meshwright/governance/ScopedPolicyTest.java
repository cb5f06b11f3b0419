package io.meshwright.governance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Severity;
import io.meshwright.contract.evolution.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies of rules that name their kind, in the folder of whom they are for. */
class ScopedPolicyTest {

  private static final String NO_PUBLIC =
      "{name: no_public, expression: \"product.classification != 'public'\", message: Nothing is"
          + " public, fix: set another classification}";

  @TempDir private Path folder;

  @Test
  void deniesAProductOfWhichAnExpressionIsNotTrue() throws IOException {
    PolicySet policies = global(NO_PUBLIC);

    assertThat(violations(policies, Products.sales(), Stage.CONTRACT)).isEmpty();
    assertThat(
            violations(
                policies,
                Products.sales("classification: internal", "classification: public"),
                Stage.CONTRACT))
        .containsExactly(
            new PolicyViolation(
                new RuleId("house", "no_public", Scope.GLOBAL),
                Severity.ERROR,
                Enforcement.BLOCK,
                Products.sales().contract().name(),
                new Breach(
                    List.of(),
                    "Nothing is public",
                    "product.classification != 'public'",
                    "false",
                    "set another classification"),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          product.fields.all(f, f.pii ? f.protected : true)                     | true
          product.fields.exists(f, f.name == 'status' && f.type == 'string')    | true
          product.owner == 'sales-analytics' && product.domain == 'sales'       | true
          product.retention_days <= 1000                                        | false
          has(product.description)                                              | false
          product.fields.filter(f, f.primary_key).size() == 1                   | true
          run.rows > 10                                                         | true
          run.metrics['completeness'] >= 1.0                                    | true
          run.metrics['row_count'] < 12.0                                       | false
          """)
  void seesTheContractAndTheRun(String expression, boolean isKept) throws IOException {
    Subject subject = Products.sales().withRun(Products.run(List.of(), "row_count", "12"));

    List<PolicyViolation> violations = violations(global(rule(expression)), subject, Stage.PUBLISH);

    assertThat(violations.isEmpty()).isEqualTo(isKept);
  }

  @Test
  void deniesWhereAnExpressionHasNoAnswerWhateverTheEnforcement() throws IOException {
    write("global/house.yaml", policy(rule("run.metrics['lag'] < 1.0"), "  enforcement: audit\n"));
    Subject measured = Products.sales().withRun(Products.run(List.of(), "row_count", "12"));

    PolicyViolation violation =
        violations(PolicyReader.read(folder), measured, Stage.PUBLISH).get(0);

    assertThat(violation.denies()).isTrue();
    assertThat(violation.breach().message())
        .isEqualTo("the rule could not be evaluated: no such key: lag");
  }

  @Test
  void deniesWhereAnExpressionComparesWhatTheContractDoesNotSay() throws IOException {
    PolicyViolation violation =
        violations(
                global(rule("product.retention_days <= 2000")),
                Products.sales("retention_days: 1095\n", ""),
                Stage.CONTRACT)
            .get(0);

    assertThat(violation.denies()).isTrue();
    assertThat(violation.breach().message())
        .isEqualTo(
            "the rule could not be evaluated: its expression needs a value that there is not");
    assertThat(violation.breach().remediation()).isEqualTo("give the value, or ask has(...) first");
  }

  @Test
  void asksNothingOfARunBeforeThereIsOne() throws IOException {
    assertThat(violations(global(rule("run.rows > 0")), Products.sales(), Stage.CONTRACT))
        .isEmpty();
    assertThat(violations(global(rule("run.rows > 0")), Products.sales(), Stage.PUBLISH))
        .singleElement()
        .matches(PolicyViolation::denies);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          previous.fields.all(f, product.fields.exists(g, g.name == f.name)) | true  | true  | denied
          previous.retention_days >= 2000                                    | false | true  | denied
          has(previous.version) ? previous.owner == product.owner : true      | true  | true  | denied
          has(previous.version)                                              | true  | false | denied
          product.fields.all(previous, previous.name != '')                  | true  | true  | true
          """)
  void seesTheVersionBefore(String expression, String after, String first, String unknown)
      throws IOException {
    PolicySet policies = global(rule(expression));
    Subject product = Products.sales();
    Previous removed =
        new Previous.Published(Products.sales("{name: status,", "{name: order_state,").contract());
    Previous same = new Previous.Published(product.contract());

    assertThat(answer(policies, product.withPrevious(same))).isEqualTo(after);
    assertThat(answer(policies, product.withPrevious(new Previous.None()))).isEqualTo(first);
    assertThat(answer(policies, product)).isEqualTo(unknown);
    if (expression.startsWith("previous.fields")) {
      assertThat(answer(policies, product.withPrevious(removed))).isEqualTo("false");
    }
  }

  @Test
  void deniesWhereNobodyLookedForTheVersionBefore() throws IOException {
    PolicySet policies = global(rule("previous.version != product.version"));

    assertThat(violations(policies, Products.sales(), Stage.PUBLISH))
        .singleElement()
        .matches(PolicyViolation::denies)
        .extracting(PolicyViolation::breach)
        .isEqualTo(
            new Breach(
                List.of(),
                "the rule could not be evaluated: nothing is known of the version before",
                "a rule that can be evaluated",
                "no answer",
                "say where the published contracts are, with --published or mesh.published"));
    assertThat(Products.evaluate(policies, Products.sales(), Stage.SWEEP).rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          consumers.size() == 3                                                          | true
          consumers.exists(c, c.domain == 'finance' && c.product == 'ledger')            | true
          consumers.exists(c, c.product == 'ledger' && c.version_range == '^1')          | true
          consumers.exists(c, has(c.columns) && 'customer_email' in c.columns)           | true
          consumers.all(c, has(c.columns))                                               | false
          consumers.exists(c, c.product == 'unrelated')                                  | false
          consumers.all(c, c.columns.size() > 0)                                         | denied
          """)
  void seesWhoReadsTheProduct(String expression, String answer) throws IOException {
    Subject read =
        Products.sales()
            .withSurroundings(
                new Surroundings(
                    List.of(),
                    List.of(
                        Products.reading(
                            "finance.ledger", "mesh://sales.sales_performance_metrics@^1", ""),
                        Products.reading(
                            "crm.letters",
                            "mesh://sales.sales_performance_metrics@*",
                            ", schema: {customer_email: string}"),
                        Products.reading("crm.unrelated", "mesh://sales.orders@^1", ""),
                        Products.referring(
                            "crm.visits", "sales.sales_performance_metrics.order_id")),
                    Optional.empty()));

    assertThat(answer(global(rule(expression)), read)).isEqualTo(answer);
  }

  private static String answer(PolicySet policies, Subject subject) {
    List<PolicyViolation> violations = violations(policies, subject, Stage.CONTRACT);
    return violations.stream()
        .map(violation -> violation.breach().actual().equals("no answer") ? "denied" : "false")
        .findFirst()
        .orElse("true");
  }

  @Test
  void printsNothingOfWhatTheParserStumblesOver() throws IOException {
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      write("global/house.yaml", policy(rule("product.name == # 'x"), ""));
      assertThat(problems()).hasSize(1);
    } finally {
      System.setErr(err);
    }

    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  @Test
  void refusesAnExpressionThatIsNestedTooDeep() throws IOException {
    write("global/house.yaml", policy(rule("(".repeat(50_000) + "true"), ""));

    assertThat(problems())
        .containsExactly(
            "house.yaml:4:32 The expression is nested more than 250 deep -> make it simpler");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          product.clasification == 'x' | The expression is wrong at its line 1, column 8: undefined field 'clasification' -> did you mean 'classification'?
          previous.verson == 'x'       | The expression is wrong at its line 1, column 9: undefined field 'verson' -> did you mean 'version'?
          consumers.all(c, c.version_rang == '^1') | The expression is wrong at its line 1, column 19: undefined field 'version_rang' -> did you mean 'version_range'?
          prodct.name == 'x'           | The expression is wrong at its line 1, column 1: undeclared reference to 'prodct' -> did you mean 'product'?
          product.name ==              | The expression is wrong at its line 1, column 16: Syntax error: mismatched input '<EOF>' -> correct the expression
          product.name == # 'x'        | The expression is wrong at its line 1, column 17: Syntax error: token recognition error at: '#' -> correct the expression
          product.name                 | The expression is neither true nor false -> compare what it gives with something
          product.fields.all(f, f.name != 1) | The expression compares values of two types, which are never equal -> compare values of one type
          product.purpose == null      | The expression compares with null, which nothing is equal to -> ask has(...) instead
          run.metrics['x'] > 1         | The expression is wrong at its line 1, column 18: found no matching overload for '_>_' applied to '(double, int)' -> compare values of one type; metrics are numbers with a point, such as 1.0
          """)
  void refusesAnExpressionInItsPlace(String expression, String problem) throws IOException {
    write("global/house.yaml", policy(rule(expression), ""));

    assertThat(problems()).containsExactly("house.yaml:4:32 " + problem);
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() throws IOException {
    write(
        "global/house.yaml",
        """
        policy:
          name: house
          effective_from: 2024-02-30
          rules:
            - {primary_key: false}
            - {primary_key: true, descriptions: true}
            - {required_alerts: [schema_drif]}
            - {completeness_minimum: "101%"}
            - {name: a, expression: "run.rows > 0", stages: [contract]}
            - {schema: true, stages: [publsh]}
        """);
    write("domains/house.yaml", policy(NO_PUBLIC, ""));

    assertThat(problems())
        .contains(
            "house.yaml:1:1 the policy is for no domain -> move it into domains/<domain>/, or into"
                + " global/",
            "house.yaml:3:19 '2024-02-30' is no day -> write it as 2024-01-31",
            "house.yaml:5:8 'primary_key: false' asks for nothing -> write true, or delete the"
                + " rule",
            "house.yaml:7:26 'schema_drif' is no name for required_alerts -> did you mean"
                + " 'schema_drift'?",
            "house.yaml:8:30 '101%' is no limit -> write it as \"99.5%\", at most 100%",
            "house.yaml:9:45 nothing is known of the run at stage contract -> take contract out of"
                + " stages, or run out of the expression",
            "house.yaml:10:31 'publsh' is no stage -> did you mean 'publish'?")
        .anyMatch(
            line ->
                line.startsWith(
                    "house.yaml:6:7 the rule asks for 2 things at once: primary_key,"
                        + " descriptions"));
  }

  @Test
  void putsATighterRuleOfADomainInThePlaceOfTheGlobalOne() throws IOException {
    write("global/house.yaml", policy("{retention_maximum: {analytical: 1000}}", ""));
    write("domains/sales/house.yaml", policy("{retention_maximum: {analytical: 100}}", ""));

    assertThat(violations(PolicyReader.read(folder), Products.sales(), Stage.CONTRACT))
        .extracting(violation -> violation.rule().scope() + ": " + violation.breach().expected())
        .containsExactly("domain sales: at most 100 days");
  }

  @Test
  void refusesALooserRuleOfADomainByName() throws IOException {
    write("global/house.yaml", policy("{retention_maximum: {analytical: 1000}}", ""));
    write("domains/sales/house.yaml", policy("{retention_maximum: {analytical: 2000}}", ""));

    assertThat(problems())
        .containsExactly(
            "house.yaml:4:7 rule 'house/retention_maximum' of domain sales asks for less than the"
                + " global one, or another thing -> ask for at least as much, as firmly and for as"
                + " long as %s:4:7, or give the rule another name"
                    .formatted(folder.resolve("global/house.yaml")));
  }

  @Test
  void refusesADomainsRuleThatHoldsLessFirmly() throws IOException {
    write("global/house.yaml", policy(NO_PUBLIC, ""));
    write("domains/sales/house.yaml", policy(NO_PUBLIC, "  enforcement: warn\n"));

    assertThat(problems()).singleElement().asString().contains("rule 'house/no_public' of domain");
  }

  @Test
  void refusesTwoPoliciesOfOneNameInOneScope() throws IOException {
    write("global/a.yaml", policy(NO_PUBLIC, ""));
    write("global/b.yaml", policy(NO_PUBLIC, ""));

    assertThat(problems())
        .containsExactly(
            "b.yaml:2:9 policy 'house' is there twice -> delete one; the other is at %s:2:9"
                .formatted(folder.resolve("global/a.yaml")));
  }

  @ParameterizedTest
  @CsvSource({
    "effective_from: 2024-01-15, 1",
    "effective_from: 2024-01-16, 0",
    "effective_until: 2024-01-15, 1",
    "effective_until: 2024-01-14, 0"
  })
  void holdsFromItsFirstDayToItsLast(String dates, int violations) throws IOException {
    write("global/house.yaml", policy(rule("product.name == 'other'"), "  " + dates + "\n"));

    assertThat(violations(PolicyReader.read(folder), Products.sales(), Stage.CONTRACT))
        .hasSize(violations);
  }

  private PolicySet global(String rule) throws IOException {
    write("global/house.yaml", policy(rule, ""));
    return PolicyReader.read(folder);
  }

  private static String rule(String expression) {
    return "{name: rule, expression: \"%s\"}".formatted(expression);
  }

  private static String policy(String rule, String keys) {
    return "policy:\n  name: house\n  rules:\n    - " + rule + "\n" + keys;
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static List<PolicyViolation> violations(
      PolicySet policies, Subject subject, Stage stage) {
    return Products.evaluate(policies, subject, stage).violations();
  }

  private List<String> problems() {
    return catchThrowableOfType(InvalidContractException.class, () -> PolicyReader.read(folder))
        .diagnostics()
        .stream()
        .map(
            found ->
                "%s:%d:%d %s -> %s"
                    .formatted(
                        found.file().getFileName(),
                        found.line(),
                        found.column(),
                        found.problem(),
                        found.fix()))
        .toList();
  }
}
