package io.meshwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.meshwright.contract.ExitCode;
import io.meshwright.contract.odcs.OdcsVersion;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The {@code mesh} command: the root that all others hang from. */
@Command(
    name = "mesh",
    mixinStandardHelpOptions = true,
    versionProvider = Mesh.Version.class,
    description = {
      "Turns Spark datasets into data products: a contract goes in, a published table comes out.",
      "",
      "A product is described by its contract, data_product.yaml. A run extracts the contract's"
          + " inputs, transforms them, measures every rule while it writes, and publishes the new"
          + " version only if the rules hold."
    },
    subcommands = {
      DemoCommand.class,
      ProfileCommand.class,
      ValidateCommand.class,
      CheckCommand.class,
      LintCommand.class,
      FormatCommand.class,
      DiffCommand.class,
      MigrateCommand.class,
      DocsCommand.class,
      PlanCommand.class,
      RunCommand.class,
      ReportCommand.class,
      QuarantineCommand.class,
      SlaCommand.class,
      ComplianceCommand.class,
      AuditCommand.class,
      CleanCommand.class,
      RetainCommand.class,
      RetireCommand.class,
      EraseCommand.class,
      DiscloseCommand.class,
      KeysCommand.class,
      ImportCommand.class,
      ExportCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mesh demo                            see a product published from sample data",
      "  mesh profile orders.csv              what a file holds, and a contract for it",
      "  mesh validate jobs                   check every contract below a folder",
      "  mesh diff old.yaml new.yaml          whom a new version of a contract breaks",
      "  mesh migrate sales.orders            what the published table needs for its contract",
      "  mesh plan sales.orders               what a run would do, without doing it",
      "  mesh run sales.orders --date 2024-01-14",
      "  mesh help run                        everything about one command"
    })
public final class Mesh {

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String... args) {
    System.exit(run(args));
  }

  /**
   * Runs one command, printing to standard output and standard error in UTF-8, and returns its exit
   * code. A Spark session that it starts is left running.
   */
  public static int run(String... args) {
    return run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args);
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    int exitCode = commandLine().setOut(out).setErr(err).execute(args);
    out.flush();
    err.flush();
    return exitCode;
  }

  static CommandLine commandLine() {
    CommandLine commandLine =
        new CommandLine(new Mesh())
            .addSubcommand(new CommandLine.HelpCommand())
            .registerConverter(LocalDate.class, Mesh::date)
            .registerConverter(OdcsVersion.class, Mesh::odcsVersion)
            .registerConverter(Instant.class, Mesh::instant)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionStrategy(Mesh::execute)
            .setExecutionExceptionHandler(new Failures())
            .setParameterExceptionHandler(new Failures());
    explainExitCodes(commandLine);
    return commandLine;
  }

  /** A group of commands that is named alone says which there are. */
  private static int execute(ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    CommandLine last = deepest.commandSpec().commandLine();
    boolean isGroup = !last.getSubcommands().isEmpty();
    if (isGroup && !deepest.isUsageHelpRequested() && !deepest.isVersionHelpRequested()) {
      last.usage(last.getErr());
      return ExitCode.USAGE.number();
    }

    return new CommandLine.RunLast().execute(parsed);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'%s' is no day, such as 2024-01-14".formatted(text));
    }
  }

  private static OdcsVersion odcsVersion(String text) {
    try {
      return OdcsVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'%s' is no version, such as 3.1".formatted(text));
    }
  }

  /** A day means its beginning, in UTC. */
  private static Instant instant(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "'%s' is neither a day, such as 2024-01-14, nor an instant, such as 2024-01-14T02:00:00Z"
              .formatted(text));
    }
  }

  /** A command's own words go before what a code means everywhere. */
  private static void explainExitCodes(CommandLine commandLine) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      meanings.put(Integer.toString(exitCode.number()), exitCode.meaning());
    }
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    meanings.putAll(usage.exitCodeList());
    usage.width(100).exitCodeListHeading("%nExit codes:%n").exitCodeList(meanings);
    commandLine.getSubcommands().values().forEach(Mesh::explainExitCodes);
  }

  /** The system's own encoding may know no table borders, and JSON is UTF-8 in any case. */
  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), UTF_8), true);
  }

  /** The version of the jar this class is in. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "mesh "
            + Optional.ofNullable(Mesh.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)")
      };
    }
  }
}
