package dev.kiln.docs;

import dev.kiln.bench.cli.BenchMain;
import dev.kiln.export.cli.ModelsMain;
import dev.kiln.streams.cli.KilnMain;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The three programs behind {@code ./kiln}, as one list of commands. */
final class Programs {

  private Programs() {}

  /** The programs, in the order of the page. */
  static List<CommandLine> roots() {
    return List.of(
        KilnMain.commandLine(new KilnMain()),
        ModelsMain.commandLine(),
        KilnMain.commandLine(new BenchMain()));
  }

  /** Every command that does something itself: those that have no commands below them. */
  static List<CommandLine> commands() {
    return roots().stream().flatMap(Programs::leaves).toList();
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    // An alias leads to the same command a second time.
    List<CommandLine> below =
        new ArrayList<>(new LinkedHashSet<>(command.getSubcommands().values()));
    return below.isEmpty() ? Stream.of(command) : below.stream().flatMap(Programs::leaves);
  }

  /** How it is typed, such as {@code kiln train ddpm}. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName(" ");
  }

  /** The program that a command is part of. */
  static CommandLine programOf(CommandLine command) {
    CommandLine program = command;
    while (program.getParent() != null) {
      program = program.getParent();
    }
    return program;
  }

  /** The command line that its help gives as an example; empty where it gives none. */
  static String example(CommandLine command) {
    List<String> footer = List.of(command.getCommandSpec().usageMessage().footer());
    int heading = footer.indexOf("Example:");
    return heading < 0 || heading + 1 == footer.size() ? "" : footer.get(heading + 1).strip();
  }
}
