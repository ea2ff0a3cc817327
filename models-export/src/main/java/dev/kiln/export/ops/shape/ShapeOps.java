package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.ParameterValue;
import java.util.Arrays;

/**
 * Checks a network without running it: every operation says which shape comes out, or why none can.
 *
 * <p>The batch is the open size N, and inputs may have further open sizes, so what passes holds for
 * all of them. Cheap enough for the start of every training. Safe for many threads.
 */
public final class ShapeOps
    implements Ops<Dims>,
        ShapeArithmetic,
        ShapeReductions,
        ShapeShaping,
        ShapeActivations,
        ShapeProjections,
        ShapeResampling,
        ShapeNormalisations,
        ShapeSequences {
  private final String place;

  /** At the top of a network. */
  public ShapeOps() {
    this("");
  }

  private ShapeOps(String place) {
    this.place = place;
  }

  @Override
  public ShapeOps in(String name) {
    return new ShapeOps(place.isEmpty() ? name : place + "." + name);
  }

  @Override
  public Check check(String operation) {
    return new Check(operation, place);
  }

  @Override
  public Dims parameter(String name, Initializer initializer, long... shape) {
    return weight("parameter", name, shape);
  }

  @Override
  public Dims buffer(String name, double initial, long... shape) {
    return weight("buffer", name, shape);
  }

  private Dims weight(String operation, String name, long... shape) {
    check(operation)
        .require(
            Arrays.stream(shape).allMatch(size -> size > 0),
            name + " must have sizes of at least 1, was " + Arrays.toString(shape));
    return Dims.floats(shape);
  }

  @Override
  public Dims constant(float[] values, long... shape) {
    return filled(values.length, shape);
  }

  @Override
  public Dims indices(long[] values, long... shape) {
    return filled(values.length, shape).of(Element.WHOLE);
  }

  private Dims filled(int values, long... shape) {
    check("constant")
        .require(
            ParameterValue.count(shape) == values,
            "shape " + Arrays.toString(shape) + " does not hold " + values + " values");
    return Dims.floats(shape);
  }
}
