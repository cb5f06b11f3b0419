package io.meshwright.governance;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.meshwright.contract.NearestName;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.projectnessie.cel.Ast;
import org.projectnessie.cel.CEL;
import org.projectnessie.cel.Env;
import org.projectnessie.cel.Env.AstIssuesTuple;
import org.projectnessie.cel.EnvOption;
import org.projectnessie.cel.Library;
import org.projectnessie.cel.Program;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.common.CELError;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.Err;
import org.projectnessie.cel.common.types.ref.TypeRegistry;
import org.projectnessie.cel.common.types.ref.Val;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.CheckedExpr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Decl;
import org.projectnessie.cel.types.jackson.JacksonRegistry;

/**
 * An expression of the Common Expression Language that says yes or no of {@code product}, and of
 * {@code run} if it names that. Equal by its text.
 */
final class CelProgram {

  private static final Decl PRODUCT = variable("product", CelFacts.Product.class);
  private static final Decl RUN = variable("run", CelFacts.Run.class);
  private static final Env OF_CONTRACTS = environment(PRODUCT);
  private static final Env OF_RUNS = environment(PRODUCT, RUN);
  private static final Pattern UNDEFINED =
      Pattern.compile("undefined field '(\\w+)'|undeclared reference to '(\\w+)'.*");

  private static final SnakeCaseStrategy SNAKE = new SnakeCaseStrategy();

  /** What can follow a point in an expression, or begin it. */
  private static final List<String> NAMES = names();

  private final String text;
  private final boolean aboutRun;
  private final Program program;

  private CelProgram(String text, boolean aboutRun, Program program) {
    this.text = text;
    this.aboutRun = aboutRun;
    this.program = program;
  }

  /** An expression that is none; {@link #fix()} is the way out. */
  static final class InvalidExpressionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String fix;

    InvalidExpressionException(String problem, String fix) {
      super(problem);
      this.fix = fix;
    }

    String fix() {
      return fix;
    }
  }

  /**
   * Compiles an expression.
   *
   * @throws InvalidExpressionException if it cannot be read, names what there is not, compares what
   *     is never equal, or has another type than bool
   */
  static CelProgram compile(String text) {
    AstIssuesTuple parsed = OF_RUNS.parse(text);
    requireNone(parsed);
    AstIssuesTuple checked = OF_RUNS.check(parsed.getAst());
    requireNone(checked);
    Ast ast = checked.getAst();
    CheckedExpr typed = CEL.astToCheckedExpr(ast);
    if (CelTypes.hasNull(typed)) {
      throw new InvalidExpressionException(
          "The expression compares with null, which nothing is equal to", "ask has(...) instead");
    }
    if (CelTypes.comparesUnlikeTypes(typed)) {
      throw new InvalidExpressionException(
          "The expression compares values of two types, which are never equal",
          "compare values of one type");
    }
    if (!ast.getResultType().equals(Decls.Bool)) {
      throw new InvalidExpressionException(
          "The expression is neither true nor false", "compare what it gives with something");
    }

    boolean aboutRun = OF_CONTRACTS.check(OF_CONTRACTS.parse(text).getAst()).hasIssues();
    return new CelProgram(text, aboutRun, OF_RUNS.program(ast));
  }

  private static void requireNone(AstIssuesTuple result) {
    if (result.hasIssues()) {
      CELError first = result.getIssues().getErrors().get(0);
      throw new InvalidExpressionException(
          "The expression is wrong at its line %d, column %d: %s"
              .formatted(
                  first.getLocation().line(),
                  first.getLocation().column() + 1,
                  first.getMessage().replaceFirst(" (\\(in container|expecting \\{).*", "")),
          fix(first.getMessage()));
    }
  }

  private static String fix(String message) {
    Matcher undefined = UNDEFINED.matcher(message);
    if (undefined.matches()) {
      String name = undefined.group(1) == null ? undefined.group(2) : undefined.group(1);
      return NearestName.find(name, NAMES)
          .map("did you mean '%s'?"::formatted)
          .orElse("use one of " + String.join(", ", NAMES));
    }

    return message.contains("no matching overload")
        ? "compare values of one type; metrics are numbers with a point, such as 1.0"
        : "correct the expression";
  }

  /** Says whether it names {@code run}, so that there has to be one. */
  boolean isAboutRun() {
    return aboutRun;
  }

  /**
   * Says whether it is true of the product.
   *
   * @throws EvaluationException if it is neither true nor false
   */
  boolean holds(Facts facts) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("product", CelFacts.Product.of(facts.contract()));
    if (aboutRun) {
      variables.put("run", CelFacts.Run.of(facts.run()));
    }
    Val answer = evaluate(variables);
    if (answer instanceof BoolT) {
      return answer.booleanValue();
    }

    if (Err.isError(answer) && !answer.toString().startsWith("no such overload")) {
      throw new EvaluationException(
          answer.toString(), "ask first whether it is there: 'name' in run.metrics");
    }
    throw new EvaluationException(
        "its expression needs a value that there is not", "give the value, or ask has(...) first");
  }

  private Val evaluate(Map<String, Object> variables) {
    try {
      return program.eval(variables).getVal();
    } catch (RuntimeException e) {
      throw new EvaluationException("its expression failed", "correct the expression");
    }
  }

  private static Decl variable(String name, Class<?> type) {
    return Decls.newVar(name, Decls.newObjectType(type.getName()));
  }

  private static Env environment(Decl... variables) {
    TypeRegistry types = JacksonRegistry.newRegistry();
    types.register(CelFacts.Product.class);
    types.register(CelFacts.Run.class);
    return Env.newCustomEnv(types, List.of(Library.StdLib(), EnvOption.declarations(variables)));
  }

  private static List<String> names() {
    return Stream.concat(
            Stream.of("product", "run"),
            Stream.of(CelFacts.Product.class, CelFacts.Column.class, CelFacts.Run.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .map(name -> name.equals("isProtected") ? "protected" : SNAKE.translate(name)))
        .distinct()
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CelProgram program && text.equals(program.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
