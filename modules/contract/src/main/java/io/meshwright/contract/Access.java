package io.meshwright.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Who may find, read and write a product. The owner's domain may always do all three. */
public record Access(Classification discovery, List<Grantee> read, List<Grantee> write) {

  /** A role, or everyone of a domain. */
  public record Grantee(Kind kind, String name) {

    public enum Kind {
      ROLE,
      DOMAIN;

      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    public Grantee {
      requireNonNull(kind, "kind");
      requireNonNull(name, "name");
    }

    boolean covers(Principal principal) {
      return kind == Kind.ROLE ? principal.roles().contains(name) : principal.domain().equals(name);
    }

    @Override
    public String toString() {
      return kind + ": " + name;
    }
  }

  public static final Access OWNER_ONLY = new Access(Classification.INTERNAL, List.of(), List.of());

  public Access {
    requireNonNull(discovery, "discovery");
    read = List.copyOf(read);
    write = List.copyOf(write);
  }

  /** Says whether {@code principal} may read a product of the domain {@code owner}. */
  public boolean mayRead(Principal principal, String owner) {
    return principal.domain().equals(owner)
        || Stream.concat(read.stream(), write.stream())
            .anyMatch(grantee -> grantee.covers(principal));
  }
}
