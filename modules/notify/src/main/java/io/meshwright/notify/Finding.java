package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an alert says. Any text is taken; each sink makes it safe for its own format.
 *
 * @param title one sentence, without a full stop
 * @param lines further detail; no value of a personal column belongs here
 * @param links where to read on, by what is found there: runbook, report, owner
 */
public record Finding(
    String title,
    List<String> lines,
    Optional<String> expected,
    Optional<String> actual,
    Map<String, URI> links) {

  public Finding {
    requireNonNull(title, "title");
    lines = List.copyOf(lines);
    requireNonNull(expected, "expected");
    requireNonNull(actual, "actual");
    links = Collections.unmodifiableMap(new LinkedHashMap<>(links));
  }

  public static Finding of(String title) {
    return new Finding(title, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }
}
