package dev.kiln.export.evaluate;

import dev.kiln.export.data.LabelledImages;
import java.util.Random;

/**
 * Small grey images of four classes: a bright quarter on dark ground, in noise.
 *
 * @param seed of the noise
 * @param size how many
 * @param side height and width, an even number
 */
public record Quadrants(long seed, int size, int side) implements LabelledImages {
  /** How many classes. */
  public static final int CLASSES = 4;

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return side;
  }

  @Override
  public int width() {
    return side;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Random random = new Random(seed * 1_000_003 + index);
    for (int i = 0; i < side * side; i++) {
      int quarter = (i / side < side / 2 ? 0 : 2) + (i % side < side / 2 ? 0 : 1);
      double value = (quarter == label(index) ? 0.5 : -0.5) + 0.2 * random.nextGaussian();
      double cut = Math.max(-1, Math.min(1, value));
      target[offset + i] = Math.round((cut + 1) * 127.5f) / 127.5f - 1; // 256 levels
    }
  }

  @Override
  public int label(int index) {
    return index % CLASSES;
  }
}
