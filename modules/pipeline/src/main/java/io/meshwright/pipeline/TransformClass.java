package io.meshwright.pipeline;

import io.meshwright.contract.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A domain team's transform class: made by name, and told apart from its earlier selves. */
final class TransformClass {

  private TransformClass() {}

  /** A hash of the compiled class: an edited transform is another run. */
  static String fingerprint(Class<?> type) {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream code = type.getResourceAsStream(file)) {
      return code == null
          ? type.getName()
          : Storage.sha256(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return type.getName();
    }
  }

  /**
   * @throws StageFailedException with {@link ExitCode#INVALID} if there is no such class, or it is
   *     no {@link DataProduct} with a public constructor without parameters
   */
  static DataProduct instantiate(String className) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName(className, true, loader)
          .asSubclass(DataProduct.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new StageFailedException(
          ExitCode.INVALID,
          List.of(
              new Problem(
                  "Cannot use transform class '%s': %s".formatted(className, e),
                  "put its jar on the class path; it implements io.meshwright.pipeline.DataProduct"
                      + " and has a public constructor without parameters")));
    }
  }
}
