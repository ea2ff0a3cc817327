package dev.kiln.export.cli;

import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a user typed, for the command that a card records. */
final class TypedOptions {
  private TypedOptions() {}

  /**
   * The recipe's own options as they were typed, each after a blank: not those that every recipe
   * has, nor some others.
   */
  static String ofRecipe(CommandSpec spec, String... others) {
    Set<String> common =
        CommandSpec.forAnnotatedObject(new TrainingOptions()).optionsMap().keySet();
    return spec.commandLine().getParseResult().matchedOptions().stream()
        .filter(option -> !common.contains(option.longestName()))
        .filter(option -> !Set.of(others).contains(option.longestName()))
        .map(TypedOptions::typed)
        .collect(Collectors.joining());
  }

  /** A flag stands alone. */
  private static String typed(OptionSpec option) {
    String name = " " + option.longestName();
    return option.arity().max() == 0
        ? name
        : name + " " + String.join(" ", option.originalStringValues());
  }
}
