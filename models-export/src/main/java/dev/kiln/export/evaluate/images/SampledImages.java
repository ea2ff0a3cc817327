package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.SampleSet;
import dev.kiln.export.evaluate.features.Images;
import dev.kiln.export.evaluate.measure.Points;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Samples as the pictures that people see. */
final class SampledImages {
  private static final float LEVELS = 255;

  private SampledImages() {}

  /**
   * The samples in [-1, 1], cut at the card's range and rounded to the 256 levels of a PNG file, as
   * real images are; in random order.
   */
  static Images of(SampleSet set, SampleSpec spec, long seed) {
    int count = set.samples().size();
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    int width = spec.shape().size();
    float[] values = new float[Math.multiplyExact(count, width)];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      FloatTensor sample = set.samples().get(order.get(i));
      labels[i] = set.labels()[order.get(i)];
      for (int j = 0; j < width; j++) {
        values[i * width + j] = seen(sample.values()[j], spec);
      }
    }
    return new Images(new Points(width, values), labels);
  }

  private static float seen(float value, SampleSpec spec) {
    double share = (value - spec.low()) / (spec.high() - spec.low());
    return Math.round(Math.max(0, Math.min(1, share)) * LEVELS) * 2 / LEVELS - 1;
  }
}
