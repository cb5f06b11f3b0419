package io.meshwright.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way into a nested value, such as {@code address.city}, {@code [].price} or {@code
 * items[].price}: members of structs by name, {@code []} for every element of an array, {@code {}}
 * for every value of a map. A name with other characters than letters, digits and {@code _} stands
 * in backticks.
 */
public record FieldPath(List<Step> steps) {

  /** One step inwards. */
  public sealed interface Step {}

  /** To a member of a struct. */
  public record Member(String name) implements Step {}

  /** To every element of an array. */
  public record Elements() implements Step {}

  /** To every value of a map. */
  public record Values() implements Step {}

  private static final Pattern STEP =
      Pattern.compile("(\\[])|(\\{})|(\\.?)(?:([A-Za-z_][A-Za-z0-9_]*)|`((?:[^`]|``)+)`)");

  public FieldPath {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("Invalid path: it has no step");
    }
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if the text is no path
   */
  public static FieldPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    int at = 0;
    while (at < text.length() && matcher.find(at) && matcher.start() == at) {
      boolean isMember = matcher.group(3) != null;
      if (isMember && matcher.group(3).isEmpty() != steps.isEmpty()) {
        break;
      }
      steps.add(step(matcher));
      at = matcher.end();
    }
    if (at < text.length() || steps.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid path '%s': expected members and [] for elements, such as city or items[].price"
              .formatted(text));
    }

    return new FieldPath(steps);
  }

  private static Step step(Matcher matcher) {
    if (matcher.group(1) != null) {
      return new Elements();
    }
    if (matcher.group(2) != null) {
      return new Values();
    }

    return new Member(
        Optional.ofNullable(matcher.group(4)).orElseGet(() -> matcher.group(5).replace("``", "`")));
  }

  /** The type at the end of this path from a value of {@code type}; empty if it leads nowhere. */
  public Optional<FieldType> findType(FieldType type) {
    Optional<FieldType> at = Optional.of(type);
    for (Step step : steps) {
      at = at.flatMap(here -> next(here, step));
    }
    return at;
  }

  private static Optional<FieldType> next(FieldType type, Step step) {
    if (step instanceof Elements) {
      return type instanceof FieldType.Array array
          ? Optional.of(array.element())
          : Optional.empty();
    }
    if (step instanceof Values) {
      return type instanceof FieldType.Map map ? Optional.of(map.value()) : Optional.empty();
    }

    String name = ((Member) step).name();
    return type instanceof FieldType.Struct struct
        ? struct.members().stream()
            .filter(member -> member.name().equalsIgnoreCase(name))
            .map(FieldType.Struct.Member::type)
            .findFirst()
        : Optional.empty();
  }

  /** What lies at the end of this path from {@code field}, in words: {@code items[].price}. */
  public String from(String field) {
    return steps.get(0) instanceof Member ? field + "." + this : field + this;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      if (step instanceof Member member) {
        text.append(text.isEmpty() ? "" : ".").append(quoteIfNeeded(member.name()));
      } else {
        text.append(step instanceof Elements ? "[]" : "{}");
      }
    }
    return text.toString();
  }

  private static String quoteIfNeeded(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : "`" + name.replace("`", "``") + "`";
  }
}
