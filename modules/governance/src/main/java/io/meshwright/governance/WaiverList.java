package io.meshwright.governance;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Waivers as files have them; made by {@link WaiverReader}. */
public record WaiverList(List<Waiver> waivers) implements Waivers {

  private static final Comparator<Waiver> ORDER =
      Comparator.comparing(Waiver::product)
          .thenComparing(Waiver::rule)
          .thenComparing(Waiver::expiresOn);

  public static final WaiverList EMPTY = new WaiverList(List.of());

  public WaiverList {
    waivers = waivers.stream().sorted(ORDER).toList();
  }

  /** Of several that hold the one that ends last. */
  @Override
  public Optional<String> find(PolicyViolation violation, LocalDate today) {
    return waivers.stream()
        .filter(waiver -> waiver.holdsOn(today) && waiver.covers(violation))
        .max(Comparator.comparing(Waiver::expiresOn))
        .map(Waiver::id);
  }
}
