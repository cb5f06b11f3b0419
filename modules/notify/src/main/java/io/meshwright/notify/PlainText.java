package io.meshwright.notify;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Text from contracts and data, made fit for one line and for limits of length. */
final class PlainText {

  private static final String ELLIPSIS = "…";

  /** Line breaks of any kind, and characters that terminals and protocols act on. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

  private PlainText() {}

  /** The text with line breaks and control characters made spaces. */
  static String oneLine(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }

  /** At most {@code length} UTF-16 units, the last an ellipsis if something was cut off. */
  static String clip(String text, int length) {
    if (text.length() <= length) {
      return text;
    }

    int end = length - ELLIPSIS.length();
    boolean splitsPair = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splitsPair ? end - 1 : end) + ELLIPSIS;
  }

  /** At most {@code length} bytes of UTF-8, the last an ellipsis if something was cut off. */
  static String clipBytes(String text, int length) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= length) {
      return text;
    }

    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer rest = CharBuffer.wrap(text);
    int ellipsis = ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    // Stops before the first character that no longer fits.
    encoder.encode(rest, ByteBuffer.allocate(length - ellipsis), true);
    return text.substring(0, rest.position()) + ELLIPSIS;
  }
}
