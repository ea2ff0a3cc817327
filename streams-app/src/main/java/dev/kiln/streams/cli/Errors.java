package dev.kiln.streams.cli;

import dev.kiln.streams.secrets.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people see when something is wrong: a sentence on stderr, and an exit code of 1 or 2. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {

  /** The command was typed wrongly. */
  @Override
  public int handleParseException(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + usage(error));
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("See ./" + name + " --help.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String usage(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String first = unmatched.getUnmatched().get(0);
      boolean command = !unmatched.getCommandLine().getSubcommands().isEmpty();
      return command && !first.startsWith("-")
          ? "there is no command \"" + first + "\""
          : "there is no option \"" + first + "\"";
    }
    return sentence(error);
  }

  /** The command was understood and did not succeed. */
  @Override
  public int handleExecutionException(
      Exception error, CommandLine command, @Nullable ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean debug = parsed != null && debug(parsed);
    String name = command.getCommandSpec().qualifiedName();
    if (error instanceof CommandFailedException expected) {
      expected.sentences().forEach(each -> err.println(Secrets.mask(name + ": " + oneLine(each))));
    } else {
      err.println(
          Secrets.mask(name + ": " + sentence(error) + (debug ? "" : " (--debug shows where)")));
    }
    if (debug) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      err.print(Secrets.mask(trace.toString()));
    }
    err.flush();
    return ExitCode.SOFTWARE;
  }

  private static boolean debug(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      if (at.hasMatchedOption("--debug")) {
        return true;
      }
    }
    return false;
  }

  /** The innermost message that says something, on one line. */
  static String sentence(Throwable error) {
    String message = error.getMessage();
    Throwable at = error;
    while ((message == null || message.isBlank()) && at.getCause() != null) {
      at = at.getCause();
      message = at.getMessage();
    }
    String text = message == null || message.isBlank() ? at.getClass().getSimpleName() : message;
    return oneLine(text);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
