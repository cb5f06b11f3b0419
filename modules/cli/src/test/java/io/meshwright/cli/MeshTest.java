package io.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwright.contract.ExitCode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MeshTest {

  @ParameterizedTest
  @MethodSource("commands")
  void listsEveryExitCodeInEveryHelp(CommandLine command) {
    String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(help).contains("Exit codes:");
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(help).contains("\n  %d   ".formatted(exitCode.number()));
    }
  }

  @Test
  void saysWhatExitCodesMeanAndWhatTheyMeanToACommandOfItsOwnWords() {
    for (ExitCode exitCode : ExitCode.values()) {
      assertThat(Invocation.of("run", "--help").out())
          .contains("  %d   %s\n".formatted(exitCode.number(), exitCode.meaning()));
    }
    assertThat(Invocation.of("retain", "--help").out())
        .contains(
            "  3   a contract does not tell how old its rows are; the others were done\n",
            "  7   %s\n".formatted(ExitCode.CONFLICT.meaning()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void keepsEveryHelpWithinAHundredColumns(CommandLine command) {
    assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
  }

  static Stream<CommandLine> commands() {
    return withSubcommands(Mesh.commandLine());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(MeshTest::withSubcommands));
  }

  @Test
  void takesNoCommandForWrongUsage() {
    Invocation invocation = Invocation.of();

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err()).startsWith("Usage: mesh [-hV] [COMMAND]");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    assertThat(Invocation.of("valdte"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Unmatched argument at index 0: 'valdte'
                Did you mean: mesh validate or mesh migrate?
                See 'mesh --help' for what it understands.
                """));
  }

  @Test
  void printsAFailureAsJsonToo(@TempDir Path folder) {
    Invocation invocation =
        Invocation.of("run", "sales.orders", "--json", "--conf", folder.toString());

    assertThat(invocation.exitCode()).isEqualTo(2);
    assertThat(invocation.out())
        .isEqualTo(
            """
            {
              "exit_code" : 2,
              "exit_meaning" : "wrong usage",
              "problems" : [ {
                "problem" : "Cannot use --conf %s: there is no mesh.conf in it",
                "fix" : "name the folder that holds mesh.conf"
              } ]
            }
            """
                .formatted(folder));
  }

  @Test
  void refusesAnAttemptBeforeTheFirst() {
    assertThat(Invocation.of("run", "sales.orders", "--attempt", "0"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Invalid attempt 0: attempts count from 1
                    fix: give --attempt 1 or more, or leave it out
                """));
  }

  @Test
  void refusesADayThatIsNone() {
    assertThat(Invocation.of("run", "sales.orders", "--date", "2024-13-01"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Invalid value for option '--date': '2024-13-01' is no day, such as 2024-01-14
                See 'mesh run --help' for what it understands.
                """));
  }

  @Test
  void refusesASampleWithoutRows() {
    assertThat(Invocation.of("demo", "--scale", "0"))
        .isEqualTo(
            new Invocation(
                2,
                "",
                """
                Invalid sample of scale 0.0 over 60 days
                    fix: give a --scale above 0 and at least 1 of --days
                """));
  }
}
