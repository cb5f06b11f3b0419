package io.meshwright.cli;

import io.meshwright.pipeline.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which configuration a command works with. */
final class ConfigurationOptions {

  private static final String MAIN_FILE = "mesh.conf";

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description =
          "Folder with mesh.conf and its overlays. Default: ./conf, or else the one that mesh came"
              + " with.")
  private Optional<Path> folder;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Overlay over mesh.conf, NAME.conf. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Override one setting; may be given more than once.")
  private Map<String, String> sets = new LinkedHashMap<>();

  Environment load() {
    return load(Map.of());
  }

  /** Loads the configuration with settings that only those given by hand win over. */
  Environment load(Map<String, String> more) {
    folder.ifPresent(ConfigurationOptions::requireMainFile);
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(sets);
    return Environment.load(findFolder(), name, all);
  }

  /** The folder that {@link #load} reads from; empty if that is the class path. */
  Optional<Path> findFolder() {
    return folder.or(ConfigurationOptions::findDefault);
  }

  private static void requireMainFile(Path folder) {
    if (!hasMainFile(folder)) {
      throw new UsageException(
          "Cannot use --conf %s: there is no %s in it".formatted(folder, MAIN_FILE),
          "name the folder that holds " + MAIN_FILE);
    }
  }

  private static Optional<Path> findDefault() {
    return Optional.of(Path.of("conf"))
        .filter(ConfigurationOptions::hasMainFile)
        .or(
            () ->
                Optional.ofNullable(System.getProperty("mesh.home"))
                    .map(home -> Path.of(home, "conf"))
                    .filter(ConfigurationOptions::hasMainFile));
  }

  private static boolean hasMainFile(Path folder) {
    return Files.isRegularFile(folder.resolve(MAIN_FILE));
  }
}
