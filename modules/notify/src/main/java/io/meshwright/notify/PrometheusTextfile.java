package io.meshwright.notify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes a file for node_exporter's textfile collector for each product and source. The file
 * appears whole: it is written beside under a name that the collector does not read, and renamed.
 */
final class PrometheusTextfile implements MetricSink {

  private final Path folder;

  PrometheusTextfile(Path folder) {
    this.folder = folder;
  }

  @Override
  public void write(Measurements measurements) throws DeliveryException {
    if (!Files.isDirectory(folder)) {
      throw DeliveryException.permanent(
          "no folder %s; create it, or correct the sink's folder".formatted(folder));
    }

    String name = measurements.product() + "." + measurements.source();
    try {
      replace(folder.resolve(name + ".prom"), PrometheusText.of(measurements));
    } catch (IOException e) {
      throw DeliveryException.retryable(
          "cannot write in %s: %s".formatted(folder, e.getClass().getSimpleName()));
    }
  }

  private void replace(Path file, String text) throws IOException {
    Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".tmp", readable());
    try {
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Temporary files are their owner's alone, and node_exporter is another user. */
  private FileAttribute<?>[] readable() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"))
        }
        : new FileAttribute<?>[0];
  }
}
