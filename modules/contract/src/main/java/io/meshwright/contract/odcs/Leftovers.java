package io.meshwright.contract.odcs;

import io.meshwright.contract.NearestName;
import io.meshwright.contract.Place;
import io.meshwright.contract.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what of a document has no counterpart in a contract, and tells it once for each key. */
final class Leftovers {

  private static final String CUSTOM = "customProperties";

  private record Found(Place place, int times) {}

  private final Reading reading;
  private final Map<String, Found> withoutCounterpart = new LinkedHashMap<>();

  Leftovers(Reading reading) {
    this.reading = reading;
  }

  void tell(YamlNode.Mapping document) {
    walk(document, Shape.DOCUMENT, "");
    withoutCounterpart.forEach(
        (key, found) ->
            reading.tell(OdcsDiagnostics.noCounterpart(found.place(), key, found.times())));
  }

  /** The keys that no version of the standard up to the newest known has, with their places. */
  static List<String> unknownKeys(YamlNode.Mapping document) {
    List<String> unknown = new ArrayList<>();
    collectUnknown(document, Shape.DOCUMENT, unknown);
    return unknown.stream().distinct().toList();
  }

  private static void collectUnknown(YamlNode node, Shape shape, List<String> unknown) {
    if (node instanceof YamlNode.Items items) {
      items.nodes().forEach(item -> collectUnknown(item, shape, unknown));
    }
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        Optional<Shape.Key> key = Optional.ofNullable(shape.keys().get(entry.key()));
        if (key.isEmpty() && !shape.isOpen()) {
          unknown.add("%s (line %d)".formatted(entry.key(), entry.place().line()));
        }
        key.flatMap(Shape.Key::shape)
            .ifPresent(child -> collectUnknown(entry.value(), child, unknown));
      }
    }
  }

  private void walk(YamlNode.Mapping mapping, Shape shape, String path) {
    for (YamlNode.Entry entry : mapping.entries()) {
      Shape.Key key = shape.keys().get(entry.key());
      String here = path.isEmpty() ? entry.key() : path + "." + entry.key();
      if (key == null) {
        unknown(entry, shape, here);
        continue;
      }
      if (key.since().compareTo(reading.version()) > 0) {
        reading.tell(OdcsDiagnostics.keyOfLaterVersion(entry, key.since(), reading.version()));
      }
      if (entry.key().equals(CUSTOM)) {
        custom(entry, here);
      } else if (reading.isUsed(entry)) {
        key.shape().ifPresent(child -> below(entry, child, here));
      } else if (!(entry.value() instanceof YamlNode.Empty)) {
        count(here, entry.place());
      }
    }
  }

  private void below(YamlNode.Entry entry, Shape shape, String path) {
    if (entry.value() instanceof YamlNode.Mapping mapping) {
      walk(mapping, shape, path);
    }
    for (YamlNode item : Tree.items(entry.value())) {
      if (item instanceof YamlNode.Mapping mapping) {
        boolean isUsed = mapping.entries().stream().anyMatch(reading::isUsed);
        if (isUsed) {
          walk(mapping, shape, path);
        } else {
          count(path, item.place());
        }
      }
    }
  }

  private void custom(YamlNode.Entry entry, String path) {
    for (YamlNode item : Tree.items(entry.value())) {
      boolean isOurs = Tree.text(item, "property").filter(CustomKeys::isOurs).isPresent();
      if (!isOurs && !reading.isUsed(entry)) {
        count(path, item.place());
      }
    }
  }

  private void unknown(YamlNode.Entry entry, Shape shape, String path) {
    if (shape.isOpen()) {
      if (!reading.isUsed(entry)) {
        count(path, entry.place());
      }
    } else if (!(shape == Shape.DOCUMENT && entry.key().equals("quality"))) {
      reading.tell(
          OdcsDiagnostics.unknownKey(entry, NearestName.find(entry.key(), shape.keys().keySet())));
    }
  }

  private void count(String path, Place place) {
    withoutCounterpart.merge(
        path, new Found(place, 1), (known, more) -> new Found(known.place(), known.times() + 1));
  }
}
