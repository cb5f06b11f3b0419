package io.meshwright.cli;

import io.meshwright.governance.compliance.ComplianceHtml;
import io.meshwright.governance.compliance.ComplianceJson;
import io.meshwright.governance.compliance.ComplianceReport;
import io.meshwright.governance.compliance.ComplianceSarif;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** In which forms a compliance report is wanted, and where. */
final class ComplianceOutput {

  /** A form of a report, and the file it goes to. */
  enum Form {
    JSON("compliance.json"),
    HTML("compliance.html"),
    JUNIT("compliance.junit.xml"),
    SARIF("compliance.sarif");

    private final String file;

    Form(String file) {
      this.file = file;
    }
  }

  @Mixin private CommonOptions common;

  @Option(names = "--html", description = "One page of HTML that needs nothing else.")
  private boolean html;

  @Option(names = "--junit", description = "JUnit XML, for build servers.")
  private boolean junit;

  @Option(names = "--sarif", description = "SARIF 2.1.0, which code hosts show beside the line.")
  private boolean sarif;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write the chosen forms to files of this folder, or every form if none is chosen. Without"
              + " it one form is printed.")
  private Optional<Path> folder;

  /**
   * Checks that the options make sense together.
   *
   * @throws UsageException if several forms are to be printed
   */
  void requirePrintable() {
    if (folder.isEmpty() && chosen().size() > 1) {
      throw new UsageException(
          "Cannot print %s at once"
              .formatted(
                  String.join(
                      ", ", chosen().stream().map(form -> "--" + HumanText.word(form)).toList())),
          "write them to a folder with --out DIR, or choose one");
    }
  }

  /** Writes the report to files, and prints what the reader is to see at once. */
  void write(ComplianceReport report, PrintWriter out) {
    Set<Form> chosen = chosen();
    if (folder.isPresent()) {
      Set<Form> written = chosen.isEmpty() ? EnumSet.allOf(Form.class) : chosen;
      written.forEach(form -> write(folder.get().resolve(form.file), text(form, report)));
    }
    if (common.json()) {
      out.print(text(Form.JSON, report));
    } else if (folder.isPresent() || chosen.isEmpty()) {
      out.println(ComplianceText.of(report, Terminal.ansi()));
    } else {
      out.print(text(chosen.iterator().next(), report));
    }
    out.flush();
  }

  private Set<Form> chosen() {
    Set<Form> chosen = EnumSet.noneOf(Form.class);
    if (common.json()) {
      chosen.add(Form.JSON);
    }
    if (html) {
      chosen.add(Form.HTML);
    }
    if (junit) {
      chosen.add(Form.JUNIT);
    }
    if (sarif) {
      chosen.add(Form.SARIF);
    }
    return chosen;
  }

  static String text(Form form, ComplianceReport report) {
    return switch (form) {
      case JSON -> Json.print(ComplianceJson.of(report)) + "\n";
      case HTML -> ComplianceHtml.of(report);
      case JUNIT -> ComplianceJunit.of(report);
      case SARIF -> Json.print(ComplianceSarif.of(report, Path.of(""))) + "\n";
    };
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write %s".formatted(file), e);
    }
  }
}
