package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.meshwright.contract.ProductName;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Pipeline;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.ProductFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a product by what a user calls it: {@code domain.product}, a contract file or its folder,
 * or {@code classpath:resource}.
 *
 * <p>Names are read from the top of each contract without checking the rest of it, so that a faulty
 * contract is found too, and can say what is wrong with it.
 */
final class Products {

  static final String CONTRACT_FILE = "data_product.yaml";

  /** What PRODUCT may be, for the help of commands that take one. */
  static final String HELP =
      "The product: domain.product, a contract file or its folder, or classpath:RESOURCE.";

  private static final String CLASS_PATH = "classpath:";
  private static final Pattern TOP_LEVEL =
      Pattern.compile("^(name|domain):[ \\t]*[\"']?([a-z][a-z0-9_]*)[\"']?[ \\t]*(?:#.*)?$");
  private static final int MAX_SUGGESTIONS = 3;

  private final Map<ProductName, List<Path>> files = new TreeMap<>();

  private Products() {}

  static Products of(Environment environment) {
    Products products = new Products();
    for (Path file : environment.productFiles()) {
      nameIn(file).ifPresent(name -> products.files.merge(name, List.of(file), Products::concat));
    }
    return products;
  }

  List<ProductName> names() {
    return List.copyOf(files.keySet());
  }

  /**
   * Returns the files of a product.
   *
   * @throws UsageException if there is no such product
   * @throws InvalidConfigurationException if two contracts have this name
   */
  ProductFiles load(String text) {
    if (text.startsWith(CLASS_PATH)) {
      return ProductFiles.onClassPath(text.substring(CLASS_PATH.length()));
    }

    return files.entrySet().stream()
        .filter(entry -> entry.getKey().toString().equals(text))
        .findFirst()
        .map(entry -> ProductFiles.inFolder(onlyOne(entry.getKey(), entry.getValue())))
        .orElseGet(() -> atPath(text));
  }

  /**
   * The products that are named, or every product if none is.
   *
   * @param verb what is to be done with them, such as {@code clean}
   * @throws UsageException if there is none
   */
  static List<Pipeline> pipelines(Environment environment, List<String> names, String verb) {
    Products products = of(environment);
    List<String> wanted =
        names.isEmpty() ? products.names().stream().map(ProductName::toString).toList() : names;
    if (wanted.isEmpty()) {
      throw new UsageException(
          "Cannot %s: no contract was found".formatted(verb), "name the product's contract file");
    }

    return wanted.stream().map(name -> Pipeline.of(products.load(name), environment)).toList();
  }

  /** Finds a product that is named by its contract file or its folder, without configuration. */
  static Optional<ProductFiles> findAtPath(String text) {
    Path path = Path.of(text);
    return Stream.of(path, path.resolve(CONTRACT_FILE))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(ProductFiles::inFolder);
  }

  private ProductFiles atPath(String text) {
    Path path = Path.of(text);
    Optional<ProductFiles> found = findAtPath(text);
    if (found.isPresent()) {
      return found.get();
    }
    if (Files.isDirectory(path)) {
      throw new UsageException(
          "Cannot find %s in the folder %s".formatted(CONTRACT_FILE, text),
          "name the product, or the folder its contract is in");
    }

    throw unknown(text);
  }

  private UsageException unknown(String text) {
    String problem = "Unknown product '%s'".formatted(text);
    List<String> names = files.keySet().stream().map(ProductName::toString).toList();
    if (names.isEmpty()) {
      return new UsageException(
          problem + ": mesh.products finds no contract at all",
          "name the contract file, or correct mesh.products");
    }

    List<String> near = NearestNames.of(text, names).stream().limit(MAX_SUGGESTIONS).toList();
    return new UsageException(
        problem,
        near.isEmpty()
            ? "use one of %s, or name a contract file".formatted(String.join(", ", names))
            : "did you mean %s? Known are %s"
                .formatted(String.join(" or ", near), String.join(", ", names)));
  }

  private static Path onlyOne(ProductName name, List<Path> paths) {
    if (paths.size() > 1) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "%d contracts are named %s: %s"
                      .formatted(
                          paths.size(),
                          name,
                          paths.stream().map(Path::toString).collect(joining(", "))),
                  "rename all but one, or name the file instead of the product")));
    }

    return paths.get(0);
  }

  private static Optional<ProductName> nameIn(Path file) {
    Map<String, String> parts = new TreeMap<>();
    try {
      new String(Files.readAllBytes(file), UTF_8)
          .lines()
          .map(TOP_LEVEL::matcher)
          .filter(Matcher::matches)
          .forEach(matcher -> parts.putIfAbsent(matcher.group(1), matcher.group(2)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read contract %s".formatted(file), e);
    }
    if (!parts.containsKey("domain") || !parts.containsKey("name")) {
      return Optional.empty();
    }

    return Optional.of(ProductName.of(parts.get("domain"), parts.get("name")));
  }

  private static List<Path> concat(List<Path> left, List<Path> right) {
    return Stream.of(left, right).flatMap(List::stream).sorted(Comparator.naturalOrder()).toList();
  }
}
