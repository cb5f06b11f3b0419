package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandTest {

  private static final String LOOSE =
      """
      version: '1.0.0'   # the first
      name: orders
      domain: sales
      owner: {team: sales}
      schema: {type: delta, location: /data/orders, fields: [{name: id, type: string}]}
      """;

  private static final String TIDY =
      """
      name: orders
      version: 1.0.0 # the first
      domain: sales
      owner:
        team: sales
      schema:
        type: delta
        location: /data/orders
        fields:
          - name: id
            type: string
      """;

  @TempDir private Path folder;

  @Test
  void rewritesTheFilesThatAreNotAsTheyShouldBe() throws IOException {
    Path loose = write("a/data_product.yaml", LOOSE);
    Path tidy = write("b/data_product.yaml", TIDY);

    assertThat(Invocation.of("format", folder.toString()))
        .isEqualTo(new Invocation(0, loose + "\n1 changed, 1 as it should be\n", ""));
    assertThat(loose).hasContent(TIDY);
    assertThat(tidy).hasContent(TIDY);
    assertThat(Invocation.of("format", folder.toString()))
        .isEqualTo(new Invocation(0, "0 changed, 2 as it should be\n", ""));
  }

  @Test
  void checksWithoutWriting() throws IOException {
    Path file = write("data_product.yaml", LOOSE);

    assertThat(Invocation.of("format", "--check", file.toString()))
        .isEqualTo(
            new Invocation(
                5,
                file + "\n1 would change, 0 as it should be\n",
                "    fix: run 'mesh format' on the files above and look at the difference\n"));
    assertThat(file).hasContent(LOOSE);
  }

  @Test
  void writesNothingIfOneFileIsInvalid() throws IOException {
    Path loose = write("a/data_product.yaml", LOOSE);
    Path invalid = write("b/data_product.yaml", LOOSE.replace("type: string", "type: strng"));

    Invocation invocation = Invocation.of("format", folder.toString());

    assertThat(invocation.exitCode()).isEqualTo(3);
    assertThat(invocation.err()).startsWith(invalid + ":5:");
    assertThat(loose).hasContent(LOOSE);
  }

  @Test
  void printsOneJsonDocument() throws IOException {
    Path file = write("data_product.yaml", LOOSE);

    assertThat(Invocation.of("format", "--check", "--json", file.toString()))
        .isEqualTo(
            new Invocation(
                5,
                """
                {
                  "exit_code" : 5,
                  "written" : false,
                  "files" : [ {
                    "file" : "%s",
                    "changed" : true
                  } ]
                }
                """
                    .formatted(file),
                ""));
  }

  @Test
  void saysThatNothingWasThereToFormat() {
    assertThat(Invocation.of("format", folder.toString()).exitCode()).isEqualTo(6);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
