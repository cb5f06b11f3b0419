package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Place;
import io.meshwright.contract.ProductName;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * The word of somebody else than the owner that a product need not keep a rule for a while.
 *
 * @param rule the rule, as {@code policy/rule}
 * @param approvers who said so; one, or several
 * @param approvedOn the first day on which it holds, in UTC
 * @param expiresOn the day on which it no longer holds, in UTC, {@link #LONGEST_DAYS} after the
 *     first at most
 */
public record Waiver(
    String rule,
    ProductName product,
    String reason,
    List<String> approvers,
    LocalDate approvedOn,
    LocalDate expiresOn,
    Place place) {

  public static final int LONGEST_DAYS = 90;

  public Waiver {
    requireNonNull(rule, "rule");
    requireNonNull(product, "product");
    requireNonNull(reason, "reason");
    approvers = List.copyOf(approvers);
    requireNonNull(approvedOn, "approvedOn");
    requireNonNull(expiresOn, "expiresOn");
    requireNonNull(place, "place");
    long days = ChronoUnit.DAYS.between(approvedOn, expiresOn);
    if (days < 1) {
      throw new IllegalArgumentException(
          "Invalid waiver from %s to %s: it ends before it begins"
              .formatted(approvedOn, expiresOn));
    }
    if (days > LONGEST_DAYS) {
      throw new IllegalArgumentException(
          "Invalid waiver from %s to %s: %d days are more than %d"
              .formatted(approvedOn, expiresOn, days, LONGEST_DAYS));
    }
  }

  /** What reports and the audit log call it: no other has the same rule, product and end. */
  public String id() {
    return "%s %s until %s".formatted(product, rule, expiresOn);
  }

  public boolean holdsOn(LocalDate day) {
    return !day.isBefore(approvedOn) && day.isBefore(expiresOn);
  }

  public boolean isOverOn(LocalDate day) {
    return !day.isBefore(expiresOn);
  }

  boolean covers(PolicyViolation violation) {
    return rule.equals(violation.rule().toString()) && product.equals(violation.product());
  }

  /** Names are compared as people do, whatever their case. */
  static String canonical(String person) {
    return person.strip().toLowerCase(Locale.ROOT);
  }
}
