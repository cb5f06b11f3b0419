package io.meshwright.notify;

/** Tells alerts to a webhook, by POST of Slack-shaped JSON. */
final class WebhookNotifier implements Notifier {

  private final HttpEndpoint endpoint;
  private final HttpSender sender;

  WebhookNotifier(HttpEndpoint endpoint) {
    this.endpoint = endpoint;
    this.sender = new HttpSender(endpoint);
  }

  @Override
  public void tell(Notice notice) throws DeliveryException {
    sender.send("POST", endpoint.uri(), "application/json", SlackMessage.json(notice));
  }
}
