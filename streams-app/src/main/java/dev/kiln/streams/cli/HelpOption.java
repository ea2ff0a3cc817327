package dev.kiln.streams.cli;

import picocli.CommandLine.Option;

/** {@code --help} and {@code --debug}, which every command has. */
public final class HelpOption {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;

  @Option(names = "--debug", description = "Print the stack trace with an error.")
  boolean debug;
}
