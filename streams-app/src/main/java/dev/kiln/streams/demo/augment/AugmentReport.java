package dev.kiln.streams.demo.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of the demo.
 *
 * @param prompts lines of the file of prompts
 * @param pictures PNG files that the sink wrote for them
 * @param data what the stream was made of
 * @param rare the class that was made rare
 * @param real real records in the stream
 * @param synthetic samples that were added, of all classes
 * @param shareBefore the rare class's share of the stream
 * @param shareAfter its share of the output
 * @param target the share that it was to have
 * @param missing real records that are not in the output exactly once
 * @param judged which part of the samples from noise the judge recognises
 * @param judgeUsual what the generator's card says of that
 * @param variations how many of the samples are variations of real records
 * @param judgedVariations which part of those the judge recognises
 * @param judgedReal which part of the held-out real records of that class it recognises
 * @param raw what a classifier gets right that was trained on the stream, of held-out pictures
 * @param augmented the same, trained on the output
 * @param rawRare as {@code raw}, of the rare class alone
 * @param augmentedRare as {@code augmented}, of the rare class alone
 * @param notices what the gate said
 */
public record AugmentReport(
    int prompts,
    int pictures,
    String data,
    int rare,
    int real,
    int synthetic,
    double shareBefore,
    double shareAfter,
    double target,
    int missing,
    double judged,
    double judgeUsual,
    int variations,
    double judgedVariations,
    double judgedReal,
    double raw,
    double augmented,
    double rawRare,
    double augmentedRare,
    List<String> notices) {

  /** One percentage point. */
  private static final double POINT = 0.01;

  /** How much below its usual accuracy the judge may be, for chance. */
  private static final double JUDGE_MARGIN = 0.03;

  public AugmentReport {
    notices = List.copyOf(notices);
  }

  /** Whether all came out as it should. */
  public boolean passed() {
    return problems().isEmpty();
  }

  /** What did not come out as it should, a sentence each. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    check(problems, pictures == prompts, "Not every prompt became one picture.");
    check(problems, missing == 0, "Not every real record is in the output once.");
    check(
        problems,
        Math.abs(shareAfter - target) <= POINT,
        "The rare class is more than a point away from its target share.");
    check(
        problems,
        judged >= judgeUsual - JUDGE_MARGIN,
        "The judge recognises fewer samples than usual.");
    check(
        problems,
        variations == 0 || judgedVariations >= judgedReal - JUDGE_MARGIN,
        "The judge recognises fewer variations than real records.");
    check(
        problems,
        augmented > raw,
        "The classifier that was trained on the output is no better than the one on the stream.");
    return problems;
  }

  private static void check(List<String> problems, boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  /** The report for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Prompts        %d lines of a file, %d pictures in files".formatted(prompts, pictures));
    lines.add("Stream         %d records of %s".formatted(real, data));
    lines.add(
        "Class %d        %s of the stream, %s of the output with %d samples (target %s)"
            .formatted(
                rare, percent(shareBefore), percent(shareAfter), synthetic, percent(target)));
    lines.add(
        "Judge          recognises %s of %d samples from noise (usually %s)"
            .formatted(percent(judged), synthetic - variations, percent(judgeUsual)));
    lines.add(
        "               and %s of %d variations of real records (of the real ones: %s)"
            .formatted(percent(judgedVariations), variations, percent(judgedReal)));
    lines.add(
        "Classifier     right on held-out pictures: %s trained on the stream, %s on the output"
            .formatted(percent(raw), percent(augmented)));
    lines.add(
        "               of class %d alone: %s and %s"
            .formatted(rare, percent(rawRare), percent(augmentedRare)));
    notices.forEach(notice -> lines.add("Gate           " + notice));
    problems().forEach(problem -> lines.add("NOT AS IT SHOULD BE: " + problem));
    return lines;
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }
}
