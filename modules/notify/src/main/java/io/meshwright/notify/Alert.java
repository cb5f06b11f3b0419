package io.meshwright.notify;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.ProductName;
import io.meshwright.contract.Severity;
import java.util.Comparator;

/** Something about a product that somebody asked to be told of, and that holds now. */
public record Alert(AlertKey key, Severity severity, Occasion occasion, Finding finding) {

  /** The most severe first, then by type, condition and subject. */
  public static final Comparator<Alert> WORST_FIRST =
      Comparator.comparing(Alert::severity)
          .reversed()
          .thenComparing(alert -> alert.key().type())
          .thenComparing(alert -> alert.key().condition())
          .thenComparing(alert -> alert.key().subject().orElse(""));

  public Alert {
    requireNonNull(key, "key");
    requireNonNull(severity, "severity");
    requireNonNull(occasion, "occasion");
    requireNonNull(finding, "finding");
  }

  public ProductName product() {
    return key.product();
  }
}
