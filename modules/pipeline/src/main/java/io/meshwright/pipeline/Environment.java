package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.meshwright.contract.SecretReference;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.SubjectKeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a run happens: storage, publisher and Spark settings, from {@code mesh.conf}, an overlay
 * named for the environment, and settings given by hand, the later winning.
 *
 * <pre>
 * mesh.root       where quarantine, system tables and run reports live
 * mesh.storage    contract locations to this environment's paths, by longest prefix
 * mesh.publisher  auto, gate or checkpoint
 * mesh.products   globs of the contract files of this checkout
 * mesh.locations  where products live whose contract is not in this checkout, by domain.product
 * mesh.principal  who runs: user and roles; the domain is the product's own
 * mesh.policies   the folder of the policies that runs are held to, if they are held to any
 * mesh.published  globs of the contracts as they are published, for rules about changes
 * mesh.notify     who is told of alerts and metrics
 * mesh.keys       where the keys are that protect columns
 * mesh.audit      the file of the audit log, and where the key of its hashes is
 * mesh.spark      settings of sessions that the command line starts
 * </pre>
 */
public final class Environment {

  private static final Set<String> KEYS =
      Set.of(
          "root",
          "keys",
          "storage",
          "publisher",
          "products",
          "locations",
          "principal",
          "spark",
          "slice",
          "notify",
          "audit",
          "policies",
          "published");

  private static final Set<String> AUDIT_KEYS = Set.of("file", "key");

  /** Which way rows become a version. */
  public enum PublisherChoice {
    AUTO,
    GATE,
    CHECKPOINT
  }

  private final String name;
  private final Config mesh;
  private final Path base;

  private Environment(String name, Config mesh, Path base) {
    this.name = name;
    this.mesh = mesh;
    this.base = base;
  }

  /**
   * Loads {@code mesh.conf} and the overlay {@code <name>.conf}.
   *
   * @param folder where they are; empty for the folder {@code conf} on the class path
   * @param sets settings by full key, such as {@code mesh.publisher}; they win
   * @throws InvalidConfigurationException if a file is missing or malformed, a key is unknown, or a
   *     reference cannot be resolved
   */
  public static Environment load(Optional<Path> folder, String name, Map<String, String> sets) {
    try {
      Config base = folder.map(path -> file(path, "mesh")).orElseGet(() -> resource("mesh"));
      Config overlay = folder.map(path -> file(path, name)).orElseGet(() -> resource(name));
      Config given = ConfigFactory.parseMap(sets, "--set");
      Config config = given.withFallback(overlay).withFallback(base).resolve();
      requireKnownKeys(config);
      Path home =
          folder.map(path -> path.toAbsolutePath().normalize().getParent()).orElse(Path.of(""));
      Environment environment = new Environment(name, config.getConfig("mesh"), home);
      environment.requireReadable();
      return environment;
    } catch (ConfigException e) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "Cannot load configuration '%s': %s".formatted(name, e.getMessage()),
                  "correct the setting, define the variable it names, or give it with --set"
                      + " key=value")));
    }
  }

  public String name() {
    return name;
  }

  /** Where quarantine, system tables and run reports live, as a path Spark can open. */
  public String root() {
    return anchored(mesh.getString("root"));
  }

  public PublisherChoice publisher() {
    String choice = mesh.getString("publisher");
    try {
      return PublisherChoice.valueOf(choice.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigurationException(
          List.of(
              new Problem(
                  "Invalid mesh.publisher '%s'".formatted(choice),
                  "use auto, gate or checkpoint")));
    }
  }

  /** Maps a location of a contract to this environment's path, by the longest matching prefix. */
  public String resolve(String location) {
    return storage().entrySet().stream()
        .filter(mapping -> covers(mapping.getKey(), location))
        .max(Comparator.comparingInt(mapping -> mapping.getKey().length()))
        .map(mapping -> join(mapping.getValue(), location.substring(mapping.getKey().length())))
        .map(this::anchored)
        .orElse(location);
  }

  /** The contract files that {@code mesh.products} finds, in order of their paths. */
  public List<Path> productFiles() {
    return mesh.getStringList("products").stream().flatMap(glob -> find(glob).stream()).toList();
  }

  /** The contracts as they are published; empty if nobody says where they are. */
  public Optional<List<Path>> publishedFiles() {
    return mesh.hasPath("published")
        ? Optional.of(
            mesh.getStringList("published").stream().flatMap(glob -> find(glob).stream()).toList())
        : Optional.empty();
  }

  /** The folder of the policies; empty where runs are held to none. */
  Optional<Path> findPolicies() {
    return mesh.hasPath("policies")
        ? Optional.of(Path.of(anchored(mesh.getString("policies"))))
        : Optional.empty();
  }

  /** Where a product lives whose contract is not in this checkout. */
  Optional<String> findLocation(String product) {
    return Optional.ofNullable(texts("locations").get(product));
  }

  /** Who runs, as {@code mesh.principal.user} says. */
  public String user() {
    return mesh.getString("principal.user");
  }

  Set<String> roles() {
    return Set.copyOf(mesh.getStringList("principal.roles"));
  }

  /** The value of a slice's partition column that is not the logical date, given by hand. */
  Optional<String> findSliceValue(String column) {
    return Optional.ofNullable(texts("slice").get(column));
  }

  /**
   * Who is told of alerts and metrics.
   *
   * @throws InvalidConfigurationException with everything that is wrong with it, a missing secret
   *     included
   */
  NotifySettings notifySettings() {
    return mesh.hasPath("notify")
        ? NotifySettings.read(mesh.getConfig("notify"))
        : NotifySettings.NONE;
  }

  /**
   * The keys that protect columns. Nothing is read or made before one is asked for; only then does
   * it matter if nobody said where they are.
   */
  public KeyProvider keys() {
    return keySettings().open(findLocalRoot());
  }

  /** The keys of persons, where a contract says {@code erasure: shred}. */
  public SubjectKeyStore subjectKeys() {
    return keySettings().openSubjects(findLocalRoot());
  }

  private KeySettings keySettings() {
    return mesh.hasPath("keys")
        ? KeySettings.read(mesh.getConfig("keys"), this::anchored)
        : KeySettings.NONE;
  }

  /**
   * The file of the audit log: {@code mesh.audit.file}, or else {@code _mesh/audit.jsonl} below the
   * root. Empty where the root is not on this machine, such as {@code s3://}, and no file is set.
   */
  public Optional<Path> findAuditFile() {
    return Optional.ofNullable(texts("audit").get("file"))
        .map(this::anchored)
        .or(() -> findLocalRoot().map(root -> root + "/_mesh/audit.jsonl"))
        .map(Path::of);
  }

  /**
   * The folder below the root where jobs leave events for an audit log that they cannot reach, if
   * it is on this machine.
   */
  public Optional<Path> findOutbox() {
    return findLocalRoot().map(root -> Path.of(root, "_mesh", "outbox"));
  }

  /** Where compliance reports remember since when violations are there, if the root is local. */
  public Optional<Path> findComplianceFile() {
    return findLocalRoot().map(root -> Path.of(root, "_mesh", "compliance.json"));
  }

  /**
   * The key that the audit log's hashes are made with; empty if they are made without one.
   *
   * @throws InvalidConfigurationException if {@code mesh.audit.key} refers to what is not there
   */
  public Optional<String> findAuditKey() {
    return Optional.ofNullable(texts("audit").get("key"))
        .map(SecretReference::parse)
        .map(Environment::read);
  }

  private Optional<String> findLocalRoot() {
    String root = root().replaceFirst("^file:/+", "/");
    return root.contains(":/") ? Optional.empty() : Optional.of(root);
  }

  /** What a Spark session of our own making is given. */
  public Map<String, String> sparkSettings() {
    return texts("spark");
  }

  /**
   * Reads a secret where its reference says it is.
   *
   * @throws InvalidConfigurationException if it is not there; the message names the reference
   */
  static String read(SecretReference reference) {
    Optional<String> secret =
        reference.kind() == SecretReference.Kind.ENV
            ? Optional.ofNullable(System.getenv(reference.name()))
            : readFile(Path.of(reference.name()));
    return secret.orElseThrow(
        () ->
            new InvalidConfigurationException(
                List.of(
                    new Problem(
                        "Cannot resolve secret '%s': it is not there".formatted(reference),
                        reference.kind() == SecretReference.Kind.ENV
                            ? "export " + reference.name() + " before the run"
                            : "create the file, readable by the user of the run"))));
  }

  private static Optional<String> readFile(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Config file(Path folder, String name) {
    return ConfigFactory.parseFile(folder.resolve(name + ".conf").toFile(), strict());
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        Environment.class.getClassLoader(), "conf/" + name + ".conf", strict());
  }

  private static ConfigParseOptions strict() {
    return ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF);
  }

  private static void requireKnownKeys(Config config) {
    List<Problem> problems = new ArrayList<>();
    for (String key : config.root().keySet()) {
      if (!key.equals("mesh")) {
        problems.add(unknown(key, "every setting begins with mesh."));
      }
    }
    if (config.hasPath("mesh")) {
      for (String key : config.getObject("mesh").keySet()) {
        if (!KEYS.contains(key)) {
          problems.add(
              unknown(
                  "mesh." + key,
                  "use one of %s"
                      .formatted(
                          KEYS.stream()
                              .sorted()
                              .map(known -> "mesh." + known)
                              .collect(joining(", ")))));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  private static Problem unknown(String key, String fix) {
    return new Problem("Unknown setting '%s'".formatted(key), fix);
  }

  /**
   * Reads every setting once, so that a wrong one is an error now and not in the middle of a run.
   */
  private void requireReadable() {
    root();
    publisher();
    mesh.getStringList("products");
    if (mesh.hasPath("published")) {
      mesh.getStringList("published");
    }
    user();
    roles();
    storage();
    sparkSettings();
    keySettings();
    requireReadableAudit();
  }

  private void requireReadableAudit() {
    Map<String, String> settings = texts("audit");
    List<Problem> problems = new ArrayList<>();
    settings.keySet().stream()
        .filter(key -> !AUDIT_KEYS.contains(key))
        .sorted()
        .forEach(
            key ->
                problems.add(unknown("mesh.audit." + key, "use mesh.audit.file, mesh.audit.key")));
    try {
      Optional.ofNullable(settings.get("key")).ifPresent(SecretReference::parse);
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(
              "Invalid mesh.audit.key: " + e.getMessage(), "write it as \"env:MESH_AUDIT_KEY\""));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  private Map<String, String> storage() {
    return texts("storage");
  }

  private Map<String, String> texts(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (mesh.hasPath(key)) {
      for (Map.Entry<String, ConfigValue> entry : mesh.getConfig(key).entrySet()) {
        texts.put(
            String.join(".", ConfigUtil.splitPath(entry.getKey())),
            String.valueOf(entry.getValue().unwrapped()));
      }
    }
    return texts;
  }

  /** A prefix ends at a path separator: {@code s3://raw} does not cover {@code s3://raw-old}. */
  private static boolean covers(String prefix, String location) {
    return location.startsWith(prefix)
        && (location.length() == prefix.length()
            || prefix.endsWith("/")
            || location.charAt(prefix.length()) == '/');
  }

  /** One separator between the two, whether or not they bring their own. */
  private static String join(String folder, String rest) {
    return rest.isEmpty()
        ? folder
        : folder.replaceFirst("/+$", "") + "/" + rest.replaceFirst("^/+", "");
  }

  /** Paths without a scheme are relative to the folder that holds the configuration folder. */
  private String anchored(String path) {
    return path.contains(":/") ? path : base.resolve(path).toAbsolutePath().normalize().toString();
  }

  private List<Path> find(String glob) {
    Path folder = base.toAbsolutePath();
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + folder.resolve(glob));
    int depth = Path.of(glob).getNameCount();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return paths.filter(matcher::matches).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for products below " + folder, e);
    }
  }
}
