package io.meshwright.governance.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that threads and processes of one machine use one after the other.
 *
 * <p>The operating system keeps processes apart, but not threads: it gives a lock to a process, and
 * takes it away again when any of the process's handles of the file is closed. So within a process
 * only one handle is open at a time.
 */
final class LockedFile {

  private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS =
      new ConcurrentHashMap<>();

  private final Path path;

  LockedFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** What is done with the open file. */
  @FunctionalInterface
  interface Use<T> {
    T with(FileChannel channel) throws IOException;
  }

  /** Uses the file alone, making it and its folders first if they are not there. */
  <T> T write(Use<T> use) {
    try {
      Files.createDirectories(path.getParent());
      boolean isNew = Files.notExists(path);
      return alone(
          () -> {
            try (FileChannel channel =
                FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
              if (isNew) {
                forceFolder();
              }
              try (FileLock lock = channel.lock()) {
                requireValid(lock);
                return use.with(channel);
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(path), e);
    }
  }

  /** Uses the file while nobody writes to it; empty if there is none. */
  <T> Optional<T> read(Use<T> use) {
    try {
      return alone(
          () -> {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                FileLock lock = channel.lock(0, Long.MAX_VALUE, true)) {
              requireValid(lock);
              return Optional.of(use.with(channel));
            } catch (NoSuchFileException e) {
              return Optional.empty();
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s".formatted(path), e);
    }
  }

  /**
   * Writes all of {@code bytes} at {@code position}, and to the disk, or leaves the file as it is.
   */
  static void writeAt(FileChannel channel, long position, byte[] bytes) throws IOException {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long end = position;
      while (buffer.hasRemaining()) {
        end += channel.write(buffer, end);
      }
      channel.force(true);
    } catch (IOException e) {
      if (channel.isOpen()) {
        channel.truncate(position);
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  private <T> T alone(Action<T> action) throws IOException {
    ReentrantLock mine = IN_THIS_PROCESS.computeIfAbsent(realPath(), key -> new ReentrantLock());
    mine.lock();
    try {
      return action.run();
    } finally {
      mine.unlock();
    }
  }

  /** One name for one file, however it is reached. */
  private Path realPath() throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }

    Path folder = path.getParent();
    return Files.exists(folder) ? folder.toRealPath().resolve(path.getFileName()) : path;
  }

  /** A new file is only there after a crash if its folder says so. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private void requireValid(FileLock lock) throws IOException {
    if (!lock.isValid()) {
      throw new IOException("the lock of %s was lost".formatted(path));
    }
  }
}
