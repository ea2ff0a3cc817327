package dev.kiln.generation.stage;

import dev.kiln.generation.request.GuidanceOptions;

/**
 * Classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598) as a walk uses it.
 *
 * @param strength 1 is unguided
 * @param options rescaling and interval
 * @param negative the conditions to steer away from, where the request names some; those that it
 *     does not name are "no condition"
 */
public record Guidance(double strength, GuidanceOptions options, Conditions negative) {

  /** Whether network call {@code call} of {@code calls} needs the second prediction. */
  boolean covers(int call, int calls) {
    return strength != 1 && options.covers(call, calls);
  }

  /** Whether the merged prediction is pulled back to the conditional one's spread. */
  boolean rescales() {
    return options.rescale() != 0;
  }

  /**
   * Rescaled guidance (Lin et al. 2024, arXiv 2305.08891, equations 15 and 16): m = mu + g (mc -
   * mu), then m * (phi * std(mc) / std(m) + 1 - phi).
   *
   * @param conditional mc; receives the result
   * @param unconditional mu
   */
  void mergeRescaled(float[] conditional, float[] unconditional) {
    double before = deviation(conditional);
    for (int i = 0; i < conditional.length; i++) {
      conditional[i] = (float) (unconditional[i] + strength * (conditional[i] - unconditional[i]));
    }
    double after = deviation(conditional);
    if (after == 0) {
      return;
    }
    double phi = options.rescale();
    float factor = (float) (phi * before / after + 1 - phi);
    for (int i = 0; i < conditional.length; i++) {
      conditional[i] *= factor;
    }
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value;
    }
    mean /= values.length;
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
