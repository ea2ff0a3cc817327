package dev.kiln.docs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes docs/commands.md from the commands as picocli knows them. */
final class CommandsPage {

  private static final String INTRODUCTION =
      """
      # Commands

      <!-- Generated from the commands themselves. After a change run docs/refresh -->

      `./kiln` builds what a command needs, the first time and after a change, and runs it. `train`, `evaluate`, `compare` and
      `export` bring PyTorch along (about 110 MB), the others do not.

      Every command has `--help`. Those that do not train have `--debug`, which prints the stack trace with an error. An
      error is one sentence on stderr. Exit codes: 0 done, 1 failed, 2 typed wrongly. `KILN_OPTS` holds options of the
      Java machine, such as `-Xmx4g`; `KILN_PROFILES=gpu` builds for CUDA ([how](guides/gpu.md)); `KILN_LOG_LEVEL` and
      `KILN_LOG_FORMAT` are on [the page of metrics and logs](metrics.md#logs).

      | command | what it does |
      | --- | --- |
      """;

  private static final String SHARED = "options that its commands share";
  private static final String TABLE = "| option | default | what it does |\n| --- | --- | --- |\n";

  /** A line of a list in a help text: two blanks, a value, and what it means. */
  private static final Pattern ITEM = Pattern.compile("^  (\\S+) {2,}(.*)$");

  /** Between two sentences, which is not after "et al.". */
  private static final Pattern SENTENCE = Pattern.compile("(?<=\\.)(?<!al\\.) ");

  private CommandsPage() {}

  static String render() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (CommandLine command : Programs.commands()) {
      String name = Programs.name(command);
      page.append(
          "| [`./%s`](#%s) | %s |\n"
              .formatted(name, name.replace(' ', '-'), cell(firstSentence(command))));
    }
    Set<CommandLine> told = new HashSet<>();
    for (CommandLine command : Programs.commands()) {
      CommandLine group = command.getParent();
      if (told.add(group) && !shared(group).isEmpty()) {
        sharedOptions(page, group, command);
      }
      section(page, command);
    }
    return page.toString();
  }

  /** Once for a group of commands: the options that its commands share. */
  private static void sharedOptions(StringBuilder page, CommandLine group, CommandLine first) {
    Set<String> shared = shared(group);
    page.append("\n## ./%s: %s\n\n".formatted(Programs.name(group), SHARED));
    page.append(TABLE);
    options(first).stream()
        .filter(option -> shared.contains(option.longestName()))
        .forEach(option -> row(page, name(option), option));
  }

  /** The options that all commands of a group have, but for one at most. */
  private static Set<String> shared(CommandLine group) {
    List<List<String>> commands =
        Set.copyOf(group.getSubcommands().values()).stream()
            .map(command -> options(command).stream().map(OptionSpec::longestName).toList())
            .toList();
    return commands.stream()
        .flatMap(List::stream)
        .filter(
            name ->
                commands.stream().filter(names -> names.contains(name)).count()
                    >= Math.max(3, commands.size() - 1))
        .collect(Collectors.toSet());
  }

  private static void section(StringBuilder page, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    page.append("\n## ./%s\n\n".formatted(Programs.name(command)));
    for (String line : spec.usageMessage().description()) {
      page.append(line.isBlank() ? "\n" : escaped(line) + "\n");
    }
    page.append("\n```\n").append(Programs.example(command)).append("\n```\n\n");
    List<OptionSpec> own = new ArrayList<>(options(command));
    Set<String> shared = shared(command.getParent());
    if (own.stream().map(OptionSpec::longestName).toList().containsAll(shared)
        && !shared.isEmpty()) {
      own.removeIf(option -> shared.contains(option.longestName()));
      String anchor = (Programs.name(command.getParent()) + " " + SHARED).replace(' ', '-');
      page.append("With [the options that its group shares](#%s)".formatted(anchor));
      page.append(own.isEmpty() ? ".\n" : ", and\n\n");
    }
    if (!own.isEmpty() || !spec.positionalParameters().isEmpty()) {
      page.append(TABLE);
      spec.positionalParameters()
          .forEach(parameter -> row(page, parameter.paramLabel(), parameter));
      own.forEach(option -> row(page, name(option), option));
    }
  }

  /** What a command can be told, without what every command has. */
  private static List<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .filter(option -> !option.longestName().equals("--debug"))
        .toList();
  }

  private static void row(StringBuilder page, String name, ArgSpec argument) {
    String value = defaultOf(argument);
    String shown = value.isEmpty() || argument.required() ? "" : "`" + value + "`";
    page.append(
        "| `%s` | %s | %s |\n"
            .formatted(
                name, argument.required() ? "required" : shown, cell(meaning(argument, value))));
  }

  private static String name(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  /** Empty for nothing, for no elements, and for a flag that is not set. */
  private static String defaultOf(ArgSpec argument) {
    @Nullable String value = argument.defaultValueString(true);
    return value == null || List.of("null", "false", "[]", "{}").contains(value)
        ? ""
        : value.replaceFirst("\\.0$", "");
  }

  /** What its help says, without the default, which has a column of its own. */
  private static String meaning(ArgSpec argument, String value) {
    StringBuilder text = new StringBuilder();
    for (String line : argument.description()) {
      Matcher item = ITEM.matcher(line);
      text.append(
          item.matches()
              ? "<br>`%s`: %s".formatted(item.group(1), escaped(item.group(2)))
              : " " + escaped(line.strip()));
    }
    return text.toString()
        .replace(" (default: " + value + ")", "")
        .replace(" Default: " + value + ".", "")
        .replaceAll(" {2,}", " ")
        .strip();
  }

  private static String firstSentence(CommandLine command) {
    String text = String.join(" ", command.getCommandSpec().usageMessage().description());
    return escaped(SENTENCE.splitAsStream(text).findFirst().orElse(""));
  }

  private static String escaped(String text) {
    return text.replace("<", "&lt;").replace("%%", "%").replace("*", "\\*");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
