package io.meshwright.notify;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sends metrics as gauges and alerts as events to a DogStatsD server, a datagram each. UDP does not
 * answer: what was sent counts as delivered.
 */
final class Statsd implements Notifier, MetricSink {

  private final SinkSettings.Statsd settings;

  Statsd(SinkSettings.Statsd settings) {
    this.settings = settings;
  }

  @Override
  public void tell(Notice notice) throws DeliveryException {
    send(StatsdDatagrams.events(notice, settings.tags()));
  }

  @Override
  public void write(Measurements measurements) throws DeliveryException {
    send(StatsdDatagrams.gauges(measurements, settings.prefix(), settings.tags()));
  }

  private void send(List<String> datagrams) throws DeliveryException {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address = InetAddress.getByName(settings.host());
      for (String datagram : datagrams) {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, address, settings.port()));
      }
    } catch (IOException e) {
      throw DeliveryException.retryable(
          "cannot send to %s:%d: %s"
              .formatted(settings.host(), settings.port(), e.getClass().getSimpleName()));
    }
  }
}
