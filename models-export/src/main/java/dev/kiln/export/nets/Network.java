package dev.kiln.export.nets;

import dev.kiln.export.ops.NetworkException;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.ShapeOps;
import java.util.List;

/** A network, written once: the same method is trained on PyTorch and written as ONNX. */
public interface Network {
  /** What goes in, in the order in which {@link #apply} takes it. */
  List<Port> inputs();

  /** What comes out; the first of {@link #outputs} where there are several. */
  Port output();

  /** The network's graph. */
  <T> T apply(Ops<T> ops, List<T> inputs);

  /** Everything that comes out, in the order in which {@link #applyAll} gives it. */
  default List<Port> outputs() {
    return List.of(output());
  }

  /** The network's graph with all of its outputs. One with several overrides both methods. */
  default <T> List<T> applyAll(Ops<T> ops, List<T> inputs) {
    return List.of(apply(ops, inputs));
  }

  /**
   * Checks the network without running it: every shape fits whatever the batch and the open sizes
   * are, and what comes out is what the ports say. Cheap; done before training and before export.
   *
   * @throws NetworkException that names the operation and its place, or the output
   */
  default void check() {
    List<Dims> results = applyAll(new ShapeOps(), inputs().stream().map(Port::dims).toList());
    List<Port> ports = outputs();
    if (results.size() != ports.size()) {
      throw new NetworkException(
          "%s gives %d results and describes %d outputs"
              .formatted(getClass().getSimpleName(), results.size(), ports.size()));
    }
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).contradicts(ports.get(i).dims())) {
        throw new NetworkException(
            "output %s of %s is %s, its port says %s"
                .formatted(
                    ports.get(i).name(),
                    getClass().getSimpleName(),
                    results.get(i),
                    ports.get(i).dims()));
      }
    }
  }
}
