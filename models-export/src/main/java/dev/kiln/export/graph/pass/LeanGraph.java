package dev.kiln.export.graph.pass;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.List;

/**
 * All passes that make a graph leaner, one after the other until none finds anything.
 *
 * <p>What the graph computes stays the same, up to the rounding of folded batch norms.
 */
public final class LeanGraph implements GraphPass {
  /** Each round removes something, so this many are never needed; it guards against a cycle. */
  private static final int ROUNDS = 100;

  private static final List<GraphPass> PASSES =
      List.of(
          new RemoveNoOps(),
          new FoldShapes(),
          new FoldConstants(),
          new FoldBatchNorm(),
          new MergeDuplicates(),
          new NameOutputs(),
          new RemoveUnused());

  @Override
  public GraphProto apply(GraphProto graph) {
    GraphProto now = graph;
    for (int round = 0; round < ROUNDS; round++) {
      GraphProto before = now;
      for (GraphPass pass : PASSES) {
        now = pass.apply(now);
      }
      if (now.equals(before)) {
        return now;
      }
    }
    throw new IllegalStateException("the passes change the graph " + graph.getName() + " for ever");
  }
}
