package io.meshwright.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** An SMTP server that answers as it is told to, where GreenMail only knows how to say yes. */
final class ScriptedMailServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final Map<String, String> replies;
  private final Optional<SSLSocketFactory> tls;

  /** A server that says {@code replies} to what begins with their keys, and yes to all else. */
  ScriptedMailServer(Map<String, String> replies) throws IOException {
    this(replies, Optional.empty());
  }

  /** One that knows STARTTLS, and yes to all else. */
  ScriptedMailServer(SSLSocketFactory tls) throws IOException {
    this(
        Map.of(
            "EHLO",
            "250-here\r\n250-AUTH PLAIN\r\n250 STARTTLS",
            "AUTH",
            "235 welcome",
            "STARTTLS",
            "220 go on"),
        Optional.of(tls));
  }

  private ScriptedMailServer(Map<String, String> replies, Optional<SSLSocketFactory> tls)
      throws IOException {
    this.replies = replies;
    this.tls = tls;
    Thread thread = new Thread(this::serve, "scripted-mail-server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** All commands, in order. */
  List<String> heard() {
    return List.copyOf(commands);
  }

  /** The commands that begin with {@code verb}. */
  List<String> heard(String verb) {
    return commands.stream().filter(command -> command.startsWith(verb)).toList();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        say(client.getOutputStream(), replyTo("greeting", "220 ready"));
        converse(client);
      } catch (IOException e) {
        // The client hung up, or the test is over.
      }
    }
  }

  private void converse(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = client.getOutputStream();
    boolean inMail = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (inMail) {
        inMail = !line.equals(".");
        if (!inMail) {
          say(out, replyTo("end of mail", "250 ok"));
        }
      } else {
        commands.add(line);
        String reply = replyTo(line, line.equals("DATA") ? "354 go on" : "250 ok");
        inMail = reply.startsWith("354");
        say(out, reply);
        if (line.equals("STARTTLS")) {
          converse(secured(client));
          return;
        }
      }
    }
  }

  private Socket secured(Socket client) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            tls.orElseThrow()
                .createSocket(client, client.getInetAddress().getHostAddress(), 0, true);
    secured.setUseClientMode(false);
    secured.startHandshake();
    commands.add("(encrypted)");
    return secured;
  }

  private String replyTo(String command, String otherwise) {
    return replies.entrySet().stream()
        .filter(reply -> command.startsWith(reply.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
