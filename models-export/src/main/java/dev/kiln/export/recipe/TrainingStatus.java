package dev.kiln.export.recipe;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a training stands.
 *
 * @param progress how far it has come
 * @param images how many images it is to see in all
 * @param unit what they are called, such as images or rows
 * @param losses of the last step, by name
 * @param smoothed the first of them, averaged over the last steps
 * @param imagesPerSecond how fast it goes
 * @param secondsLeft how long it will take from here, if it goes on like this
 */
public record TrainingStatus(
    TrainingProgress progress,
    long images,
    String unit,
    Map<String, Double> losses,
    double smoothed,
    double imagesPerSecond,
    long secondsLeft) {

  /** How much is done, from 0 to 1. */
  public double done() {
    return Math.min(1, (double) progress.images() / images);
  }

  /** All of it in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "step %d, %d of %d %s, smoothed loss %.4f (%s), %.0f %s/s, %s left",
        progress.steps(),
        progress.images(),
        images,
        unit,
        smoothed,
        losses.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ")),
        imagesPerSecond,
        unit,
        left());
  }

  /** The time left. */
  public String left() {
    return time(secondsLeft);
  }

  /** A time for people, such as {@code 12 min 05 s} or {@code 1 h 30 min}. */
  public static String time(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
