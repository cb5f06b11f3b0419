package io.meshwright.cli;

import static io.meshwright.cli.HumanText.count;

import io.meshwright.pipeline.SourceProfile;
import io.meshwright.quality.ColumnProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/** A profile as a page of text: one block a column, with a picture of its values. */
final class ProfileText {

  static final int SHOWN = 5;

  private static final int BAR = 20;
  private static final int LONGEST = 40;

  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final String WIDTHS = "▏▎▍▌▋▊▉█";

  private final SourceProfile source;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private ProfileText(SourceProfile source, Ansi ansi) {
    this.source = source;
    this.paint = new Paint(ansi);
  }

  /** Returns the page and the proposed YAML below it, without a line separator at its end. */
  static String of(SourceProfile source, String yaml, Ansi ansi) {
    ProfileText text = new ProfileText(source, ansi);
    text.head();
    source.profile().columns().forEach(text::column);
    text.lines.add("");
    text.lines.add(text.paint.strong("Proposed") + ", and true of every row above");
    text.lines.add("");
    yaml.lines().forEach(text.lines::add);
    return String.join(System.lineSeparator(), text.lines);
  }

  /** What a reader must know before the numbers: also for those who only want the YAML. */
  static List<String> warnings(SourceProfile source) {
    List<String> warnings = new ArrayList<>();
    source
        .sample()
        .ifPresent(
            sample ->
                warnings.add(
                    "only a sample of %s was looked at; a run looks at every row"
                        .formatted(sample + (sample.toString().endsWith("%") ? "" : " rows"))));
    source
        .unreadable()
        .filter(records -> records > 0)
        .ifPresent(
            records ->
                warnings.add(
                    "%s cannot be read: the profile leaves out what a run rejects"
                        .formatted(count(records, "record"))));
    source
        .leftOut()
        .forEach(
            (column, type) ->
                warnings.add(
                    "column '%s' is left out: no Delta table holds %s".formatted(column, type)));
    source
        .fieldNames()
        .forEach(
            (column, field) ->
                warnings.add(
                    "column '%s' becomes '%s': a contract cannot have its name"
                        .formatted(HumanText.printable(column), field)));
    return warnings;
  }

  private void head() {
    lines.add(
        "%s: %s, %s, %s"
            .formatted(
                paint.strong(HumanText.printable(source.location())),
                count(source.profile().rows(), "row"),
                count(source.profile().columns().size(), "column"),
                source.kind()));
    warnings(source).forEach(warning -> lines.add(paint.doubtful("! ") + warning));
  }

  private void column(ColumnProfile column) {
    lines.add("");
    lines.add(
        "%s  %s  %s"
            .formatted(
                paint.strong(HumanText.printable(column.name())),
                column.type().map(Object::toString).orElse("(no type of a contract)"),
                presence(column)));
    if (column.personal().isPresent()) {
      indented(
          "values are not shown: taken for personal data by " + column.personal().get().reason());
    }
    summary(column.summary()).ifPresent(this::indented);
    if (!column.values().bins().isEmpty()) {
      indented(histogram(column.values().bins()));
    } else {
      frequencies(column);
    }
  }

  private String presence(ColumnProfile column) {
    String filled = share(column.filled(), source.profile().rows()) + " filled";
    return column
        .distinct()
        .map(
            distinct ->
                "%s, %s%s distinct"
                    .formatted(filled, distinct.isExact() ? "" : "about ", count(distinct.count())))
        .orElse(filled);
  }

  private static Optional<String> summary(ColumnProfile.Summary summary) {
    if (summary instanceof ColumnProfile.Numbers numbers) {
      String notFinite =
          numbers.notFinite() == 0 ? "" : count(numbers.notFinite()) + " NaN or infinite";
      return Optional.of(
              numbers
                  .spread()
                  .map(
                      spread ->
                          "%s to %s, mean %s, standard deviation %s%s"
                              .formatted(
                                  spread.min(),
                                  spread.max(),
                                  HumanText.number(spread.mean()),
                                  HumanText.number(spread.deviation()),
                                  notFinite.isEmpty() ? "" : ", " + notFinite))
                  .orElse(notFinite))
          .filter(text -> !text.isEmpty());
    }
    if (summary instanceof ColumnProfile.Times times) {
      return times.bounds().map(bounds -> bounds.min() + " to " + bounds.max());
    }
    if (summary instanceof ColumnProfile.Texts texts) {
      return texts
          .lengths()
          .map(
              lengths ->
                  (lengths.min() == lengths.max()
                          ? "%d characters".formatted(lengths.min())
                          : "%d to %d characters".formatted(lengths.min(), lengths.max()))
                      + (texts.empty() == 0 ? "" : ", %s empty".formatted(count(texts.empty()))));
    }

    return Optional.empty();
  }

  /** One character a bin, as high as the bin is full; a space only where there is nothing. */
  static String histogram(List<Long> bins) {
    long most = Collections.max(bins);
    StringBuilder picture = new StringBuilder();
    for (long bin : bins) {
      int eighths = (int) Math.ceil(8.0 * bin / most);
      picture.append(eighths == 0 ? ' ' : HEIGHTS.charAt(eighths - 1));
    }
    return picture.toString().stripTrailing();
  }

  private void frequencies(ColumnProfile column) {
    List<ColumnProfile.Frequency> shown = column.values().frequent().stream().limit(SHOWN).toList();
    int width = shown.stream().mapToInt(value -> name(value).length()).max().orElse(0);
    long most = shown.stream().mapToLong(ColumnProfile.Frequency::count).max().orElse(1);
    for (ColumnProfile.Frequency value : shown) {
      indented(
          "%s%s  %s %s"
              .formatted(
                  name(value),
                  " ".repeat(width - name(value).length()),
                  bar(value.count(), most),
                  share(value.count(), source.profile().rows())));
    }
    int others = column.values().frequent().size() - shown.size();
    if (column.values().areAll() && others > 0) {
      indented("and %s".formatted(count(others, "other value")));
    }
  }

  private static String bar(long count, long most) {
    int eighths = (int) Math.max(1, Math.round(8.0 * BAR * count / most));
    String whole = WIDTHS.substring(7).repeat(eighths / 8);
    return eighths % 8 == 0 ? whole : whole + WIDTHS.charAt(eighths % 8 - 1);
  }

  private static String name(ColumnProfile.Frequency value) {
    String text = HumanText.printable(value.value().replaceAll("[\\n\\t]", " "));
    if (text.isEmpty()) {
      return "(empty)";
    }

    return text.length() <= LONGEST ? text : HumanText.shorten(text, LONGEST - 1) + "…";
  }

  /** A share that is not quite all, or not quite nothing, never looks like it. */
  private static String share(long part, long whole) {
    double percent = 100.0 * part / whole;
    if (part < whole && percent >= 99.95) {
      return ">99.9%";
    }
    if (part > 0 && percent < 0.05) {
      return "<0.1%";
    }

    return String.format(Locale.ROOT, "%.1f%%", percent).replace(".0%", "%");
  }

  private void indented(String text) {
    lines.add("  " + text);
  }
}
