package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** Whose products a policy is about: those of one domain, or all. */
public record Scope(Optional<String> domain) implements Comparable<Scope> {

  public static final Scope GLOBAL = new Scope(Optional.empty());

  public Scope {
    requireNonNull(domain, "domain");
  }

  public static Scope of(String domain) {
    return new Scope(Optional.of(domain));
  }

  public boolean isGlobal() {
    return domain.isEmpty();
  }

  /** Says whether a policy of this scope is about the products of {@code other}. */
  public boolean covers(String other) {
    return domain.map(other::equals).orElse(true);
  }

  @Override
  public int compareTo(Scope other) {
    return toString().compareTo(other.toString());
  }

  /** Prints {@code global}, or {@code domain sales}. */
  @Override
  public String toString() {
    return domain.map(name -> "domain " + name).orElse("global");
  }
}
