package dev.kiln.streams.startup;

import java.util.ArrayList;
import java.util.List;

/**
 * What a look at the surroundings found.
 *
 * @param problems what keeps the application from starting, a sentence each
 * @param warnings what it can start with, a sentence each
 */
public record Findings(List<String> problems, List<String> warnings) {

  public static final Findings NONE = new Findings(List.of(), List.of());

  public Findings {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  public static Findings problem(String sentence) {
    return new Findings(List.of(sentence), List.of());
  }

  public static Findings warning(String sentence) {
    return new Findings(List.of(), List.of(sentence));
  }

  /** These, and then the others. */
  public Findings and(Findings others) {
    return new Findings(joined(problems, others.problems), joined(warnings, others.warnings));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
