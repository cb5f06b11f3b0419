package io.meshwright.governance.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a log from its beginning, as the bytes they are. */
final class LogLines {

  private final InputStream bytes;
  private byte[] unfinished = {};

  LogLines(InputStream bytes) {
    this.bytes = new BufferedInputStream(bytes, 1 << 16);
  }

  /** The next line without its end; empty after the last line that has one. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    for (int read = bytes.read(); read >= 0; read = bytes.read()) {
      if (read == '\n') {
        return Optional.of(line.toByteArray());
      }
      line.write(read);
    }
    unfinished = line.toByteArray();
    return Optional.empty();
  }

  /** What follows the last line that has an end, once {@link #next} has found no more. */
  byte[] unfinished() {
    return unfinished;
  }
}
