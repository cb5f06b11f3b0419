package io.meshwright.contract.odcs;

import io.meshwright.contract.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code servers}: where the table of a product lives. */
final class ServerReader {

  private static final Pattern ABSOLUTE = Pattern.compile("/.*|[a-zA-Z][a-zA-Z0-9+.-]*:/.+");
  private static final Pattern PRODUCTION = Pattern.compile("(?i)prod(uction)?");

  private final List<Node> servers;
  private final Place place;
  private final String domain;
  private final Reading reading;

  ServerReader(Node document, String domain, Reading reading) {
    this.servers = document.nodes("servers");
    this.place = document.placeOf("servers");
    this.domain = domain;
    this.reading = reading;
  }

  /** Adds type and location of a product's table, and says what is left to decide. */
  void read(Keys schema, String product, boolean isOnly) {
    Optional<Node> own =
        servers.stream().filter(server -> is(server, "server", product)).findFirst();
    Optional<Node> server =
        own.filter(ServerReader::hasLocation)
            .or(() -> servers.stream().filter(ServerReader::isUsable).findFirst())
            .or(() -> servers.stream().filter(ServerReader::hasLocation).findFirst());
    Optional<String> location = server.flatMap(ServerReader::location);
    if (location.isEmpty()) {
      String placeholder = "s3://data-products/%s/%s/".formatted(domain, product);
      reading.tell(OdcsDiagnostics.noLocation(place, placeholder));
      schema.text("type", "delta").text("location", placeholder);
      return;
    }

    Node chosen = server.orElseThrow();
    boolean isOwn = isOnly || own.equals(server);
    String key = chosen.has("location") ? "location" : "path";
    chosen.find("server");
    chosen.find("type");
    chosen.find("environment");
    chosen.find(key);
    if (isOwn) {
      reading.label(chosen.place(), Labels.server(product));
    }
    if (location.get().contains("${")) {
      reading.tell(OdcsDiagnostics.variableInLocation(chosen.placeOf(key)));
    }
    schema.text("type", format(chosen));
    schema.put(
        "location",
        Tree.text(
            chosen.placeOf(key),
            isOwn ? location.get() : location.get().replaceFirst("/*$", "/" + product + "/")));
  }

  private String format(Node server) {
    Optional<String> format = server.value("format").map(text -> text.toLowerCase(Locale.ROOT));
    format
        .filter(text -> !text.matches("delta|parquet"))
        .ifPresent(
            text -> reading.tell(OdcsDiagnostics.otherFormat(server.placeOf("format"), text)));
    return format.filter("parquet"::equals).orElse("delta");
  }

  private static boolean isUsable(Node server) {
    boolean isProduction =
        List.of("environment", "server").stream()
            .flatMap(key -> server.peek(key).flatMap(Tree::text).stream())
            .anyMatch(PRODUCTION.asMatchPredicate());
    return isProduction && hasLocation(server);
  }

  private static boolean hasLocation(Node server) {
    return location(server).isPresent();
  }

  private static Optional<String> location(Node server) {
    return server
        .peek("location")
        .or(() -> server.peek("path"))
        .flatMap(Tree::text)
        .filter(ABSOLUTE.asMatchPredicate());
  }

  private static boolean is(Node server, String key, String value) {
    return server.peek(key).flatMap(Tree::text).filter(value::equals).isPresent();
  }
}
