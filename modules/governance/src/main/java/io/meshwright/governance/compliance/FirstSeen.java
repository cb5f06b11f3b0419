package io.meshwright.governance.compliance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.governance.PolicyViolation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Remembers from report to report since when each violation is there.
 *
 * @param violations by the id of the violation
 */
public record FirstSeen(SortedMap<String, Seen> violations) {

  /** Nothing was evaluated before. */
  public static final FirstSeen NOTHING = new FirstSeen(new TreeMap<>());

  private static final String FORM = "mesh-first-seen-1";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The product that a violation is of, and the first day, in UTC, on which it was found. */
  public record Seen(String product, LocalDate on) {
    public Seen {
      requireNonNull(product, "product");
      requireNonNull(on, "on");
    }
  }

  public FirstSeen {
    violations = Collections.unmodifiableSortedMap(new TreeMap<>(violations));
  }

  /**
   * Reads what {@link #toJson} printed.
   *
   * @throws IllegalArgumentException with the reason if it is none
   */
  public static FirstSeen parse(String json) {
    try {
      JsonNode read = MAPPER.readTree(json);
      if (!read.path("form").asText().equals(FORM)) {
        throw new IllegalArgumentException("its 'form' is not " + FORM);
      }

      SortedMap<String, Seen> violations = new TreeMap<>();
      for (Map.Entry<String, JsonNode> each : read.path("violations").properties()) {
        JsonNode seen = each.getValue();
        violations.put(
            each.getKey(),
            new Seen(seen.path("product").asText(), LocalDate.parse(seen.path("on").asText())));
      }
      return new FirstSeen(violations);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is no JSON", e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("one of its days is none", e);
    }
  }

  /** One JSON document, in the order of the ids. */
  public String toJson() {
    ObjectNode json = MAPPER.createObjectNode().put("form", FORM);
    ObjectNode written = json.putObject("violations");
    violations.forEach(
        (id, seen) ->
            written.putObject(id).put("product", seen.product()).put("on", seen.on().toString()));
    try {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      return MAPPER.writer(printer).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  /**
   * The memory after an evaluation: what it did not find again of the products it was about is
   * forgotten, and what was not evaluated stays as it was.
   */
  FirstSeen after(List<ProductCompliance> products) {
    Set<String> evaluated =
        products.stream()
            .filter(product -> product.reason().isEmpty())
            .map(ProductCompliance::name)
            .collect(Collectors.toSet());
    SortedMap<String, Seen> now = new TreeMap<>(violations);
    now.values().removeIf(seen -> evaluated.contains(seen.product()));
    products.stream()
        .flatMap(product -> product.findings().stream())
        .forEach(
            finding ->
                now.put(
                    finding.violation().id(),
                    new Seen(finding.violation().product().toString(), finding.firstSeen())));
    return new FirstSeen(now);
  }

  Finding finding(PolicyViolation violation, Instant at) {
    LocalDate today = at.atOffset(ZoneOffset.UTC).toLocalDate();
    LocalDate firstSeen =
        Optional.ofNullable(violations.get(violation.id())).map(Seen::on).orElse(today);
    return new Finding(
        violation, firstSeen, Math.max(0, ChronoUnit.DAYS.between(firstSeen, today)));
  }
}
