package io.meshwright.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.notify.MailServer.Login;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails alerts as plain text to all recipients at once. If the server refuses one recipient, nobody
 * gets the mail.
 */
final class SmtpNotifier implements Notifier {

  private static final Logger LOG = LoggerFactory.getLogger(SmtpNotifier.class);

  private static final int SUBJECT = 200;

  private final SinkSettings.Smtp settings;
  private final Session session;

  SmtpNotifier(SinkSettings.Smtp settings) {
    this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** Trusts the servers that {@code tls} trusts. */
  SmtpNotifier(SinkSettings.Smtp settings, SSLSocketFactory tls) {
    this.settings = settings;
    Properties properties = properties(settings.server());
    properties.put("mail.smtp.ssl.socketFactory", tls);
    this.session = Session.getInstance(properties);
  }

  @Override
  public void tell(Notice notice) throws DeliveryException {
    try {
      send(mail(notice));
    } catch (MessagingException e) {
      throw SmtpFailures.of(settings.server(), e);
    }
  }

  private void send(MimeMessage mail) throws MessagingException {
    Transport transport = session.getTransport();
    try {
      connect(transport);
      transport.sendMessage(mail, mail.getAllRecipients());
    } finally {
      hangUp(transport);
    }
  }

  private MimeMessage mail(Notice notice) throws MessagingException {
    MimeMessage mail = new MimeMessage(session);
    mail.setFrom(new InternetAddress(settings.from(), true));
    for (String recipient : settings.to()) {
      mail.addRecipient(RecipientType.TO, new InternetAddress(recipient, true));
    }
    String subject = PlainText.clip(NoticeText.headline(notice), SUBJECT);
    mail.setSubject(subject, UTF_8.name());
    mail.setText(NoticeText.body(notice) + "\n", UTF_8.name());
    mail.setSentDate(Date.from(notice.at()));
    // RFC 3834: holiday replies are not wanted.
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.saveChanges();
    return mail;
  }

  private void connect(Transport transport) throws MessagingException {
    Optional<Login> login = settings.server().login();
    if (login.isPresent()) {
      transport.connect(login.get().user(), login.get().password().reveal());
    } else {
      transport.connect();
    }
  }

  /** What goes wrong here does so after the server took the mail, or after it failed to. */
  private static void hangUp(Transport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.debug("Cannot end the conversation with the mail server", e);
    }
  }

  private static Properties properties(MailServer server) {
    String timeout = Long.toString(server.timeout().toMillis());
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.setProperty("mail.smtp.connectiontimeout", timeout);
    properties.setProperty("mail.smtp.timeout", timeout);
    properties.setProperty("mail.smtp.writetimeout", timeout);
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (server.security()) {
      case NONE -> {}
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
    }
    return properties;
  }
}
