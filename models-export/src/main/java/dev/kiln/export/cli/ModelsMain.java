package dev.kiln.export.cli;

import dev.kiln.export.export.ExportException;
import dev.kiln.export.recipe.TrainingException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the training side: {@code train} and {@code evaluate}. */
@Command(
    name = "kiln",
    description = "Trains generators on PyTorch, exports them as ONNX, and judges them.",
    mixinStandardHelpOptions = true,
    subcommands = {TrainCommand.class, EvaluateCommand.class, CompareCommand.class})
public final class ModelsMain {
  private ModelsMain() {}

  /** Runs a subcommand and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
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
    return line;
  }
}
