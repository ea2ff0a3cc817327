package dev.kiln.export.evaluate.measure;

import java.util.Arrays;

/**
 * Points in a space of {@code width} dimensions, one after the other.
 *
 * @param width how many numbers a point has
 * @param values all points, flat: point i begins at {@code i * width}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Points(int width, float[] values) {
  public Points {
    if (width < 1 || values.length % width != 0) {
      throw new IllegalArgumentException(
          values.length + " numbers are no whole points of " + width + " numbers each");
    }
  }

  /** How many points there are. */
  public int count() {
    return values.length / width;
  }

  /** A number of a point. */
  public float at(int point, int dimension) {
    return values[point * width + dimension];
  }

  /** A copy of one point. */
  public float[] point(int index) {
    return Arrays.copyOfRange(values, index * width, (index + 1) * width);
  }

  /** Some of the points, in the order of the indices. */
  public Points pick(int... indices) {
    float[] picked = new float[Math.multiplyExact(indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(values, indices[i] * width, picked, i * width, width);
    }
    return new Points(width, picked);
  }

  /** The first points. */
  public Points first(int count) {
    return count == count() ? this : new Points(width, Arrays.copyOf(values, count * width));
  }

  /** Says what is wrong if the other points live in another space. */
  void requireSameSpace(Points other) {
    if (other.width != width) {
      throw new IllegalArgumentException(
          "points of " + width + " and of " + other.width + " dimensions cannot be compared");
    }
  }
}
