package io.meshwright.protection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Small files that are replaced whole or not at all.
 *
 * <p>A reader sees the old text or the new one, also if the writer is killed: the new one is
 * written beside, forced to disk, and renamed. Writers of one file wait for each other, in this JVM
 * and across JVMs; the lock of a killed one is free.
 */
final class AtomicFolder {

  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;

  AtomicFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  Optional<String> find(String name) {
    try {
      return Optional.of(Files.readString(folder.resolve(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", name, e);
    }
  }

  /** The files directly in a folder of this one, by their names, in order. */
  List<String> names(String below) {
    try (Stream<Path> files = Files.list(folder.resolve(below))) {
      return files
          .map(Path::getFileName)
          .map(Path::toString)
          .filter(file -> !file.startsWith("."))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list", below, e);
    }
  }

  /** Replaces a file by what {@code change} makes of it, while nobody else does. */
  String update(String name, UnaryOperator<Optional<String>> change) {
    Path file = folder.resolve(name);
    ReentrantLock lock = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
    lock.lock();
    try {
      Files.createDirectories(file.getParent(), ownersOnly("rwx------"));
      try (FileChannel channel =
          FileChannel.open(
              file.resolveSibling("." + file.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        channel.lock();
        String text = change.apply(find(name)).orElseThrow();
        replace(file, text);
        return text;
      }
    } catch (IOException e) {
      throw failed("write", name, e);
    } finally {
      lock.unlock();
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(beside);
    Files.createFile(beside, ownersOnly("rw-------"));
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    try {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("this file system cannot replace a file at once", e);
    }
    force(file.getParent());
  }

  /** So that the new name survives a loss of power; not every system opens a folder. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  private static FileAttribute<?>[] ownersOnly(String permissions) {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private UncheckedIOException failed(String what, String name, IOException e) {
    return new UncheckedIOException(
        "Cannot %s %s in the key folder %s".formatted(what, name, folder), e);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
