package dev.kiln.export.ops.torch;

import dev.kiln.export.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Runs a network on PyTorch from Java arrays to a Java array, for those who do not touch tensors.
 */
public final class TorchRun {
  private TorchRun() {}

  /** A network's graph. */
  public interface Graph {
    /** The graph on some inputs. */
    <T> T apply(Ops<T> ops, List<T> inputs);
  }

  /** A network's graph of several outputs. */
  public interface Graphs {
    /** The graph on some inputs. */
    <T> List<T> apply(Ops<T> ops, List<T> inputs);
  }

  /**
   * The network's output, flat, without gradients and with running statistics.
   *
   * @param rowShapes the shape of one row of each input
   * @param inputs a float[] or a long[] for each input, flat
   */
  public static float[] inference(
      Graph graph, TorchWeights weights, int batch, List<long[]> rowShapes, List<Object> inputs) {
    Graphs single =
        new Graphs() {
          @Override
          public <T> List<T> apply(Ops<T> ops, List<T> values) {
            return List.of(graph.apply(ops, values));
          }
        };
    return outputs(single, weights, batch, rowShapes, inputs).get(0);
  }

  /**
   * All of a network's outputs, each flat, without gradients and with running statistics.
   *
   * @param rowShapes the shape of one row of each input
   * @param inputs a float[] or a long[] for each input, flat
   */
  public static List<float[]> outputs(
      Graphs graph, TorchWeights weights, int batch, List<long[]> rowShapes, List<Object> inputs) {
    return TorchScope.scoped(
        () ->
            TorchScope.ungraded(
                () -> {
                  List<Tensor> tensors = new ArrayList<>();
                  for (int i = 0; i < inputs.size(); i++) {
                    tensors.add(tensor(inputs.get(i), batch, rowShapes.get(i)));
                  }
                  return graph.apply(TorchOps.inference(weights), tensors).stream()
                      .map(TorchValues::floats)
                      .toList();
                }));
  }

  private static Tensor tensor(Object values, int batch, long... row) {
    long[] shape = new long[row.length + 1];
    shape[0] = batch;
    System.arraycopy(row, 0, shape, 1, row.length);
    return values instanceof long[] whole
        ? Tensors.of(whole, shape)
        : Tensors.of((float[]) values, shape);
  }
}
