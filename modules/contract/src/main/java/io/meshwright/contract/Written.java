package io.meshwright.contract;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a contract in its canonical written form, as {@link ContractWriter#tree} gives it.
 *
 * <p>Whoever compares contracts in this form misses nothing that a contract can say, whichever keys
 * are added to it later. {@code toString()} is one line for people.
 */
public sealed interface Written {

  /** A single value. */
  record Text(String text) implements Written {
    public Text {
      requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Values whose order is part of what is said. */
  record Items(List<Written> items) implements Written {
    public Items {
      items = List.copyOf(items);
    }

    /** A list of single values. */
    public static Items of(List<String> texts) {
      return new Items(texts.stream().<Written>map(Text::new).toList());
    }

    /** Each item on one line. */
    public List<String> texts() {
      return items.stream().map(Written::toString).toList();
    }

    @Override
    public String toString() {
      return texts().stream().collect(joining(", ", "[", "]"));
    }
  }

  /** Values by key, in the order they are written in, which says nothing. */
  record Keys(Map<String, Written> keys) implements Written {

    public static final Keys NONE = new Keys(Map.of());

    public Keys {
      keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    @Override
    public String toString() {
      return keys.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + entry.getValue())
          .collect(joining(", ", "{", "}"));
    }
  }
}
