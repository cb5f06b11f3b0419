package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Who answers for a product, and where to reach them. */
public record Owner(String team, Optional<String> contact, Optional<String> slack) {

  public Owner {
    requireNonNull(team, "team");
    requireNonNull(contact, "contact");
    requireNonNull(slack, "slack");
  }
}
