package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
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
}
