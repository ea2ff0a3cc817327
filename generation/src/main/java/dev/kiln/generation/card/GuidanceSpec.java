package dev.kiln.generation.card;

import org.jspecify.annotations.Nullable;

/**
 * Classifier-free guidance (Ho and Salimans 2022): how a stage asks its network for the
 * unconditional prediction.
 *
 * @param kind always "classifier-free"
 * @param nullLabel the label index that stands for "no condition"
 * @param max the strongest guidance that a request may ask for
 */
public record GuidanceSpec(String kind, @Nullable Integer nullLabel, @Nullable Double max) {

  public GuidanceSpec {
    if (!"classifier-free".equals(kind)) {
      throw new IllegalArgumentException(
          "guidance.kind must be \"classifier-free\", was \"" + kind + "\"");
    }
    max = max == null ? 20.0 : max;
    if (!(max >= 1) || Double.isInfinite(max)) {
      throw new IllegalArgumentException("guidance.max must be at least 1, was " + max);
    }
  }

  /** The strongest guidance that a request may ask for. */
  public double limit() {
    return max == null ? 20.0 : max;
  }
}
