package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlEmitter;
import io.meshwright.contract.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A document of the standard, the contracts it became, and what was said about that.
 *
 * <p>It keeps every key and value of the document, those without a counterpart included; {@link
 * OdcsWriter#update} writes changed contracts into it.
 */
public final class OdcsDocument {

  private final YamlNode.Mapping root;
  private final OdcsVersion version;
  private final List<Contract> contracts;
  private final List<Diagnostic> diagnostics;
  private final Map<Place, String> labels;

  OdcsDocument(
      YamlNode.Mapping root,
      OdcsVersion version,
      List<Contract> contracts,
      List<Diagnostic> diagnostics,
      Map<Place, String> labels) {
    this.root = root;
    this.version = version;
    this.contracts = List.copyOf(contracts);
    this.diagnostics = List.copyOf(diagnostics);
    this.labels = Map.copyOf(labels);
  }

  /** One contract for each object of the schema, in the order of the document. */
  public List<Contract> contracts() {
    return contracts;
  }

  /** Warnings and notices, in the order of the document: what to decide, what has no effect. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** The version of the standard, or the newest known one where the document's is newer. */
  public OdcsVersion version() {
    return version;
  }

  /** The document as YAML: every key and value of it, without its comments. */
  public String print() {
    return YamlEmitter.print(root);
  }

  Path file() {
    return root.place().file();
  }

  YamlNode.Mapping root() {
    return root;
  }

  Map<Place, String> labels() {
    return labels;
  }
}
