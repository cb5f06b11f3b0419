package io.meshwright.contract.odcs;

import io.meshwright.contract.Located;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code team}, {@code support} and {@code roles}: the owner and the access of contracts. */
final class PeopleReader {

  /** What a contract says where the document leaves it open. */
  static final String UNDECIDED = "undecided";

  /** The custom property of a role that stands for everyone of a domain. */
  static final String KIND = "kind";

  /** A contact that is an address, and so can be a channel of support. */
  static final Pattern ADDRESS = Pattern.compile("[^\\s:@]+@[^\\s:@]+");

  private static final Map<String, String> ACCESS =
      Map.of(
          "read", "read",
          "readonly", "read",
          "select", "read",
          "write", "write",
          "readwrite", "write",
          "update", "write");

  private final Node document;
  private final Reading reading;

  PeopleReader(Node document, Reading reading) {
    this.document = document;
    this.reading = reading;
  }

  Keys owner() {
    Keys owner = new Keys(document.placeOf("team"));
    owner.text("team", team());
    channel("email")
        .flatMap(channel -> address(channel))
        .ifPresent(address -> owner.text("contact", address));
    channel("slack")
        .flatMap(channel -> channel.value("channel"))
        .ifPresent(channel -> owner.text("slack", channel));
    return owner;
  }

  /** The old form of a team is the list of its members, and names nobody as a whole. */
  private String team() {
    Optional<YamlNode> team = document.peek("team");
    Optional<String> name =
        team.filter(YamlNode.Mapping.class::isInstance)
            .flatMap(node -> document.node("team"))
            .flatMap(node -> node.value("name"))
            .filter(text -> !text.isBlank());
    if (name.isEmpty()) {
      reading.tell(OdcsDiagnostics.noTeam(document.placeOf("team"), UNDECIDED));
    }
    return name.orElse(UNDECIDED);
  }

  /** The first channel of a tool, one where people answer before one that only announces. */
  private Optional<Node> channel(String tool) {
    List<Node> channels =
        document.nodes("support").stream()
            .filter(
                node ->
                    node.peek("tool")
                        .flatMap(Tree::text)
                        .filter(tool::equalsIgnoreCase)
                        .isPresent())
            .filter(node -> !tool.equals("email") || peekAddress(node).isPresent())
            .toList();
    Optional<Node> channel =
        channels.stream()
            .filter(
                node ->
                    node.peek("scope")
                        .flatMap(Tree::text)
                        .map(scope -> !scope.matches("(?i)announcements|notifications"))
                        .orElse(true))
            .findFirst()
            .or(() -> channels.stream().findFirst());
    channel.ifPresent(
        node -> {
          reading.label(node.place(), Labels.support(tool));
          node.find("tool");
          node.find("channel");
          node.find("url");
        });
    return channel;
  }

  private static Optional<String> address(Node channel) {
    channel.find("url");
    return peekAddress(channel);
  }

  private static Optional<String> peekAddress(Node channel) {
    return channel
        .peek("url")
        .or(() -> channel.peek("channel"))
        .flatMap(Tree::text)
        .map(url -> url.replaceFirst("^mailto:", ""))
        .filter(ADDRESS.asMatchPredicate());
  }

  /** The roles that read or write; empty where no role does. */
  Keys access() {
    Place place = document.placeOf("roles");
    List<YamlNode> read = new ArrayList<>();
    List<YamlNode> write = new ArrayList<>();
    for (Node role : document.nodes("roles")) {
      Optional<Located<String>> name = role.text("role");
      Optional<String> access =
          role.value("access")
              .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
              .flatMap(word -> Optional.ofNullable(ACCESS.get(word)));
      if (name.isEmpty() || access.isEmpty()) {
        role.find("access");
        reading.tell(OdcsDiagnostics.unknownAccess(role.place()));
        continue;
      }
      String kind =
          CustomKeys.read(role).stream()
              .filter(custom -> custom.path().equals(List.of(KIND)))
              .findFirst()
              .flatMap(custom -> Tree.text(custom.value()))
              .orElse("role");
      reading.label(role.place(), Labels.role(kind, name.get().value(), access.get()));
      (access.get().equals("read") ? read : write)
          .add(new Keys(role.place()).text(kind, name.get().value()).mapping());
    }
    return new Keys(place).list("read", read).list("write", write);
  }
}
