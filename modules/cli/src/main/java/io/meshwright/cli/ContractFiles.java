package io.meshwright.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds contract files where a user says that they are. */
final class ContractFiles {

  /** What FILE may be, for the help of commands that take several. */
  static final String HELP = "A contract file, or a folder to look for data_product.yaml in.";

  private ContractFiles() {}

  /** What to say where {@link #at} finds nothing. */
  static String noneBelow(List<Path> paths) {
    return ("Nothing was checked: there is no %s below %s%n"
            + "    fix: name a contract file, or a folder with contracts")
        .formatted(
            Products.CONTRACT_FILE, String.join(", ", paths.stream().map(Path::toString).toList()));
  }

  /**
   * The files among {@code paths}, and every contract below the folders among them, each once.
   *
   * @throws UsageException if one of the paths does not exist
   */
  static Set<Path> at(List<Path> paths) throws IOException {
    List<Path> missing = paths.stream().filter(path -> !Files.exists(path)).toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          "Cannot find %s"
              .formatted(String.join(", ", missing.stream().map(Path::toString).toList())),
          "name a contract file, or a folder with contracts");
    }

    Set<Path> files = new LinkedHashSet<>();
    for (Path path : paths) {
      files.addAll(Files.isDirectory(path) ? below(path) : List.of(path));
    }
    return files;
  }

  /**
   * Contracts below a folder, sorted; copies that builds make, and hidden folders, are left out.
   */
  private static List<Path> below(Path folder) throws IOException {
    List<Path> contracts = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            String name = Optional.ofNullable(visited.getFileName()).map(Path::toString).orElse("");
            boolean skipped = name.equals("target") || (name.startsWith(".") && name.length() > 2);
            return skipped && !visited.equals(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith(Products.CONTRACT_FILE)) {
              contracts.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return contracts.stream().sorted().toList();
  }
}
