package io.meshwright.governance;

import static java.util.Objects.requireNonNull;

import io.meshwright.contract.Contract;
import java.util.Optional;

/** What is known of the version that a contract is to follow. */
public sealed interface Previous {

  /** Nobody looked. */
  record Unknown() implements Previous {}

  /** It was looked for, and there never was one. */
  record None() implements Previous {}

  /**
   * Something was published, and nobody knows any more by which contract.
   *
   * @param why such as {@code 1.2.0 was published last, and there is no FILE}
   */
  record Lost(String why) implements Previous {
    public Lost {
      requireNonNull(why, "why");
    }
  }

  /** The contract that was published last. */
  record Published(Contract contract) implements Previous {
    public Published {
      requireNonNull(contract, "contract");
    }
  }

  /** The contract that was published last, where there is one and it is known. */
  default Optional<Contract> find() {
    return this instanceof Published published
        ? Optional.of(published.contract())
        : Optional.empty();
  }

  /** What was found by who looked for it. */
  static Previous of(Optional<Contract> found) {
    return found.<Previous>map(Published::new).orElseGet(None::new);
  }
}
