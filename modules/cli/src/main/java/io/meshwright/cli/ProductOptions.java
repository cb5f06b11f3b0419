package io.meshwright.cli;

import io.meshwright.contract.Diagnostic;
import io.meshwright.pipeline.Environment;
import io.meshwright.pipeline.Pipeline;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** The product that a command is about, and the configuration it is found in. */
final class ProductOptions {

  @Parameters(paramLabel = "PRODUCT", description = Products.HELP)
  private String product;

  @Mixin private ConfigurationOptions configuration;

  /** Loads the configuration; each call reads it again. */
  Environment environment() {
    return configuration.load();
  }

  /** Finds the product and reads its contract; its warnings go to standard error. */
  Pipeline pipeline(Environment environment, CommandSpec spec) {
    Pipeline pipeline = Pipeline.of(Products.of(environment).load(product), environment);
    PrintWriter err = spec.commandLine().getErr();
    pipeline.loaded().warnings().stream()
        .map(Diagnostic::toString)
        .map(HumanText::printable)
        .forEach(err::println);
    return pipeline;
  }
}
