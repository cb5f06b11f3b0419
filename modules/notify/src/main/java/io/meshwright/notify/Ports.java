package io.meshwright.notify;

/** Port numbers in settings. */
final class Ports {

  private Ports() {}

  static void require(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("Invalid port '%d': expected 1 to 65535".formatted(port));
    }
  }
}
