package io.meshwright.contract.documents;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The part of a page that its owner writes: between two marker lines at its end, and kept byte for
 * byte when the page is made again.
 */
public final class OwnersPart {

  public static final String BEGIN = "<!-- mesh docs: what follows is the owner's, and is kept -->";
  public static final String END = "<!-- mesh docs: here ends what is the owner's -->";

  private OwnersPart() {}

  /** Thrown for a page from which the owner's part cannot be told. */
  public static final class BrokenMarkersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String fix;

    BrokenMarkersException(String page, int line, String problem, String fix) {
      super("%s:%d: %s".formatted(page, line, problem));
      this.fix = fix;
    }

    public String fix() {
      return fix;
    }
  }

  /**
   * A whole page: what was generated, and the owner's part of the page that is there.
   *
   * @param nameForMessages the page's file
   * @param present the page that is there, if any
   * @throws BrokenMarkersException if the page that is there has not exactly one pair of markers
   */
  public static String addTo(String generated, String nameForMessages, Optional<String> present) {
    String part = present.map(page -> in(nameForMessages, page)).orElse("\n\n");
    return generated + "\n" + BEGIN + part + END + "\n";
  }

  private static String in(String name, String page) {
    List<Integer> begins = positions(page, BEGIN);
    List<Integer> ends = positions(page, END);
    if (begins.isEmpty() && ends.isEmpty()) {
      throw new BrokenMarkersException(
          name,
          1,
          "the page has no part that is marked as the owner's, and would be lost",
          "put the lines %s and %s around what is to stay, or move the file".formatted(BEGIN, END));
    }
    requireOne(name, page, begins, BEGIN, ends);
    requireOne(name, page, ends, END, begins);
    if (ends.get(0) < begins.get(0)) {
      throw new BrokenMarkersException(
          name,
          line(page, ends.get(0)),
          "the owner's part ends before it begins",
          "put the line %s after line %d".formatted(END, line(page, begins.get(0))));
    }

    return page.substring(begins.get(0) + BEGIN.length(), ends.get(0));
  }

  private static void requireOne(
      String name, String page, List<Integer> markers, String marker, List<Integer> others) {
    if (markers.isEmpty()) {
      throw new BrokenMarkersException(
          name,
          line(page, others.get(0)),
          "this marker of the owner's part has no counterpart",
          "add the line " + marker);
    }
    if (markers.size() > 1) {
      throw new BrokenMarkersException(
          name,
          line(page, markers.get(1)),
          "this marker of the owner's part is there twice, first in line %d"
              .formatted(line(page, markers.get(0))),
          "delete one of the two lines");
    }
  }

  /** A marker is a line of its own, so that a page may quote one. */
  private static List<Integer> positions(String page, String marker) {
    return Pattern.compile("^" + Pattern.quote(marker) + "(?=[ \\t\\r]*$)", Pattern.MULTILINE)
        .matcher(page)
        .results()
        .map(MatchResult::start)
        .toList();
  }

  private static int line(String page, int position) {
    return 1 + (int) page.substring(0, position).chars().filter(letter -> letter == '\n').count();
  }
}
