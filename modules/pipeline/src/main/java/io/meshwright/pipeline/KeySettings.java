package io.meshwright.pipeline;

import io.meshwright.contract.SecretReference;
import io.meshwright.protection.FolderKeyProvider;
import io.meshwright.protection.KeyProvider;
import io.meshwright.protection.SecretKeyEncryption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code mesh.keys}: {@code folder}, where wrapped keysets are kept, and {@code secret}, the
 * reference of what wraps them. Without a secret, a key file beside the folder does, which is for
 * development.
 */
final class KeySettings {

  private static final Set<String> KEYS = Set.of("folder", "secret");

  private KeySettings() {}

  static KeyProvider read(Map<String, String> settings, String root, UnaryOperator<String> anchor) {
    List<Problem> problems = new ArrayList<>();
    settings.keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .sorted()
        .forEach(
            key ->
                problems.add(
                    new Problem(
                        "Unknown setting 'mesh.keys.%s'".formatted(key),
                        "use mesh.keys.folder, mesh.keys.secret")));
    String folder =
        Optional.ofNullable(settings.get("folder")).map(anchor).orElse(root + "/_mesh/keys");
    if (folder.contains(":/")) {
      problems.add(
          new Problem(
              "Cannot keep keys in '%s': they are kept in a folder of this machine"
                  .formatted(folder),
              "say mesh.keys.folder = /a/folder that every run can read"));
    }
    Optional<SecretReference> secret = secret(settings, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }

    Path path = Path.of(folder);
    return secret
        .map(reference -> FolderKeyProvider.of(path, SecretKeyEncryption.of(reference)))
        .orElseGet(() -> FolderKeyProvider.local(path, path.resolveSibling("keys.secret")));
  }

  private static Optional<SecretReference> secret(
      Map<String, String> settings, List<Problem> problems) {
    try {
      return Optional.ofNullable(settings.get("secret")).map(SecretReference::parse);
    } catch (IllegalArgumentException e) {
      problems.add(
          new Problem("Invalid mesh.keys.secret: it is no reference", "use env:NAME or file:PATH"));
      return Optional.empty();
    }
  }
}
