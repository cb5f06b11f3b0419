package io.meshwright.governance;

import io.meshwright.contract.Classification;
import io.meshwright.contract.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names that mean personal data wherever they appear in a domain's products. */
sealed interface PersonalNames extends Named {

  /** Fields of these names are marked as personal. */
  record Marked(Set<String> names) implements PersonalNames {
    public Marked {
      names = Named.sorted(names);
    }

    @Override
    public String kind() {
      return "pii_fields";
    }

    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().schema().fields().stream()
          .filter(field -> names.contains(field.name()) && !field.traits().pii())
          .map(
              field ->
                  new Breach(
                      Breach.pathOf(field.name(), "is_pii"),
                      "Field '%s' is personal data in this domain, and not marked"
                          .formatted(field.name()),
                      "is_pii: true",
                      "not marked",
                      "add is_pii: true, pii_category and protect"))
          .toList();
    }
  }

  /** Fields of these names are restricted: who reads them is approved one by one. */
  record ApprovalRequired(Set<String> names) implements PersonalNames {
    public ApprovalRequired {
      names = Named.sorted(names);
    }

    @Override
    public String kind() {
      return "approval_required";
    }

    @Override
    public List<Breach> check(Facts facts) {
      return facts.contract().schema().fields().stream()
          .filter(field -> names.contains(field.name()))
          .filter(
              field ->
                  !field.traits().classification().equals(Optional.of(Classification.RESTRICTED)))
          .map(
              field ->
                  new Breach(
                      Breach.pathOf(field.name(), "classification"),
                      "Field '%s' needs approval in this domain".formatted(field.name()),
                      "classification: restricted",
                      field
                          .traits()
                          .classification()
                          .map(found -> found.name().toLowerCase(java.util.Locale.ROOT))
                          .orElse("none"),
                      "add classification: restricted to the field"))
          .toList();
    }
  }

  @Override
  default Severity severity() {
    return Severity.ERROR;
  }
}
