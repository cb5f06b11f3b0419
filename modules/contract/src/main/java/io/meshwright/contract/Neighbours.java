package io.meshwright.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files around a contract, wherever it was read from. */
@FunctionalInterface
public interface Neighbours {

  /** The files on disk. */
  Neighbours ON_DISK =
      file -> Files.exists(file) ? Optional.of(ContractReader.text(file)) : Optional.empty();

  /**
   * The text of a file, or empty if there is none.
   *
   * @param file named from where the contract's file is named from
   * @throws InvalidContractException if the file is there and cannot be read
   */
  Optional<String> find(Path file);
}
