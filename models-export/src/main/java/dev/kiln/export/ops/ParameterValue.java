package dev.kiln.export.ops;

import java.util.Arrays;

/**
 * The values of one parameter, row-major, apart from any back end.
 *
 * @param shape the dimensions, outermost first; empty for a single number
 * @param values as many values as the shape has places
 */
@SuppressWarnings("ArrayRecordComponent")
public record ParameterValue(long[] shape, float[] values) {
  public ParameterValue {
    if (count(shape) != values.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " needs "
              + count(shape)
              + " values, got "
              + values.length);
    }
  }

  /** The number of places in a shape. */
  public static long count(long... shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }
}
