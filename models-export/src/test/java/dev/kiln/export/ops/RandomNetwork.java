package dev.kiln.export.ops;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.ShapeOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network of random operations: each step takes values that were there before and is kept if its
 * shape can be and stays small.
 *
 * <p>Inputs are x [N, 4, 6, 6] and tokens [N, 5]. Operations that jump, such as floor or argMax,
 * are left out: on values that differ in the last digit they differ by one.
 *
 * @param steps what is done, one after the other
 */
record RandomNetwork(List<RandomStep> steps) implements Network {
  private static final int LARGEST_ROW = 1500;

  RandomNetwork {
    steps = List.copyOf(steps);
  }

  /** Six to twelve operations. */
  static RandomNetwork draw(long seed) {
    Random random = new Random(seed);
    List<RandomStep> steps = new ArrayList<>();
    List<Dims> values = start(new ShapeOps(), new RandomNetwork(List.of()).inputDims());
    int wanted = 6 + random.nextInt(7);
    while (steps.size() < wanted) {
      RandomStep step = RandomStep.draw("s" + steps.size(), values, random);
      try {
        Dims result = step.apply(new ShapeOps(), values);
        if (result.rank() <= 5 && row(result) <= LARGEST_ROW) {
          steps.add(step);
          values.add(result);
        }
      } catch (IllegalArgumentException doesNotFit) {
        // another one is drawn
      }
    }
    return new RandomNetwork(steps);
  }

  private static long row(Dims dims) {
    return dims.count().factor();
  }

  private static <T> List<T> start(Ops<T> ops, List<T> inputs) {
    return new ArrayList<>(
        List.of(inputs.get(0), Layers.embedding(ops, "tokens", inputs.get(1), 7, 8)));
  }

  private List<Dims> inputDims() {
    return inputs().stream().map(Port::dims).toList();
  }

  @Override
  public List<Port> inputs() {
    return List.of(Port.numbers("x", 4, 6, 6), Port.indices("tokens", 7, 5));
  }

  @Override
  public Port output() {
    return BackEnds.output(apply(new ShapeOps(), inputDims()));
  }

  /** The last three values, side by side. */
  @Override
  public <T> T apply(Ops<T> ops, List<T> inputs) {
    List<T> values = start(ops, inputs);
    steps.forEach(step -> values.add(step.apply(ops, values)));
    List<T> last = values.subList(values.size() - 3, values.size());
    return ops.concat(1, last.stream().map(value -> ops.reshape(value, 0, -1)).toList());
  }
}
