package io.meshwright.pipeline;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Amount;
import io.meshwright.contract.Input;
import io.meshwright.contract.ProductName;
import io.meshwright.contract.ProductReference;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to profile.
 *
 * @param as the product that is to be made of the source; its domain is who reads another's product
 * @param columns the columns to look at, by their names at the source; empty for all
 * @param sample how many rows, or which share of them, to look at; empty for all
 */
public record ProfileRequest(
    Where where, ProductName as, List<String> columns, Optional<Amount> sample) {

  /** Where rows are. */
  public sealed interface Where {}

  /**
   * Files or a Delta table.
   *
   * @param format empty to go by the names of the files
   * @param options for Spark's reader
   */
  public record Files(String path, Optional<Input.FileFormat> format, Map<String, String> options)
      implements Where {
    public Files {
      requireNonNull(path, "path");
      requireNonNull(format, "format");
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
  }

  /**
   * What a product has published.
   *
   * @param personal the fields that its contract marks as personal data
   */
  public record Product(ProductReference reference, Set<String> personal) implements Where {
    public Product {
      requireNonNull(reference, "reference");
      personal = Set.copyOf(personal);
    }
  }

  public ProfileRequest {
    requireNonNull(where, "where");
    requireNonNull(as, "as");
    columns = List.copyOf(columns);
    requireNonNull(sample, "sample");
    sample.ifPresent(ProfileRequest::requireSample);
  }

  private static void requireSample(Amount sample) {
    boolean isSample =
        sample instanceof Amount.Share share
            ? share.fraction().signum() > 0 && share.fraction().compareTo(BigDecimal.ONE) <= 0
            : ((Amount.Count) sample).number().signum() > 0
                && ((Amount.Count) sample).number().scale() == 0
                && ((Amount.Count) sample).number().precision() < 10;
    if (!isSample) {
      throw new IllegalArgumentException(
          "Invalid sample '%s': expected a number of rows, such as 100000, or a share of them, such as 10%%"
              .formatted(sample));
    }
  }
}
