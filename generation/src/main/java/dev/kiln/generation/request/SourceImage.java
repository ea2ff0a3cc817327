package dev.kiln.generation.request;

import dev.kiln.generation.tensor.FloatTensor;
import org.jspecify.annotations.Nullable;

/**
 * A picture to start from (image-to-image, Meng et al. 2022, arXiv 2108.01073), to keep parts of
 * (inpainting, Lugmayr et al. 2022, arXiv 2201.09865), or to restore, as the generator has it.
 * Inside the engine, the given columns of a row are the kept part of one.
 *
 * @param image a sample of the generator's shape and range
 * @param strength how much of the walk is done: 1 from pure noise, 0 returns the image as it is;
 *     null for what is usual
 * @param keep of the generator's shape, 1 where the image is kept to the bit and 0 where it is made
 *     anew, or null to make everything anew
 */
public record SourceImage(
    FloatTensor image, @Nullable Double strength, @Nullable FloatTensor keep) {

  private static final double USUAL_STRENGTH = 0.8;

  /** A picture alone. */
  public static SourceImage of(FloatTensor image) {
    return new SourceImage(image, null, null);
  }

  /** The strength, or what is usual: most of a picture, and all of what is masked. */
  public double strengthOrUsual() {
    if (strength != null) {
      return strength;
    }
    return keep == null ? USUAL_STRENGTH : 1;
  }
}
