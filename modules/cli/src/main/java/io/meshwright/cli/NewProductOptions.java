package io.meshwright.cli;

import io.meshwright.contract.Owner;
import io.meshwright.contract.ProductName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What only a person can say of a product that is made of a source. */
final class NewProductOptions {

  static final String DOMAIN = "sandbox";
  private static final String OWNER = "my-team";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The product's name in the contract. Default: the source's.")
  private Optional<String> name;

  @Option(
      names = "--domain",
      paramLabel = "NAME",
      description = "The product's domain in the contract. Default: " + DOMAIN + ".")
  private Optional<String> domain;

  @Option(
      names = "--owner",
      paramLabel = "TEAM",
      defaultValue = OWNER,
      description = "The owner's team in the contract. Default: ${DEFAULT-VALUE}.")
  private String owner;

  @Option(
      names = "--location",
      paramLabel = "URI",
      description = "Where the product is published. Default: s3://data-products/DOMAIN/NAME/.")
  private Optional<String> location;

  Optional<String> name() {
    return name;
  }

  Optional<String> domain() {
    return domain;
  }

  Owner owner() {
    return new Owner(owner, Optional.empty(), Optional.empty());
  }

  String location(ProductName product) {
    return location.orElseGet(
        () -> "s3://data-products/%s/%s/".formatted(product.domain(), product.product()));
  }
}
