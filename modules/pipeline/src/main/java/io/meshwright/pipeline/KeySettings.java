package io.meshwright.pipeline;

import com.typesafe.config.Config;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.SecretReference;
import io.meshwright.protection.FolderKeyProvider;
import io.meshwright.protection.FolderSubjectKeyStore;
import io.meshwright.protection.KeyEncryption;
import io.meshwright.protection.KeyId;
import io.meshwright.protection.KeyName;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.KmsKeyEncryption;
import io.meshwright.protection.SecretKeyEncryption;
import io.meshwright.protection.SubjectKeyStore;
import io.meshwright.protection.SubjectKeys;
import io.meshwright.protection.WrappedKeyset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Where the keys are that protect columns: {@code mesh.keys}.
 *
 * <pre>
 * folder      a folder of wrapped keysets
 * wrapped-by  what wraps them, found by every machine for itself: env:NAME, file:PATH, or kms:KEY
 * create      whether that file may be made, for development
 * </pre>
 */
record KeySettings(Optional<String> folder, Optional<KeyEncryption> wrappedBy, boolean create) {

  private static final String FILE = "file:";
  private static final String KMS = "kms:";
  private static final Set<String> KEYS = Set.of("folder", "wrapped-by", "create");

  static final KeySettings NONE = new KeySettings(Optional.empty(), Optional.empty(), false);

  /**
   * Reads the settings.
   *
   * @param keys {@code mesh.keys}
   * @param anchored makes a path absolute
   * @throws InvalidConfigurationException with everything that is wrong with them
   */
  static KeySettings read(Config keys, UnaryOperator<String> anchored) {
    List<Problem> problems = new ArrayList<>();
    keys.root().keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .sorted()
        .forEach(
            key ->
                problems.add(
                    new Problem(
                        "Unknown setting 'mesh.keys.%s'".formatted(key),
                        "use one of folder, wrapped-by, create")));
    Optional<String> folder =
        keys.hasPath("folder")
            ? Optional.of(anchored.apply(keys.getString("folder")))
            : Optional.empty();
    Optional<KeyEncryption> wrappedBy =
        keys.hasPath("wrapped-by")
            ? encryption(keys.getString("wrapped-by"), anchored, problems)
            : Optional.empty();
    boolean create = keys.hasPath("create") && keys.getBoolean("create");
    if (create
        && wrappedBy.filter(encryption -> !encryption.toString().startsWith(FILE)).isPresent()) {
      problems.add(
          new Problem(
              "Invalid mesh.keys.create: only a file can be made",
              "set wrapped-by to file:PATH, or create to false"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }

    return new KeySettings(folder, wrappedBy, create);
  }

  private static Optional<KeyEncryption> encryption(
      String text, UnaryOperator<String> anchored, List<Problem> problems) {
    try {
      if (text.startsWith(KMS)) {
        return Optional.of(new KmsKeyEncryption(text.substring(KMS.length())));
      }
      SecretReference secret = SecretReference.parse(text);
      return Optional.of(
          secret.kind() == SecretReference.Kind.FILE
              ? new SecretKeyEncryption(FILE + anchored.apply(secret.name()))
              : SecretKeyEncryption.of(secret));
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem(
              "Invalid mesh.keys.wrapped-by: it is no reference",
              "write env:NAME, file:PATH or kms:KEY, not the key itself"));
      return Optional.empty();
    }
  }

  /**
   * Opens the keys; nothing is read or made before one is asked for, and what is wrong with the
   * settings is not said before. Without settings keys are in {@code _mesh/keys} below the root, if
   * that is on this machine, and wrapped by a file beside: for development.
   */
  KeyProvider open(Optional<String> localRoot) {
    if (folder.isEmpty() && wrappedBy.isEmpty() && localRoot.isPresent()) {
      Path keysets = defaultFolder(localRoot.get());
      return FolderKeyProvider.local(keysets, keysets.resolveSibling("keys.secret"));
    }
    if (folder.isEmpty() || wrappedBy.isEmpty()) {
      return new MissingKeys(
          new Problem(
              "Cannot protect columns: mesh.keys does not say where the keys are",
              "set mesh.keys.folder to a folder, and mesh.keys.wrapped-by to env:NAME,"
                  + " file:PATH or kms:KEY"));
    }
    if (folder.get().contains(":/")) {
      return new MissingKeys(
          new Problem(
              "Invalid mesh.keys.folder '%s': it is no folder of this machine"
                  .formatted(folder.get()),
              "name a folder, or one that is mounted on the driver"));
    }

    Path keysets = Path.of(folder.get());
    return create
        ? FolderKeyProvider.local(
            keysets, Path.of(wrappedBy.get().toString().substring(FILE.length())))
        : FolderKeyProvider.of(keysets, wrappedBy.get());
  }

  /** Opens the keys of persons, which lie in the folder of those that wrap them. */
  SubjectKeyStore openSubjects(Optional<String> localRoot) {
    KeyProvider keys = open(localRoot);
    if (keys instanceof MissingKeys missing) {
      return missing;
    }

    return FolderSubjectKeyStore.of(
        folder.map(Path::of).orElseGet(() -> defaultFolder(localRoot.orElseThrow())), keys);
  }

  private static Path defaultFolder(String localRoot) {
    return Path.of(localRoot, "_mesh", "keys");
  }

  /** No keys, which matters to whoever needs one. */
  private record MissingKeys(Problem problem) implements KeyProvider, SubjectKeyStore {
    @Override
    public Map<String, SubjectKeys> obtain(ProductName product, Set<String> tokens) {
      throw refused();
    }

    @Override
    public Map<String, SubjectKeys> find(ProductName product, Set<String> tokens) {
      throw refused();
    }

    @Override
    public boolean destroy(ProductName product, String token, Instant at) {
      throw refused();
    }

    @Override
    public WrappedKeyset obtain(KeyName name) {
      throw refused();
    }

    @Override
    public Optional<WrappedKeyset> find(KeyName name) {
      throw refused();
    }

    @Override
    public List<KeyName> names(String owner) {
      throw refused();
    }

    @Override
    public WrappedKeyset rotate(KeyName name) {
      throw refused();
    }

    @Override
    public WrappedKeyset destroy(KeyName name, KeyId key) {
      throw refused();
    }

    private InvalidConfigurationException refused() {
      return new InvalidConfigurationException(List.of(problem));
    }
  }
}
