package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a contract's file as {@link ContractWriter} prints it, and keeps its comments.
 *
 * <p>The order of keys, the quoting and what is left out become the canonical ones; empty lines go.
 * A comment stays above or beside its key, wherever the key moves; where the key goes, because it
 * says no more than a default, the comment goes above the part around it or after it. Fields that
 * refer to a shared definition go on doing so.
 */
public final class ContractFormatter {

  private final ContractReader reader;

  public ContractFormatter(ContractReader reader) {
    this.reader = requireNonNull(reader, "reader");
  }

  /**
   * A file's text and what it should be.
   *
   * @param after equals {@code before} where nothing is to do
   */
  public record Formatted(String before, String after) {

    public Formatted {
      requireNonNull(before, "before");
      requireNonNull(after, "after");
    }

    public boolean isChange() {
      return !before.equals(after);
    }
  }

  /**
   * Formats a file without writing it.
   *
   * @throws InvalidContractException with everything that is wrong with the contract
   */
  public Formatted format(Path file) {
    String text = ContractReader.text(file);
    return new Formatted(text, print(file, text, reader.read(file).contract()));
  }

  /**
   * Formats a contract's text; {@code nameForMessages} stands for the file and is not opened.
   *
   * @throws InvalidContractException with everything that is wrong with the contract
   */
  public String format(Path nameForMessages, String text) {
    return print(nameForMessages, text, reader.parse(nameForMessages, text).contract());
  }

  private static String print(Path file, String text, Contract contract) {
    List<Diagnostic> toldBefore = new ArrayList<>();
    YamlNode root = YamlParser.parse(file, text, toldBefore).orElseThrow();
    Map<String, Object> tree =
        SharedLayout.of(root, ContractWriter.contract(contract, ContractWriter.Notes.NONE));
    return YamlEmitter.print(tree, CommentPlaces.of(YamlComments.in(file, text), root, tree));
  }
}
