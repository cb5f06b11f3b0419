package io.meshwright.protection;

import io.meshwright.contract.ColumnProtection;
import io.meshwright.contract.Contract;
import io.meshwright.contract.ContractReader;
import io.meshwright.contract.SqlSyntax;
import java.nio.file.Path;
import java.util.Locale;

/** Small contracts whose fields are protected. */
final class Contracts {

  private Contracts() {}

  /** A contract of {@code domain.product} with these lines as its fields. */
  static Contract of(String product, String... fields) {
    return read(product, "", fields);
  }

  /** The same, with keys of the persons whom the field {@code subject} names. */
  static Contract shredding(String product, String subject, String... fields) {
    return read(product, "subject_key: %s%nerasure: shred%n".formatted(subject), fields);
  }

  private static Contract read(String product, String handling, String... fields) {
    String[] name = product.split("\\.", 2);
    String text =
        """
        name: %s
        version: 1.0.0
        domain: %s
        owner: {team: shop}
        %sschema:
          type: delta
          location: s3://data-products/%s/%s/
          fields:
        %s
        """
            .formatted(
                name[1], name[0], handling, name[0], name[1], String.join("\n", fields).indent(4));
    return new ContractReader(SqlSyntax.UNCHECKED)
        .parse(Path.of("data_product.yaml"), text)
        .contract();
  }

  /** A line of a contract: a personal field. */
  static String field(String name, String type, ColumnProtection protection) {
    return "- {name: %s, type: '%s', is_pii: true, pii_category: %s, protect: %s}"
        .formatted(name, type, name, protection.name().toLowerCase(Locale.ROOT));
  }
}
