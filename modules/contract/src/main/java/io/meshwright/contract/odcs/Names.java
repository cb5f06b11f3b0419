package io.meshwright.contract.odcs;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of contracts made from names of documents, which may be any text. */
final class Names {

  /** What the parts of a product's name may be. */
  static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final int LONGEST = 63;

  private final Set<String> taken = new HashSet<>();

  /** The part of a product's name that is closest to {@code text}. */
  static String part(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[^a-z]+|_+$", "");
    String named = plain.isEmpty() ? "unnamed" : plain;
    return named.length() <= LONGEST ? named : named.substring(0, LONGEST);
  }

  /** A rule's name on one line: the text, or the text and a number if it is taken. */
  String rule(String text) {
    String name = text.strip().replaceAll("\\p{Cntrl}+", " ");
    String free = name;
    for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
      free = name + "_" + number;
    }
    return free;
  }
}
