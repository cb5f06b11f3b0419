package io.meshwright.governance;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.CheckedExpr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Expr;
import org.projectnessie.cel.relocated.com.google.api.expr.v1alpha1.Type;

/**
 * Looks at what an expression names, and for comparisons that the language allows and that always
 * have the same answer.
 */
final class CelTypes {

  private static final List<String> EQUALITIES = List.of("_==_", "_!=_");

  private CelTypes() {}

  /** Says whether there is a null anywhere. */
  static boolean hasNull(CheckedExpr checked) {
    return checked.getTypeMapMap().values().stream().anyMatch(Type::hasNull);
  }

  /** Says whether values of two simple types are held to be equal, or not to be. */
  static boolean comparesUnlikeTypes(CheckedExpr checked) {
    return parts(checked.getExpr())
        .filter(part -> part.hasCallExpr() && EQUALITIES.contains(part.getCallExpr().getFunction()))
        .anyMatch(part -> areUnlike(part.getCallExpr().getArgsList(), checked.getTypeMapMap()));
  }

  /** Says whether a variable is named, and not only a part of an all or an exists of its name. */
  static boolean names(Expr whole, String variable) {
    if (whole.hasIdentExpr()) {
      return whole.getIdentExpr().getName().equals(variable);
    }
    if (whole.hasComprehensionExpr()
        && whole.getComprehensionExpr().getIterVar().equals(variable)) {
      return names(whole.getComprehensionExpr().getIterRange(), variable);
    }

    return direct(whole).anyMatch(part -> names(part, variable));
  }

  /** Says whether {@code has(variable.something)} is asked. */
  static boolean asksFor(Expr whole, String variable) {
    return parts(whole)
        .anyMatch(
            part ->
                part.hasSelectExpr()
                    && part.getSelectExpr().getTestOnly()
                    && part.getSelectExpr().getOperand().getIdentExpr().getName().equals(variable));
  }

  private static boolean areUnlike(List<Expr> sides, Map<Long, Type> types) {
    Type left = types.getOrDefault(sides.get(0).getId(), Type.getDefaultInstance());
    Type right = types.getOrDefault(sides.get(1).getId(), Type.getDefaultInstance());
    return left.hasPrimitive() && right.hasPrimitive() && !left.equals(right);
  }

  private static Stream<Expr> parts(Expr whole) {
    return Stream.concat(Stream.of(whole), direct(whole).flatMap(CelTypes::parts));
  }

  private static Stream<Expr> direct(Expr whole) {
    return switch (whole.getExprKindCase()) {
      case CALL_EXPR ->
          Stream.concat(
              whole.getCallExpr().hasTarget()
                  ? Stream.of(whole.getCallExpr().getTarget())
                  : Stream.empty(),
              whole.getCallExpr().getArgsList().stream());
      case SELECT_EXPR -> Stream.of(whole.getSelectExpr().getOperand());
      case LIST_EXPR -> whole.getListExpr().getElementsList().stream();
      case STRUCT_EXPR ->
          whole.getStructExpr().getEntriesList().stream()
              .flatMap(entry -> Stream.of(entry.getMapKey(), entry.getValue()));
      case COMPREHENSION_EXPR -> {
        Expr.Comprehension loop = whole.getComprehensionExpr();
        yield Stream.of(
            loop.getIterRange(),
            loop.getAccuInit(),
            loop.getLoopCondition(),
            loop.getLoopStep(),
            loop.getResult());
      }
      default -> Stream.empty();
    };
  }
}
