package io.meshwright.pipeline;

import io.meshwright.contract.ContractReader;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.LoadedContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A contract file and what stands beside it: in a folder, or packed into a job's jar. */
public sealed interface ProductFiles {

  /** A contract file on disk. */
  static ProductFiles inFolder(Path contractFile) {
    return new Folder(contractFile);
  }

  /** A contract on the class path, such as {@code sales_orders_analytical/data_product.yaml}. */
  static ProductFiles onClassPath(String resource) {
    return new ClassPath(resource);
  }

  /** The contract's file, for messages. */
  Path name();

  /** Reads the contract; throws {@code InvalidContractException} with every problem. */
  LoadedContract readContract(ContractReader reader);

  /**
   * Reads a file beside the contract.
   *
   * @throws StageFailedException with {@link ExitCode#INVALID} if it is not there
   */
  String read(String file);

  /** See {@link #inFolder}. */
  record Folder(Path name) implements ProductFiles {
    @Override
    public LoadedContract readContract(ContractReader reader) {
      return reader.read(name);
    }

    @Override
    public String read(String file) {
      try {
        return Files.readString(name.toAbsolutePath().getParent().resolve(file));
      } catch (IOException e) {
        throw missing(name.resolveSibling(file).toString(), e);
      }
    }
  }

  /** See {@link #onClassPath}. */
  record ClassPath(String resource) implements ProductFiles {
    @Override
    public Path name() {
      return Path.of(resource);
    }

    @Override
    public LoadedContract readContract(ContractReader reader) {
      return reader.parse(name(), load(resource), file -> find(file.toString()));
    }

    @Override
    public String read(String file) {
      return load(resource.substring(0, resource.lastIndexOf('/') + 1) + file);
    }

    private static String load(String resource) {
      return find(resource).orElseThrow(() -> missing("classpath:" + resource, null));
    }

    private static Optional<String> find(String resource) {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      try (InputStream stream = loader.getResourceAsStream(resource)) {
        return stream == null
            ? Optional.empty()
            : Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw missing("classpath:" + resource, e);
      }
    }
  }

  private static StageFailedException missing(String file, Throwable cause) {
    return new StageFailedException(
        ExitCode.INVALID,
        new Problem(
            "Cannot read '%s': there is no such file".formatted(file),
            "correct the name in the contract, or put the file beside it"),
        cause);
  }
}
