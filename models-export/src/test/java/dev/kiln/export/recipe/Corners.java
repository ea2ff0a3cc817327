package dev.kiln.export.recipe;

import dev.kiln.export.data.LabelledImages;
import java.util.Random;

/**
 * Eight by eight pixels: a bright corner, one for each of four classes, of varying size and
 * brightness.
 */
record Corners(int size) implements LabelledImages {
  static final int SIDE = 8;
  static final int CLASSES = 4;

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
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int label(int index) {
    return index % CLASSES;
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Random random = new Random(index);
    int extent = 3 + random.nextInt(2);
    float brightness = 0.5f + 0.5f * random.nextFloat();
    boolean right = label(index) % 2 == 1;
    boolean bottom = label(index) / 2 == 1;
    for (int p = 0; p < SIDE * SIDE; p++) {
      int x = right ? SIDE - 1 - p % SIDE : p % SIDE;
      int y = bottom ? SIDE - 1 - p / SIDE : p / SIDE;
      target[offset + p] = x < extent && y < extent ? brightness : -1;
    }
  }
}
