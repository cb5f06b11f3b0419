package io.meshwright.protection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One key of a KMS that speaks its JSON protocol over HTTP: GenerateDataKey and Decrypt. */
final class KmsStandIn implements AutoCloseable {

  static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/test";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final byte[] key = random();
  private final List<String> calls = new ArrayList<>();
  private Optional<String> refusal = Optional.empty();

  KmsStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on every call is answered with this error. */
  synchronized void refuseWith(String error) {
    refusal = Optional.of(error);
  }

  /** What was called, each with the encryption context it was called with. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String operation =
        exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("TrentService.", "");
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    calls.add(operation + " " + request.path("EncryptionContext"));
    ObjectNode answer = JSON.createObjectNode();
    int status = 200;
    try {
      if (refusal.isPresent() || !request.path("KeyId").asText().equals(KEY)) {
        status = 400;
        answer.put("__type", refusal.orElse("NotFoundException")).put("message", "private");
      } else if (operation.equals("GenerateDataKey")) {
        byte[] dataKey = random();
        answer
            .put("Plaintext", dataKey)
            .put("CiphertextBlob", cipher().encrypt(dataKey, context(request)));
      } else {
        byte[] blob = Base64.getDecoder().decode(request.path("CiphertextBlob").asText());
        answer.put("Plaintext", cipher().decrypt(blob, context(request)));
      }
    } catch (GeneralSecurityException e) {
      status = 400;
      answer.put("__type", "InvalidCiphertextException");
    }
    byte[] body = JSON.writeValueAsBytes(answer.put("KeyId", KEY));
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private AesGcmJce cipher() throws GeneralSecurityException {
    return new AesGcmJce(key);
  }

  private static byte[] context(JsonNode request) {
    return request.path("EncryptionContext").toString().getBytes(UTF_8);
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
