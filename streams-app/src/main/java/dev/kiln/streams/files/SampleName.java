package dev.kiln.streams.files;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a sample's file is called: all that it takes to make the sample again.
 *
 * @param generator the generator, which names the directory
 * @param label the class that was asked for, or null where none was
 * @param prompt the text that was asked for, or null where none was
 * @param seed the seed
 * @param sampler the sampler used
 * @param steps the steps used
 * @param guidance the guidance used, or null where there was none
 * @param index which of the request's samples
 */
public record SampleName(
    String generator,
    @Nullable String label,
    @Nullable String prompt,
    long seed,
    String sampler,
    int steps,
    @Nullable Double guidance,
    int index) {

  /** The file, relative to the directory of all samples. */
  String path() {
    return stem() + ".png";
  }

  /** The file of a preview after a step, beside it. */
  String stepPath(int step) {
    return "%s-step-%04d.png".formatted(stem(), step);
  }

  private String stem() {
    String guided =
        guidance == null || guidance == 1 || !Double.isFinite(guidance)
            ? ""
            : "-guidance-" + BigDecimal.valueOf(guidance).stripTrailingZeros().toPlainString();
    String what =
        label == null && prompt != null
            ? "prompt-" + safe(prompt)
            : "label-" + (label == null ? "none" : safe(label));
    return "%s/%s-seed-%d-%s-steps-%d%s-index-%02d"
        .formatted(safe(generator), what, seed, safe(sampler), steps, guided, index);
  }

  /** A file name that stays in its directory, whatever a record says. */
  static String safe(String text) {
    String name = text.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
    return name.isEmpty() ? "_" : name.substring(0, Math.min(name.length(), 64));
  }
}
