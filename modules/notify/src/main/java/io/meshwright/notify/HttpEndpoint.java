package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A place reached by HTTP.
 *
 * @param url a secret, since webhooks carry their token in the path; messages name its scheme and
 *     host only
 * @param headers sent along, such as Authorization
 * @param timeout for a whole attempt, from connecting to the end of the answer
 */
public record HttpEndpoint(Secret url, Map<String, Secret> headers, Duration timeout) {

  public HttpEndpoint {
    requireNonNull(url, "url");
    headers = Map.copyOf(headers);
    Durations.requirePositive("timeout", timeout);
    requireUrl(url);
    headers.forEach(HttpEndpoint::requireHeader);
  }

  public static HttpEndpoint of(Secret url) {
    return new HttpEndpoint(url, Map.of(), Duration.ofSeconds(10));
  }

  URI uri() {
    return URI.create(url.reveal());
  }

  /** What may be printed: {@code https://hooks.slack.com}. */
  @Override
  public String toString() {
    return uri().getScheme() + "://" + uri().getHost();
  }

  private static void requireUrl(Secret url) {
    Optional<URI> uri = findUri(url.reveal());
    boolean isHttp =
        uri.map(URI::getScheme)
            .filter(scheme -> scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))
            .isPresent();
    if (!isHttp || uri.map(URI::getHost).isEmpty()) {
      // The URL is not repeated: it may be right but for a letter, and hold the token.
      throw new IllegalArgumentException(
          "Invalid URL of a sink: expected http:// or https:// and a host");
    }
  }

  private static Optional<URI> findUri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void requireHeader(String name, Secret value) {
    try {
      HttpRequest.newBuilder().header(name, value.reveal());
    } catch (IllegalArgumentException e) {
      // Its message repeats the value.
      throw new IllegalArgumentException(
          "Invalid HTTP header '%s' of a sink: its name or value cannot be sent"
              .formatted(PlainText.oneLine(name)));
    }
  }
}
