package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * An SMTP server.
 *
 * @param login empty where the server asks for none
 * @param timeout for connecting, and for each answer and each write
 */
public record MailServer(
    String host, int port, Security security, Optional<Login> login, Duration timeout) {

  /** How the connection is protected. Certificates are checked against the JVM's trust store. */
  public enum Security {
    /** In the clear, password included. */
    NONE,
    /** Upgraded before anything is said; a server that cannot is not talked to. */
    STARTTLS,
    /** From the first byte. */
    TLS
  }

  /** Who signs in. */
  public record Login(String user, Secret password) {
    public Login {
      requireNonNull(user, "user");
      requireNonNull(password, "password");
    }
  }

  public MailServer {
    requireNonNull(host, "host");
    Ports.require(port);
    requireNonNull(security, "security");
    requireNonNull(login, "login");
    Durations.requirePositive("timeout", timeout);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
