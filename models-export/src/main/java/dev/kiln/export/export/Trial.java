package dev.kiln.export.export;

import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.ParameterValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * Random inputs for one call of a network.
 *
 * @param batch how many rows
 * @param rowShapes the shape of one row of each input
 * @param values a float[] or a long[] for each input, flat
 */
record Trial(int batch, List<long[]> rowShapes, List<Object> values) {
  /**
   * Inputs as the ports describe them.
   *
   * @param length what every open size is taken to be
   */
  static Trial draw(List<Port> ports, int batch, long length, Random random) {
    List<long[]> shapes = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Port port : ports) {
      long[] shape = Arrays.stream(port.shape()).map(size -> size < 0 ? length : size).toArray();
      int count = Math.toIntExact(batch * ParameterValue.count(shape));
      shapes.add(shape);
      values.add(
          switch (port.kind()) {
            case NUMBERS -> floats(count, random::nextGaussian);
            case TIMES -> floats(count, () -> Math.floor(random.nextDouble() * (port.limit() + 1)));
            case INDICES -> random.longs(count, 0, (long) port.limit()).toArray();
          });
    }
    return new Trial(batch, shapes, values);
  }

  private static float[] floats(int count, DoubleSupplier next) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }

  /** The shape of an input, with its batch. */
  long[] shape(int input) {
    long[] row = rowShapes.get(input);
    long[] shape = new long[row.length + 1];
    shape[0] = batch;
    System.arraycopy(row, 0, shape, 1, row.length);
    return shape;
  }
}
