package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Severity;
import java.util.List;

/**
 * What a policy asks for in an expression. One that has no answer is not kept.
 *
 * @param message what is said of a product of which it is not true
 * @param fix the way out
 */
record Expression(CelProgram program, String message, String fix) implements Requirement {

  Expression {
    requireNonNull(program, "program");
    requireNonNull(message, "message");
    requireNonNull(fix, "fix");
  }

  @Override
  public String kind() {
    return "expression";
  }

  @Override
  public Severity severity() {
    return Severity.ERROR;
  }

  @Override
  public boolean appliesTo(Facts facts) {
    return (!program.isAboutRun() || facts.isMeasured())
        && (!program.isAboutPrevious()
            || facts.isChange()
            || (facts.isFirst() && program.asksForPrevious()));
  }

  @Override
  public List<Breach> check(Facts facts) {
    return program.holds(facts)
        ? List.of()
        : List.of(new Breach(List.of(), message, program.toString(), "false", fix));
  }

  /** Which of two expressions asks for more cannot be told: only the same one is enough. */
  @Override
  public boolean isAtLeast(Requirement other) {
    return other instanceof Expression theirs && program.equals(theirs.program);
  }
}
