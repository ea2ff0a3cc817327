package dev.kiln.export.recipe;

import dev.kiln.export.data.TrainingSet;
import java.util.Map;
import java.util.Random;

/**
 * Points in the plane of two classes: a ring, or four spots inside it.
 *
 * @param labelled whether the classes are told
 */
record Points(boolean labelled) implements TrainingSet {
  static final int CLASSES = 2;

  @Override
  public int size() {
    return 4096;
  }

  @Override
  public long[] shape() {
    return new long[] {2};
  }

  @Override
  public void read(int index, float[] target, int offset) {
    Random random = new Random(31L * index + 7);
    double angle = 2 * Math.PI * random.nextDouble();
    double radius = 0.9 + 0.03 * random.nextGaussian();
    if (index % CLASSES == 1) {
      target[offset] = (float) ((random.nextBoolean() ? 0.3 : -0.3) + 0.06 * random.nextGaussian());
      target[offset + 1] =
          (float) ((random.nextBoolean() ? 0.3 : -0.3) + 0.06 * random.nextGaussian());
    } else {
      target[offset] = (float) (radius * Math.cos(angle));
      target[offset + 1] = (float) (radius * Math.sin(angle));
    }
  }

  /** The first points of a class, flat. */
  float[] of(int label, int count) {
    float[] points = new float[2 * count];
    for (int i = 0; i < count; i++) {
      read(CLASSES * i + label, points, 2 * i);
    }
    return points;
  }

  @Override
  public Map<String, Integer> conditions() {
    return labelled ? Map.of("label", 1) : Map.of();
  }

  @Override
  public void readCondition(String name, int index, long[] target, int offset) {
    target[offset] = index % CLASSES;
  }

  @Override
  public String caption(int index) {
    return labelled ? Integer.toString(index % CLASSES) : "";
  }
}
