package dev.kiln.generation.card;

import org.jspecify.annotations.Nullable;

/**
 * What a request gets that does not say otherwise.
 *
 * @param sampler the sampler's short name
 * @param steps how many steps
 * @param guidance the guidance strength; 1 is unguided
 */
public record Defaults(String sampler, int steps, @Nullable Double guidance) {

  public Defaults {
    Require.present("defaults.sampler", sampler);
    if (steps < 1) {
      throw new IllegalArgumentException("defaults.steps must be at least 1, was " + steps);
    }
    guidance = guidance == null ? 1.0 : guidance;
  }

  public double guidanceStrength() {
    return guidance == null ? 1.0 : guidance;
  }
}
