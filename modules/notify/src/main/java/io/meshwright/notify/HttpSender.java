package io.meshwright.notify;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Sends one request to an endpoint and says what came of it, without naming the URL. */
final class HttpSender {

  /** Slack answers with a code such as {@code no_service}; free text might repeat the URL. */
  private static final Pattern CODE = Pattern.compile("(?=.{1,40}$)[a-z]+(_[a-z]+)*");

  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final HttpEndpoint endpoint;
  private final HttpClient client;

  HttpSender(HttpEndpoint endpoint) {
    this.endpoint = endpoint;
    this.client =
        HttpClient.newBuilder()
            // An offer of HTTP/2 over plain HTTP is more than some receivers take.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(endpoint.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  void send(String method, URI uri, String contentType, String body) throws DeliveryException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(endpoint.timeout())
            .header("Content-Type", contentType)
            .header("User-Agent", "meshwright")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    endpoint.headers().forEach((name, value) -> request.setHeader(name, value.reveal()));

    HttpResponse<String> response = exchange(request.build());

    if (response.statusCode() / 100 != 2) {
      throw refusal(response);
    }
  }

  /** The client's own timeout ends with the answer's headers; this one with its body. */
  private HttpResponse<String> exchange(HttpRequest request) throws DeliveryException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, head -> new FirstBytes());
    try {
      return answer.get(endpoint.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HttpTimeoutException ? late() : unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DeliveryException.permanent("interrupted while waiting for " + endpoint);
    } finally {
      answer.cancel(true);
    }
  }

  private DeliveryException refusal(HttpResponse<String> response) {
    int status = response.statusCode();
    String reason = "%s answered %d%s".formatted(endpoint, status, code(response.body()));
    if (status != 429 && status / 100 != 5) {
      return DeliveryException.permanent(reason);
    }

    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> SECONDS.matcher(value).matches())
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(pause -> DeliveryException.retryable(reason, pause))
        .orElseGet(() -> DeliveryException.retryable(reason));
  }

  private DeliveryException late() {
    return DeliveryException.retryable(
        "%s did not answer within %s".formatted(endpoint, Durations.words(endpoint.timeout())));
  }

  private DeliveryException unreachable(Throwable cause) {
    return DeliveryException.retryable(
        "%s cannot be reached: %s".formatted(endpoint, cause.getClass().getSimpleName()));
  }

  private String code(String body) {
    String text = body.strip();
    boolean isCode = CODE.matcher(text).matches() && !endpoint.url().reveal().contains(text);
    return isCode ? " (" + text + ")" : "";
  }
}
