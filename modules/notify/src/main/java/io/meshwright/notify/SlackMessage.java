package io.meshwright.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A notice as Slack takes it: {@code text} for notifications and for places that know no blocks,
 * such as Mattermost, and {@code blocks} for reading. Lengths are Slack's limits, or what is known
 * to be refused in practice; see <a href="https://api.slack.com/reference/block-kit/blocks">Block
 * Kit</a>.
 */
final class SlackMessage {

  private static final int HEADER = 150;
  private static final int TEXT = 4_000;
  private static final int SECTION = 1_500;

  /** Slack takes 50 blocks, and refuses about 13,000 characters of them. */
  private static final int SECTIONS = 6;

  private SlackMessage() {}

  static String json(Notice notice) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("text", escape(NoticeText.headline(notice) + "\n" + NoticeText.body(notice), TEXT));
    ArrayNode blocks = message.putArray("blocks");
    blocks
        .addObject()
        .put("type", "header")
        .set("text", text("plain_text", PlainText.clip(NoticeText.summary(notice), HEADER)));
    List<Paragraph> paragraphs = Paragraph.of(notice);
    paragraphs.stream().limit(SECTIONS).forEach(alert -> addSection(blocks, section(alert)));
    if (paragraphs.size() > SECTIONS) {
      addSection(blocks, "and %d more".formatted(paragraphs.size() - SECTIONS));
    }
    blocks
        .addObject()
        .put("type", "context")
        .putArray("elements")
        .add(markdown(escape(NoticeText.occasion(notice), SECTION)));
    return message.toString();
  }

  private static String section(Paragraph paragraph) {
    String title = "*" + escape(paragraph.heading(), SECTION / 2) + "*\n";
    return title + escape(String.join("\n", paragraph.details()), SECTION - title.length());
  }

  private static void addSection(ArrayNode blocks, String text) {
    blocks.addObject().put("type", "section").set("text", markdown(text));
  }

  /** Verbatim: a name in the text that looks like a channel, a user or a URL stays text. */
  private static ObjectNode markdown(String text) {
    return text("mrkdwn", text).put("verbatim", true);
  }

  private static ObjectNode text(String type, String text) {
    return JsonNodeFactory.instance.objectNode().put("type", type).put("text", text);
  }

  /**
   * The three characters that Slack acts on, as entities. At most {@code length} afterwards, no
   * entity split, the last an ellipsis if something was cut off.
   */
  private static String escape(String text, int length) {
    StringBuilder escaped = new StringBuilder();
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      String next = escape(text.codePointAt(at));
      // One is left for the ellipsis.
      if (escaped.length() + next.length() >= length) {
        return escaped.append('…').toString();
      }
      escaped.append(next);
    }
    return escaped.toString();
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> Character.toString(codePoint);
    };
  }
}
