package dev.kiln.streams.augment;

import java.util.Map;

/**
 * How a stream is augmented.
 *
 * @param name of the augmentation; its stores and headers are named by it
 * @param input the labelled stream
 * @param output the same with samples
 * @param notices where the gate says what it does
 * @param requests where Kiln's app reads requests
 * @param samples where it writes samples
 * @param labels where records have their class
 * @param features what drift is measured in
 * @param asks how samples are asked for
 * @param targets the share that a class is to have at least, from 0 to 1, at most 1 in all
 * @param maxRatio samples per real record, at most
 * @param windowMs how long a window is, by the records' time
 * @param graceMs how late a record may be
 * @param batch how many samples are asked for at a time at least
 * @param driftLimit the distance beyond which samples are stopped
 * @param driftSpan over about how many records statistics go
 * @param driftMin how many records of each kind it takes to judge
 */
public record AugmentOptions(
    String name,
    String input,
    String output,
    String notices,
    String requests,
    String samples,
    Labels labels,
    Features features,
    Asks asks,
    Map<String, Double> targets,
    double maxRatio,
    long windowMs,
    long graceMs,
    int batch,
    double driftLimit,
    int driftSpan,
    int driftMin) {

  static final String BALANCES = "balances";
  static final String EXEMPLARS = "exemplars";
  static final String DRIFTS = "drifts";

  public AugmentOptions {
    targets = Map.copyOf(targets);
    double sum = targets.values().stream().mapToDouble(t -> t).sum();
    if (targets.values().stream().anyMatch(t -> !(t > 0 && t < 1)) || sum > 1) {
      throw new IllegalArgumentException(
          "target shares must be between 0 and 1, and 1 at most in all, were " + targets);
    }
    if (input.equals(output)) {
      throw new IllegalArgumentException(
          "input and output must be different topics, were " + input);
    }
  }

  /** The name of a store. */
  String store(String which) {
    return name + "-" + which;
  }
}
