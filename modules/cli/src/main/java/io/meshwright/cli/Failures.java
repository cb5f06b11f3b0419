package io.meshwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwright.contract.Diagnostic;
import io.meshwright.contract.ExitCode;
import io.meshwright.contract.InvalidContractException;
import io.meshwright.governance.audit.BrokenAuditLogException;
import io.meshwright.pipeline.InvalidConfigurationException;
import io.meshwright.pipeline.Problem;
import io.meshwright.pipeline.StageFailedException;
import io.meshwright.protection.ProtectionException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a command says and which exit code it has when it ends with an exception. With {@code
 * --json} standard output still gets one document.
 */
public final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult parseResult) {
    ExitCode exitCode = exitCodeOf(exception);
    PrintWriter err = commandLine.getErr();
    err.println(text(exception));
    if (isAsked(parseResult, CommonOptions.STACKTRACE)) {
      exception.printStackTrace(err);
    }
    if (isAsked(parseResult, CommonOptions.JSON)) {
      commandLine.getOut().println(Json.print(json(exception, exitCode)));
    }
    return exitCode.number();
  }

  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    PrintWriter err = commandLine.getErr();
    err.println(HumanText.printable(exception.getMessage()));
    UnmatchedArgumentException.printSuggestions(exception, err);
    err.printf(
        "See '%s --help' for what it understands.%n", commandLine.getCommandSpec().qualifiedName());
    if (List.of(args).contains(CommonOptions.JSON)) {
      commandLine.getOut().println(Json.print(json(exception, ExitCode.USAGE)));
    }
    return ExitCode.USAGE.number();
  }

  private static ExitCode exitCodeOf(Exception exception) {
    if (exception instanceof StageFailedException failed) {
      return failed.exitCode();
    }
    if (exception instanceof InvalidContractException
        || exception instanceof InvalidConfigurationException) {
      return ExitCode.INVALID;
    }
    if (exception instanceof ProtectionException refused) {
      return refused.exitCode();
    }
    if (exception instanceof UsageException) {
      return ExitCode.USAGE;
    }
    if (exception instanceof BrokenAuditLogException) {
      return ExitCode.REJECTED;
    }

    return ExitCode.UNEXPECTED;
  }

  private static String text(Exception exception) {
    if (exitCodeOf(exception) != ExitCode.UNEXPECTED || exception instanceof StageFailedException) {
      return HumanText.printable(exception.getMessage());
    }

    String log =
        Optional.ofNullable(System.getProperty("mesh.logs"))
            .map("; the log is in %s"::formatted)
            .orElse("");
    return """
        Unexpected failure: %s
            fix: this is a mistake in mesh; please report it with what --stacktrace prints%s"""
        .formatted(HumanText.printable(summary(exception)), log);
  }

  private static ObjectNode json(Exception exception, ExitCode exitCode) {
    ObjectNode failure =
        Json.object().put("exit_code", exitCode.number()).put("exit_meaning", exitCode.meaning());
    if (exception instanceof InvalidContractException invalid) {
      failure.set(
          "problems", Json.array(invalid.diagnostics().stream().map(Failures::diagnosticJson)));
      return failure;
    }

    failure.set("problems", Json.array(problems(exception).map(Failures::problemJson)));
    return failure;
  }

  private static Stream<Problem> problems(Exception exception) {
    if (exception instanceof StageFailedException failed) {
      return failed.problems().stream();
    }
    if (exception instanceof InvalidConfigurationException invalid) {
      return invalid.problems().stream();
    }
    if (exception instanceof ProtectionException refused) {
      return Stream.of(new Problem(refused.problem(), refused.fix()));
    }
    if (exception instanceof UsageException wrong) {
      return Stream.of(wrong.problem());
    }
    if (exception instanceof BrokenAuditLogException broken) {
      return Stream.of(new Problem(broken.problem(), broken.fix()));
    }

    return Stream.of(new Problem(summary(exception), "see --help, or run again with --stacktrace"));
  }

  static ObjectNode diagnosticJson(Diagnostic diagnostic) {
    return Json.object()
        .put("file", diagnostic.file().toString())
        .put("line", diagnostic.line())
        .put("column", diagnostic.column())
        .put("level", HumanText.word(diagnostic.level()))
        .put("problem", diagnostic.problem())
        .put("fix", diagnostic.fix());
  }

  static ObjectNode problemJson(Problem problem) {
    return Json.object().put("problem", problem.problem()).put("fix", problem.fix());
  }

  private static String summary(Exception exception) {
    String message = Optional.ofNullable(exception.getMessage()).orElse("no message");
    if (exception instanceof ParameterException) {
      return message;
    }

    return exception.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }

  private static boolean isAsked(ParseResult parseResult, String option) {
    ParseResult deepest = parseResult;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    return deepest.matchedOptionValue(option, false);
  }
}
