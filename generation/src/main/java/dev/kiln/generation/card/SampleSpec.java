package dev.kiln.generation.card;

import dev.kiln.generation.tensor.Shape;
import java.util.List;

/**
 * What one sample is.
 *
 * @param kind what the values mean
 * @param shape the shape of one sample; images are [channels, height, width]
 * @param range the smallest and the largest value that a sample may hold
 */
public record SampleSpec(SampleKind kind, Shape shape, List<Double> range) {

  public SampleSpec {
    Require.present("sample.kind", kind);
    Require.present("sample.shape", shape);
    range = range == null ? List.of(-1.0, 1.0) : List.copyOf(range);
    if (range.size() != 2 || !(range.get(0) < range.get(1))) {
      throw new IllegalArgumentException(
          "sample.range must be two numbers, the smaller first, was " + range);
    }
    if (kind == SampleKind.IMAGE) {
      if (shape.rank() != 3) {
        throw new IllegalArgumentException(
            "sample.shape of an image must be [channels, height, width], was " + shape.dims());
      }
      int channels = shape.dims().get(0);
      if (channels != 1 && channels != 3) {
        throw new IllegalArgumentException(
            "an image has 1 or 3 channels, sample.shape says " + channels);
      }
    }
  }

  public double low() {
    return range.get(0);
  }

  public double high() {
    return range.get(1);
  }
}
