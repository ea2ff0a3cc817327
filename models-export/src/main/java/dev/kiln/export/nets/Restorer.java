package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;
import java.util.Map;

/** A network from corrupted samples to restored ones of the same shape. */
public interface Restorer extends Network {
  /** The shape of one sample: an image is [channels, height, width]. */
  List<Long> sampleShape();

  /** The conditions that it takes, each with how many classes it has; may be empty. */
  Map<String, Integer> conditions();

  /**
   * The network's graph.
   *
   * @param x corrupted samples, [N, ...], in [-1, 1]
   * @param conditions class indices, int64 [N], by name
   * @return restored samples, shaped as x, in [-1, 1]
   */
  <T> T restore(Ops<T> ops, T x, Map<String, T> conditions);

  @Override
  default List<Port> inputs() {
    return ConditionPorts.after(
        Port.numbers("x", ConditionPorts.sizes(sampleShape())), conditions());
  }

  @Override
  default Port output() {
    return Port.numbers("restored", ConditionPorts.sizes(sampleShape()));
  }

  @Override
  default <T> T apply(Ops<T> ops, List<T> inputs) {
    return restore(ops, inputs.get(0), ConditionPorts.of(conditions(), inputs));
  }
}
