package io.meshwright.governance.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/** The end of a log, read without the rest of it. */
final class LogTail {

  private static final int FIRST_GUESS = 4096;

  private final byte[] bytes;
  private final int startOfLast;
  private final int endOfLast;
  private final long end;

  private LogTail(byte[] bytes, int startOfLast, int endOfLast, long end) {
    this.bytes = bytes;
    this.startOfLast = startOfLast;
    this.endOfLast = endOfLast;
    this.end = end;
  }

  static LogTail of(FileChannel channel) throws IOException {
    long size = channel.size();
    for (long wanted = FIRST_GUESS; true; wanted *= 4) {
      int length = Math.toIntExact(Math.min(size, wanted));
      byte[] bytes = read(channel, size - length, length);
      int endOfLast = lineEndBefore(bytes, bytes.length) + 1;
      int startOfLast = endOfLast == 0 ? 0 : lineEndBefore(bytes, endOfLast - 1) + 1;
      if (length == size || startOfLast > 0) {
        return new LogTail(bytes, startOfLast, endOfLast, size - length + endOfLast);
      }
    }
  }

  /** The last line that has an end, without it. */
  Optional<byte[]> findLast() {
    return endOfLast == 0
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(bytes, startOfLast, endOfLast - 1));
  }

  /** Where the last line that has an end ends, its end included. */
  long end() {
    return end;
  }

  /** What follows that line. */
  byte[] unfinished() {
    return Arrays.copyOfRange(bytes, endOfLast, bytes.length);
  }

  private static byte[] read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  private static int lineEndBefore(byte[] bytes, int position) {
    int index = position - 1;
    while (index >= 0 && bytes[index] != '\n') {
      index--;
    }
    return index;
  }
}
