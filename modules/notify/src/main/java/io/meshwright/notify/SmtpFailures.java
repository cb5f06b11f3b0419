package io.meshwright.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Why a mail was not taken, in our own words: a server's may repeat what it was sent. Its reply
 * codes are RFC 5321's, where those from 400 to 499 pass.
 */
final class SmtpFailures {

  /** Where the mail library has the code only in its message. */
  private static final Pattern CODE = Pattern.compile("^(\\d{3})[ -]|response: (\\d{3})");

  private SmtpFailures() {}

  static DeliveryException of(MailServer server, MessagingException e) {
    Optional<Integer> code = findCode(e);
    if (code.isPresent() && code.get() / 100 == 4) {
      return DeliveryException.retryable("%s answered %d".formatted(server, code.get()));
    }
    if (e instanceof AuthenticationFailedException) {
      return DeliveryException.permanent(server + " refused the user name or the password");
    }
    if (code.isPresent()) {
      return DeliveryException.permanent(
          "%s answered %d%s".formatted(server, code.get(), refusedAddress(e)));
    }
    if (e.getCause() instanceof SSLException) {
      return DeliveryException.permanent(
          "no TLS with %s: its certificate is unknown to this JVM or for another host, or it does not speak TLS on this port"
              .formatted(server));
    }
    if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
      return DeliveryException.permanent(server + " does not offer STARTTLS");
    }

    Throwable cause = e.getCause() == null ? e : e.getCause();
    return DeliveryException.retryable(
        "no conversation with %s: %s".formatted(server, cause.getClass().getSimpleName()));
  }

  /** Of nested failures the innermost tells most. */
  private static Optional<Integer> findCode(MessagingException e) {
    if (e.getNextException() instanceof MessagingException inner) {
      Optional<Integer> code = findCode(inner);
      if (code.isPresent()) {
        return code;
      }
    }

    if (e instanceof SMTPAddressFailedException address) {
      return Optional.of(address.getReturnCode());
    }
    if (e instanceof SMTPSenderFailedException sender) {
      return Optional.of(sender.getReturnCode());
    }
    if (e instanceof SMTPSendFailedException send) {
      return Optional.of(send.getReturnCode());
    }

    Matcher matcher = CODE.matcher(String.valueOf(e.getMessage()));
    return matcher.find()
        ? Optional.ofNullable(matcher.group(1))
            .or(() -> Optional.of(matcher.group(2)))
            .map(Integer::valueOf)
        : Optional.empty();
  }

  private static String refusedAddress(MessagingException e) {
    for (Exception inner = e;
        inner instanceof MessagingException link;
        inner = link.getNextException()) {
      if (inner instanceof SMTPAddressFailedException address) {
        return " to the address " + address.getAddress().getAddress();
      }
    }
    return "";
  }
}
