package dev.kiln.generation.card;

import dev.kiln.generation.tensor.Shape;

/**
 * The Gaussian vector that a single-shot stage starts from.
 *
 * @param shape its shape, without the batch dimension
 */
public record LatentSpec(Shape shape) {

  public LatentSpec {
    Require.present("latent.shape", shape);
  }
}
