package dev.kiln.export.nets;

import dev.kiln.export.ops.Ops;
import java.util.List;

/** A network, written once: the same method is trained on PyTorch and written as ONNX. */
public interface Network {
  /** What goes in, in the order in which {@link #apply} takes it. */
  List<Port> inputs();

  /** What comes out. */
  Port output();

  /** The network's graph. */
  <T> T apply(Ops<T> ops, List<T> inputs);
}
