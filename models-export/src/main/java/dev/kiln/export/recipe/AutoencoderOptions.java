package dev.kiln.export.recipe;

import java.util.List;

/**
 * What one may choose about a denoising autoencoder.
 *
 * @param corruptions what may have happened to a picture; batches take them in turn
 * @param level the worst of it, from 0 to 1; each picture's own is drawn from below that
 * @param descent how it goes down its loss
 */
public record AutoencoderOptions(List<Corruption> corruptions, double level, Descent descent) {
  public AutoencoderOptions {
    corruptions = List.copyOf(corruptions);
    if (corruptions.isEmpty()) {
      throw new IllegalArgumentException("there must be a corruption to restore from");
    }
    if (!(level > 0 && level <= 1)) {
      throw new IllegalArgumentException(
          "the level of corruption must be above 0 and at most 1, was " + level);
    }
  }

  /** With a level of 0.7. */
  public static AutoencoderOptions of(List<Corruption> corruptions) {
    return new AutoencoderOptions(corruptions, 0.7, Descent.AUTOENCODER);
  }
}
