package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.YamlEmitter;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.export.ContractSource;
import io.meshwright.contract.export.Export;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes contracts as documents of the Open Data Contract Standard. {@link OdcsReader} reads equal
 * contracts from them.
 */
public final class OdcsWriter {

  private OdcsWriter() {}

  /**
   * Writes contracts as one new document, each as an object of its schema.
   *
   * @throws IllegalArgumentException if there is no contract, or two are of one product
   */
  public static Export write(List<ContractSource> contracts, OdcsVersion version) {
    requireDistinct(contracts);

    DocumentWriter.Written written = DocumentWriter.write(contracts, version);
    return new Export(YamlEmitter.print(written.document()), written.notices());
  }

  /**
   * Writes contracts into the document that they, or earlier versions of them, were read from. Only
   * what changed is changed, and a product of the document that is not given stays as it is.
   *
   * @throws IllegalArgumentException if there is no contract, two are of one product, or one is of
   *     a product that the document does not have
   */
  public static Export update(OdcsDocument document, List<ContractSource> contracts) {
    requireDistinct(contracts);

    Map<String, ContractSource> given = new LinkedHashMap<>();
    contracts.forEach(source -> given.put(source.contract().name().product(), source));
    List<ContractSource> base = new ArrayList<>();
    List<ContractSource> fresh = new ArrayList<>();
    for (Contract contract : document.contracts()) {
      String product = contract.name().product();
      ContractSource asRead = ContractSource.of(contract, document.file());
      ContractSource now = Optional.ofNullable(given.remove(product)).orElse(asRead);
      base.add(asRead);
      fresh.add(now);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot write %s into %s: it has no such object"
              .formatted(String.join(", ", given.keySet()), document.file()));
    }

    DocumentWriter.Written written = DocumentWriter.write(fresh, document.version());
    List<Contract> wanted = fresh.stream().map(ContractSource::contract).toList();
    YamlNode.Mapping merged =
        (YamlNode.Mapping)
            new Merge(document.labels(), new Changes(document.contracts(), wanted))
                .merge(
                    anonymous(DocumentWriter.write(base, document.version()).document()),
                    anonymous(written.document()),
                    document.root());
    for (Contract read : read(document, merged)) {
      for (Contract contract : wanted) {
        if (contract.name().equals(read.name())) {
          merged = new Orders(document.labels()).keep(merged, contract, read);
        }
      }
    }
    List<Diagnostic> notices =
        new ArrayList<>(
            written.notices().stream()
                .filter(notice -> !notice.file().equals(document.file()))
                .toList());
    notices.addAll(notCarried(read(document, merged), fresh));
    return new Export(YamlEmitter.print(merged), notices);
  }

  /** The document keeps its own name and id. */
  private static YamlNode anonymous(YamlNode.Mapping document) {
    Keys keys = Keys.of(document);
    keys.take("id");
    keys.take("name");
    return keys.mapping();
  }

  private static List<Contract> read(OdcsDocument document, YamlNode.Mapping changed) {
    return new OdcsReader(SqlSyntax.UNCHECKED)
        .parse(document.file(), YamlEmitter.print(changed))
        .contracts();
  }

  /** A change that the document could not take must not go unnoticed. */
  private static List<Diagnostic> notCarried(List<Contract> read, List<ContractSource> contracts) {
    return contracts.stream()
        .filter(source -> !read.contains(source.contract()))
        .map(
            source ->
                Place.startOf(source.file())
                    .tell(
                        Diagnostic.Level.WARNING,
                        "the document cannot say all of %s: an import would read another contract"
                            .formatted(source.contract().name()),
                        "export it as a new document, or compare the two with an import"))
        .toList();
  }

  private static void requireDistinct(List<ContractSource> contracts) {
    Set<ProductName> names = new HashSet<>();
    for (ContractSource source : contracts) {
      if (!names.add(source.contract().name())) {
        throw new IllegalArgumentException(
            "Cannot write two contracts of %s as one document".formatted(source.contract().name()));
      }
    }
    if (contracts.isEmpty()) {
      throw new IllegalArgumentException("Cannot write a document without a contract");
    }
  }
}
