package io.meshwright.quality;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a column is taken for personal data. A guess, and a cautious one: what is guessed wrongly is
 * hidden until somebody deletes two lines of a contract.
 *
 * @param category what the contract calls it, such as {@code contact}
 * @param reason for people; tells of no value
 */
public record PersonalData(String category, String reason) {

  /** Categories by what a column of them is called, in lower case with {@code _} between words. */
  private static final Map<String, Pattern> NAMES =
      Map.of(
          "contact",
          words(
              "(e_?)?mails?(_addr(ess)?)?|(tele)?phones?(_(no|nr|num|number))?"
                  + "|mobile(_(no|nr|num|number))?|cell_?phone|fax(_(no|nr|num|number))?"
                  + "|msisdn|street(_addr(ess)?)?|(home|postal|billing|shipping)_addr(ess)?"
                  + "|addr(ess)?(_line)?(_?\\d)?"),
          "identity",
          words(
              "(first|last|full|given|family|middle|maiden|birth|legal)_?name|surname|fname|lname"
                  + "|(customer|client|person|people|contact|patient|employee|holder|recipient"
                  + "|passenger|guest|user)_?name|birth_?da(te|y)|date_of_birth|dob|ssn"
                  + "|social_security(_(no|nr|num|number))?|passport(_(no|nr|num|number))?"
                  + "|national_id|tax_id|driver_?licen[cs]e(_(no|nr|num|number))?"),
          "financial",
          words("iban|(credit_?)?card_?(no|nr|num|number)|account_?(no|nr|num|number)|cvv|cvc"),
          "credential",
          words("password|passwd|pwd|secret|api_?key|(access_?|refresh_?)token|private_?key"));

  /** The name of a person, or of anything else: it depends on what stands beside it. */
  private static final Pattern NAME = words("(\\w_)?name");

  private static final String CAMEL_HUMP = "(?<=[a-z0-9])(?=[A-Z])";

  public PersonalData {
    requireNonNull(category, "category");
    requireNonNull(reason, "reason");
  }

  /** Judges by the name of a column alone. */
  static Optional<PersonalData> byName(String column, List<String> columns) {
    Optional<String> category = findCategory(column);
    boolean isBesideContact =
        columns.stream().anyMatch(other -> findCategory(other).equals(Optional.of("contact")));
    if (category.isEmpty() && isBesideContact && NAME.matcher(normal(column)).matches()) {
      return Optional.of(
          new PersonalData("identity", "its name, beside columns for contacting people"));
    }

    return category.map(found -> new PersonalData(found, "its name"));
  }

  /** Judges by the values: one address for e-mail is one too many to be shown. */
  static Optional<PersonalData> byValues(long filled, long holdingMail, long phones) {
    if (holdingMail > 0) {
      return Optional.of(
          new PersonalData(
              "contact", "%d values that hold an e-mail address".formatted(holdingMail)));
    }

    return phones > 0 && phones * 2 >= filled
        ? Optional.of(
            new PersonalData("contact", "%d values that look like phone numbers".formatted(phones)))
        : Optional.empty();
  }

  private static Optional<String> findCategory(String column) {
    String name = normal(column);
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(name).matches())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /** {@code CustomerName}, {@code customer name} and {@code customer.name} are one name. */
  private static String normal(String column) {
    return column
        .replaceAll(CAMEL_HUMP, "_")
        .replaceAll("[^\\p{L}\\p{N}]+", "_")
        .toLowerCase(Locale.ROOT);
  }

  /** The words, whatever stands before or after them. */
  private static Pattern words(String words) {
    return Pattern.compile("(.*_)?(" + words + ")(_(hash|raw|text|value|\\d))?");
  }
}
