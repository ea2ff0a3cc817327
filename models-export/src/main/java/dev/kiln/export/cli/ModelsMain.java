package dev.kiln.export.cli;

import dev.kiln.export.export.ExportException;
import dev.kiln.export.recipe.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the training side: {@code train} and {@code evaluate}. */
@Command(
    name = "kiln",
    description = "Trains generators on PyTorch, exports them as ONNX, and judges them.",
    mixinStandardHelpOptions = true,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ExportCommand.class
    })
public final class ModelsMain {
  private ModelsMain() {}

  /** Runs a subcommand and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] arguments) {
    StopSignal.exit(commandLine().execute(arguments));
  }

  /** The command line with all commands. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new ModelsMain());
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof IOException
              || exception instanceof IllegalArgumentException
              || exception instanceof TrainingException
              || exception instanceof ExportException) {
            command.getErr().println("kiln: " + Sentence.of(exception));
            return 1;
          }
          throw exception;
        });
    line.setParameterExceptionHandler(ModelsMain::wrongArgument);
    return line;
  }

  /** One sentence, what picocli proposes instead, and where to read on. */
  private static int wrongArgument(ParameterException exception, String... arguments) {
    CommandLine command = exception.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("kiln: " + exception.getMessage());
    UnmatchedArgumentException.printSuggestions(exception, err);
    err.println("see: ./" + command.getCommandSpec().qualifiedName(" ") + " --help");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
