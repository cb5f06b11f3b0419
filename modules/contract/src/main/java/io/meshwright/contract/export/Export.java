package io.meshwright.contract.export;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Diagnostic;
import java.util.List;

/**
 * A contract in another language.
 *
 * @param notices what that language cannot say, with its place in the contract's file
 */
public record Export(String text, List<Diagnostic> notices) {

  public Export {
    requireNonNull(text, "text");
    notices = List.copyOf(notices);
  }
}
