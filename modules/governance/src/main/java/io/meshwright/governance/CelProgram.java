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
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;
import org.projectnessie.cel.types.jackson.JacksonRegistry;

/**
 * An expression of the Common Expression Language that says yes or no of {@code product}, and of
 * {@code previous}, {@code consumers} and {@code run} if it names them. Equal by its text.
 */
final class CelProgram {

  private static final String PRODUCT = "product";
  private static final String PREVIOUS = "previous";
  private static final String CONSUMERS = "consumers";
  private static final String RUN = "run";
  private static final List<Class<?>> TYPES =
      List.of(
          CelFacts.Product.class,
          CelFacts.Column.class,
          CelFacts.Consumer.class,
          CelFacts.Run.class);
  private static final Env LANGUAGE = language();
  private static final Pattern UNDEFINED =
      Pattern.compile("undefined field '(\\w+)'|undeclared reference to '(\\w+)'.*");

  private static final SnakeCaseStrategy SNAKE = new SnakeCaseStrategy();

  /** What can follow a point in an expression, or begin it. */
  private static final List<String> NAMES = names();

  private final String text;
  private final Expr expression;
  private final Program program;

  private CelProgram(String text, Expr expression, Program program) {
    this.text = text;
    this.expression = expression;
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

    /**
     * @param line from 1
     * @param column from 0
     */
    static InvalidExpressionException at(int line, int column, String message) {
      return new InvalidExpressionException(
          "The expression is wrong at its line %d, column %d: %s"
              .formatted(
                  line, column + 1, message.replaceFirst(" (\\(in container|expecting \\{).*", "")),
          wayOut(message));
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
    CelSyntax.require(text);
    AstIssuesTuple parsed = LANGUAGE.parse(text);
    requireNone(parsed);
    AstIssuesTuple checked = LANGUAGE.check(parsed.getAst());
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

    return new CelProgram(text, typed.getExpr(), LANGUAGE.program(ast));
  }

  private static void requireNone(AstIssuesTuple result) {
    if (result.hasIssues()) {
      CELError first = result.getIssues().getErrors().get(0);
      throw InvalidExpressionException.at(
          first.getLocation().line(), first.getLocation().column(), first.getMessage());
    }
  }

  private static String wayOut(String message) {
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
    return names(RUN);
  }

  /** Says whether it names {@code previous}, so that it has to be known. */
  boolean isAboutPrevious() {
    return names(PREVIOUS);
  }

  /** Says whether it asks if there is a {@code previous}, and so has an answer where none is. */
  boolean asksForPrevious() {
    return CelTypes.asksFor(expression, PREVIOUS);
  }

  private boolean names(String variable) {
    return CelTypes.names(expression, variable);
  }

  /**
   * Says whether it is true of the product.
   *
   * @throws EvaluationException if it is neither true nor false
   */
  boolean holds(Facts facts) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(PRODUCT, CelFacts.Product.of(facts.contract()));
    if (isAboutPrevious()) {
      variables.put(
          PREVIOUS, facts.previous().map(CelFacts.Product::of).orElse(CelFacts.Product.NONE));
    }
    if (names(CONSUMERS)) {
      variables.put(
          CONSUMERS, facts.subject().consumers().stream().map(CelFacts.Consumer::of).toList());
    }
    if (isAboutRun()) {
      variables.put(RUN, CelFacts.Run.of(facts.run()));
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

  private static Env language() {
    TypeRegistry types = JacksonRegistry.newRegistry();
    TYPES.forEach(types::register);
    return Env.newCustomEnv(
        types,
        List.of(
            Library.StdLib(),
            EnvOption.declarations(
                Decls.newVar(PRODUCT, type(CelFacts.Product.class)),
                Decls.newVar(PREVIOUS, type(CelFacts.Product.class)),
                Decls.newVar(CONSUMERS, Decls.newListType(type(CelFacts.Consumer.class))),
                Decls.newVar(RUN, type(CelFacts.Run.class)))));
  }

  private static Type type(Class<?> type) {
    return Decls.newObjectType(type.getName());
  }

  private static List<String> names() {
    return Stream.concat(
            Stream.of(PRODUCT, PREVIOUS, CONSUMERS, RUN),
            TYPES.stream()
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
