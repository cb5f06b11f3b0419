package io.meshwright.governance;

import io.meshwright.governance.CelProgram.InvalidExpressionException;
import org.projectnessie.cel.parser.StringCharStream;
import org.projectnessie.cel.parser.gen.CELLexer;
import org.projectnessie.cel.parser.gen.CELParser;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.BaseErrorListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.CommonTokenStream;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.ParserRuleContext;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.RecognitionException;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.Recognizer;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.ErrorNode;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.ParseTreeListener;
import org.projectnessie.cel.shaded.org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Reads an expression by the grammar alone. The library's own parser prints what it stumbles over
 * to standard error, which belongs to the program and not to a library: so it is shown only what
 * has no such fault.
 */
final class CelSyntax {

  private static final int DEEPEST = 250;

  private CelSyntax() {}

  /**
   * @throws InvalidExpressionException with the first fault
   */
  static void require(String text) {
    CELLexer lexer = new CELLexer(new StringCharStream(text, "expression"));
    CELParser parser = new CELParser(new CommonTokenStream(lexer));
    lexer.removeErrorListeners();
    parser.removeErrorListeners();
    lexer.addErrorListener(new FirstFault());
    parser.addErrorListener(new FirstFault());
    parser.addParseListener(new Depth());
    parser.start();
  }

  private static final class FirstFault extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw InvalidExpressionException.at(line, column, "Syntax error: " + message);
    }
  }

  /** Keeps an expression that is nothing but brackets from using up the stack. */
  private static final class Depth implements ParseTreeListener {

    private int depth;

    @Override
    public void enterEveryRule(ParserRuleContext rule) {
      if (rule.getRuleIndex() == CELParser.RULE_expr && ++depth > DEEPEST) {
        throw new InvalidExpressionException(
            "The expression is nested more than %d deep".formatted(DEEPEST), "make it simpler");
      }
    }

    @Override
    public void exitEveryRule(ParserRuleContext rule) {
      if (rule.getRuleIndex() == CELParser.RULE_expr) {
        depth--;
      }
    }

    @Override
    public void visitTerminal(TerminalNode node) {}

    @Override
    public void visitErrorNode(ErrorNode node) {}
  }
}
