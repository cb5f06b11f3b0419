package io.meshwright.notify;

import java.net.URI;

/**
 * Pushes to a Prometheus Pushgateway, a group for each product and source, by PUT: what the group
 * held before is replaced.
 */
final class Pushgateway implements MetricSink {

  private final HttpEndpoint endpoint;
  private final String job;
  private final HttpSender sender;

  Pushgateway(HttpEndpoint endpoint, String job) {
    this.endpoint = endpoint;
    this.job = job;
    this.sender = new HttpSender(endpoint);
  }

  @Override
  public void write(Measurements measurements) throws DeliveryException {
    sender.send(
        "PUT", group(measurements), PrometheusText.CONTENT_TYPE, PrometheusText.of(measurements));
  }

  /** Job, names and source are letters, digits and _, so nothing in the path needs escaping. */
  private URI group(Measurements measurements) {
    String base = endpoint.url().reveal().replaceFirst("/+$", "");
    return URI.create(
        "%s/metrics/job/%s/domain/%s/product/%s/source/%s"
            .formatted(
                base,
                job,
                measurements.product().domain(),
                measurements.product().product(),
                measurements.source()));
  }
}
