package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/** Someone who acts: a user with the roles they hold and the domain they belong to. */
public record Principal(String user, Set<String> roles, String domain) {

  public Principal {
    requireNonNull(user, "user");
    roles = Set.copyOf(roles);
    requireNonNull(domain, "domain");
  }
}
