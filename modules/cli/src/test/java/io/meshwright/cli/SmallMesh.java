package io.meshwright.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A mesh below one folder: its configuration, and files of products and of their inputs. */
record SmallMesh(Path folder) {

  /** Writes the configuration, in which {@code s3://lake} is the folder {@code lake}. */
  SmallMesh {
    write(
        folder,
        "conf/mesh.conf",
        """
        mesh {
          root = "%1$s/mesh"
          storage { "s3://lake" = "%1$s/lake" }
          publisher = auto
          products = []
          locations {}
          slice {}
          principal { user = tester, roles = [] }
          spark {}
        }
        """
            .formatted(folder));
    write(folder, "conf/local.conf", "");
  }

  void write(String file, String text) {
    write(folder, file, text);
  }

  /** What a command, which may be two words, says about a product. */
  Invocation run(String command, String product, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.add(folder.resolve(product).toString());
    arguments.addAll(List.of("--conf", folder.resolve("conf").toString()));
    arguments.addAll(List.of(options));
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private static void write(Path folder, String file, String text) {
    try {
      Files.createDirectories(folder.resolve(file).getParent());
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
