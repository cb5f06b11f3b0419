package io.meshwright.notify;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Arrays;

/** Real mail servers on free ports of this machine. */
final class MailReceiver {

  static final String HOST = "127.0.0.1";

  private MailReceiver() {}

  static GreenMail of(String... protocols) {
    return new GreenMail(
        Arrays.stream(protocols).map(MailReceiver::setup).toArray(ServerSetup[]::new));
  }

  private static ServerSetup setup(String protocol) {
    ServerSetup setup = new ServerSetup(0, HOST, protocol);
    // Its own two seconds are not enough for a machine that is busy with other tests.
    setup.setServerStartupTimeout(30_000);
    return setup;
  }
}
