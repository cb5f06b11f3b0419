package io.meshwright.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is formatted says the same, keeps its comments, and is not changed by formatting it again.
 */
class ContractFormatterTest {

  private static final Path FILE = Path.of("data_product.yaml");

  private final ContractReader reader = new ContractReader(SqlSyntax.UNCHECKED);
  private final ContractFormatter formatter = new ContractFormatter(reader);

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void keepsTheContractAndEveryComment(
      @ForAll("contracts") Contract contract, @ForAll("seeds") long seed) {
    String commented = withComments(ContractWriter.write(contract), new Random(seed));

    String once = formatter.format(FILE, commented);

    assertThat(reader.parse(FILE, once).contract()).isEqualTo(contract);
    assertThat(comments(once)).containsExactlyElementsOf(comments(commented));
    assertThat(formatter.format(FILE, once)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "full"})
  void leavesWhatItFormattedAlone(String example) {
    Path file = Path.of("src/test/resources", example, "data_product.yaml");

    ContractFormatter.Formatted formatted = formatter.format(file);

    assertThat(formatted.isChange()).isTrue();
    assertThat(reader.parse(file, formatted.after()).contract())
        .isEqualTo(reader.read(file).contract());
    assertThat(formatter.format(file, formatted.after())).isEqualTo(formatted.after());
    assertThat(comments(formatted.after()))
        .containsExactlyInAnyOrderElementsOf(comments(formatted.before()));
  }

  @Test
  void printsTheWritersTextWhereNothingIsCommented() {
    Contract contract =
        reader.read(Path.of("src/test/resources/full/data_product.yaml")).contract();
    String canonical = ContractWriter.write(contract);

    assertThat(formatter.format(FILE, canonical)).isEqualTo(canonical);
  }

  @Test
  void movesCommentsWithTheirKeys() {
    String text =
        """
        # About this file.

        version: 1.0.0 # the first
        # What it is called.
        name: 'orders'
        domain: sales
        write: {mode: full} # the default
        quality_checks: # of the whole table
          # There are some.
          - row_count: {min: 1} # at least
            name: enough
        sla:
          quality_checks:
            # Not twice.
            - {unique: [id, "day"], name: once} # ever
        schema:
          location: "s3://data/orders/"
          type: delta
          fields:
            # The key.
            - type: string # a text
              name: id
              description: | # in full
                The key # of it
              # Never missing.
              nullable: false
              constraints:
                # Short.
                - max_length: 5
            - { name: day, type: date }
          # Nothing more.
        owner: {team: sales} # who
        # The end.
        """;

    assertThat(formatter.format(FILE, text))
        .isEqualTo(
            """
            # About this file.
            # What it is called.
            name: orders
            version: 1.0.0 # the first
            domain: sales
            # Nothing more.
            owner: # who
              team: sales
            schema:
              type: delta
              location: "s3://data/orders/"
              fields:
                # The key.
                - name: id
                  type: string # a text
                  description: | # in full
                    The key # of it
                  constraints:
                    # Never missing.
                    - not_null
                    # Short.
                    - max_length: 5
                - name: day
                  type: date
            sla:
              # the default
              quality_checks: # of the whole table
                # Not twice.
                # ever
                - name: once
                  unique:
                    - id
                    - day
                # There are some.
                - name: enough
                  row_count: # at least
                    min: 1
            # The end.
            """);
  }

  @Test
  void refusesAnInvalidContract() {
    assertThatThrownBy(() -> formatter.format(FILE, "name: orders # only\n"))
        .isInstanceOf(InvalidContractException.class)
        .hasMessageStartingWith("data_product.yaml:1:1: 'domain' is missing");
  }

  @Provide
  Arbitrary<Contract> contracts() {
    return ContractArbitraries.contracts();
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  /** Canonical text has a line a key, so that a comment fits above and behind each. */
  private static String withComments(String yaml, Random random) {
    StringBuilder commented = new StringBuilder();
    int number = 0;
    for (String line : yaml.split("\n", -1)) {
      if (random.nextInt(4) == 0) {
        commented.append(" ".repeat(random.nextInt(8))).append("# above ").append(number++);
        commented.append(random.nextBoolean() ? "\n" : "\n\n");
      }
      commented.append(line);
      if (random.nextInt(4) == 0 && !line.isEmpty()) {
        commented.append("  # beside ").append(number++);
      }
      commented.append('\n');
    }
    return commented.toString();
  }

  private static List<String> comments(String yaml) {
    return YamlComments.in(FILE, yaml).stream().map(YamlComments.Comment::text).toList();
  }
}
