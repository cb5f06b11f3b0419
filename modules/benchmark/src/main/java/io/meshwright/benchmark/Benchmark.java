package io.meshwright.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.cli.Failures;
import io.meshwright.contract.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bin/mesh benchmark}: the measured claims of the README. Without a name, {@code sales}. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the claims of the README, and prints a Markdown table. Without the name of a claim"
          + " it measures sales.",
      "Give the heap by MESH_JAVA_OPTS=-Xmx4g, and the machine nothing else to do."
    },
    subcommands = {SalesClaim.class, MatrixClaim.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:unexpected failure",
      "2:wrong usage",
      "3:invalid configuration",
      "6:there is no figure to give; standard error says why"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bin/mesh benchmark --scale 0.1              the sales product against a bare write",
      "  bin/mesh benchmark matrix --scale 0.1       every way to check rules, side by side",
      "  bin/mesh benchmark matrix --tables wide --rules 200 --ways bare,gate,deequ",
      "  bin/mesh benchmark matrix --help"
    })
public final class Benchmark implements Callable<Integer> {

  private static final String DEFAULT_CLAIM = "sales";

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(run(writer(FileDescriptor.out), writer(FileDescriptor.err), args));
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    int exitCode =
        commandLine().setOut(out).setErr(err).execute(withClaim(args).toArray(String[]::new));
    out.flush();
    err.flush();
    return exitCode;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE.number();
  }

  private static CommandLine commandLine() {
    return new CommandLine(new Benchmark())
        .setUsageHelpWidth(100)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new Failures());
  }

  /** Options alone are those of the default claim. */
  static List<String> withClaim(String... args) {
    boolean isNamed = args.length > 0 && !args[0].startsWith("-");
    boolean asksForHelp =
        List.of(args).equals(List.of("--help")) || List.of(args).equals(List.of("-h"));
    return isNamed || asksForHelp
        ? List.of(args)
        : Stream.concat(Stream.of(DEFAULT_CLAIM), Stream.of(args)).toList();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
  }
}
