package dev.kiln.export.recipe;

import dev.kiln.export.data.LabelledImages;
import java.util.Random;

/** Two classes of 8 x 8 images: a bright column, or a bright row, anywhere. */
final class Stripes implements LabelledImages {
  static final int SIDE = 8;

  @Override
  public int size() {
    return 512;
  }

  @Override
  public int classes() {
    return 2;
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
  public void read(int index, float[] target, int offset) {
    int place = new Random(index).nextInt(SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        target[offset + y * SIDE + x] = (label(index) == 0 ? x : y) == place ? 1 : -1;
      }
    }
  }

  @Override
  public int label(int index) {
    return index % 2;
  }
}
