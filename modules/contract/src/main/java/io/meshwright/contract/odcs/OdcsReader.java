package io.meshwright.contract.odcs;

import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.SemanticVersion;
import io.meshwright.contract.SqlSyntax;
import io.meshwright.contract.YamlNode;
import io.meshwright.contract.YamlParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads documents of the Open Data Contract Standard, 3.0 to 3.2, into contracts.
 *
 * <p>Each object of the schema becomes one contract that {@link ContractReader} accepts. What has
 * no counterpart is told, at its place, and kept in the {@link OdcsDocument}.
 */
public final class OdcsReader {

  private static final Set<String> STATUSES =
      Set.of("proposed", "draft", "active", "deprecated", "retired");

  private static final Pattern VERSION = Pattern.compile("[vV]?(\\d{1,9})(?:\\.(\\d{1,9}))?");

  /** A type of fifty levels, which a contract writes on one line, takes two or three for each. */
  private static final int DEEPEST = 160;

  private final ContractReader contracts;

  public OdcsReader(SqlSyntax sql) {
    this.contracts = new ContractReader(sql);
  }

  /**
   * Reads a document.
   *
   * @throws InvalidContractException with everything that is wrong with it, or with the one reason
   *     why the file cannot be read
   */
  public OdcsDocument read(Path file) {
    return parse(file, ContractReader.text(file));
  }

  /**
   * Reads a document from text; {@code nameForMessages} stands for the file and is not opened.
   *
   * @throws InvalidContractException with everything that is wrong with the document
   */
  public OdcsDocument parse(Path nameForMessages, String text) {
    List<Diagnostic> told = new ArrayList<>();
    Optional<YamlNode> root = YamlParser.parse(nameForMessages, text, DEEPEST, told);
    if (root.isEmpty() || !(root.get() instanceof YamlNode.Mapping mapping)) {
      throw new InvalidContractException(
          List.of(OdcsDiagnostics.noDocument(Place.startOf(nameForMessages))));
    }

    OdcsVersion version =
        Tree.text(mapping, "apiVersion").flatMap(OdcsVersion::find).orElse(OdcsVersion.V3_2);
    Reading reading = new Reading(version, told);
    List<Contract> read = document(mapping, reading);
    new Leftovers(reading).tell(mapping);
    List<Diagnostic> problems =
        told.stream()
            .distinct()
            .sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column))
            .toList();
    if (problems.stream().anyMatch(problem -> problem.level() == Diagnostic.Level.ERROR)) {
      throw new InvalidContractException(problems);
    }

    return new OdcsDocument(mapping, version, read, problems, reading.labels());
  }

  private List<Contract> document(YamlNode.Mapping root, Reading reading) {
    Node document = Node.of(root, "the document", reading).orElseThrow();
    kind(document, reading);
    document.requireText("id");
    document.find("name");
    status(document, reading);
    if (document.has("quality")) {
      reading.tell(OdcsDiagnostics.qualityOfDocument(document.placeOf("quality")));
    }
    Optional<String> version = document.requireText("version").map(text -> version(text, reading));
    List<Node> objects = document.nodes("schema");
    if (objects.isEmpty()) {
      boolean isActive =
          document.peek("status").flatMap(Tree::text).filter("active"::equals).isPresent();
      reading.tell(OdcsDiagnostics.noSchema(document.placeOf("schema"), isActive));
      return List.of();
    }

    String domain = domain(document, reading);
    Map<Node, String> products = products(objects, reading);
    Map<String, String> names = new HashMap<>();
    products.forEach(
        (object, product) -> {
          names.put(product, product);
          object.peek("name").flatMap(Tree::text).ifPresent(name -> names.put(name, product));
          object.peek("id").flatMap(Tree::text).ifPresent(id -> names.put(id, product));
        });
    ObjectReader.Shared shared =
        new ObjectReader.Shared(
            document,
            domain,
            version.orElse("0.1.0"),
            new PeopleReader(document, reading),
            new ServiceLevelReader(document, reading),
            new ServerReader(document, domain, reading),
            new References(root, domain, names, reading),
            names,
            objects.size() == 1);
    List<Contract> read = new ArrayList<>();
    products.forEach(
        (object, product) ->
            new ObjectReader(shared, object, product, reading)
                .read(contracts)
                .ifPresent(read::add));
    shared.serviceLevels().tellTheRest();
    return read;
  }

  private static void kind(Node document, Reading reading) {
    document
        .requireText("kind")
        .filter(kind -> !kind.value().equals("DataContract"))
        .ifPresent(kind -> reading.tell(OdcsDiagnostics.otherKind(kind)));
    Optional<Located<String>> version = document.requireText("apiVersion");
    if (version.isPresent() && OdcsVersion.isNewer(version.get().value())) {
      reading.tell(
          OdcsDiagnostics.newerVersion(version.get(), Leftovers.unknownKeys(document.mapping())));
    } else if (version.isPresent() && OdcsVersion.find(version.get().value()).isEmpty()) {
      reading.tell(OdcsDiagnostics.olderVersion(version.get()));
    }
  }

  private static void status(Node document, Reading reading) {
    document
        .peek("status")
        .flatMap(node -> Node.text(node, "'status'", reading))
        .filter(status -> !STATUSES.contains(status.value()))
        .ifPresent(status -> reading.tell(OdcsDiagnostics.unknownStatus(status)));
  }

  /** The version of contracts is SemVer; what other documents write is brought near to it. */
  private static String version(Located<String> text, Reading reading) {
    try {
      return SemanticVersion.parse(text.value()).toString();
    } catch (IllegalArgumentException e) {
      Matcher matcher = VERSION.matcher(text.value().strip());
      String near =
          matcher.matches()
              ? "%s.%s.0"
                  .formatted(
                      Integer.valueOf(matcher.group(1)),
                      Optional.ofNullable(matcher.group(2)).map(Integer::valueOf).orElse(0))
              : "0.1.0";
      reading.tell(OdcsDiagnostics.noSemanticVersion(text, near));
      return near;
    }
  }

  private static String domain(Node document, Reading reading) {
    Optional<Located<String>> domain =
        document.text("domain").filter(text -> !text.value().isBlank());
    if (domain.isEmpty()) {
      reading.tell(OdcsDiagnostics.noDomain(document.place(), PeopleReader.UNDECIDED));
      return PeopleReader.UNDECIDED;
    }

    return part(domain.get(), "domain", reading);
  }

  private static Map<Node, String> products(List<Node> objects, Reading reading) {
    Map<Node, String> products = new LinkedHashMap<>();
    for (Node object : objects) {
      Optional<Located<String>> name = object.requireText("name");
      if (name.isPresent()) {
        String product = part(name.get(), "product", reading);
        if (products.containsValue(product)) {
          reading.tell(OdcsDiagnostics.repeatedObject(name.get(), product));
        } else {
          products.put(object, product);
        }
      }
    }
    return products;
  }

  private static String part(Located<String> name, String what, Reading reading) {
    if (Names.PART.matcher(name.value()).matches()) {
      return name.value();
    }

    String part = Names.part(name.value());
    reading.tell(OdcsDiagnostics.renamed(name, what, part));
    return part;
  }
}
