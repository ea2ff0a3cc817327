package dev.kiln.export.ops.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.ShapeOps;
import java.util.Map;

/**
 * Writes a network as ONNX nodes (opset 17); a value is its name in the graph.
 *
 * <p>Batch sizes stay open: shapes are written with 0 and -1. Every operation is checked before its
 * nodes are written, so what cannot run is a {@link dev.kiln.export.ops.NetworkException} and never
 * a file. Only the weights that the network asks for are written. For one network and one thread.
 */
public final class OnnxOps
    implements Ops<String>,
        OnnxArithmetic,
        OnnxReductions,
        OnnxShaping,
        OnnxActivations,
        OnnxProjections,
        OnnxResampling,
        OnnxNormalisations,
        OnnxSequences {
  private final OnnxNodes nodes;
  private final String prefix;

  /** For a network with these trained weights. */
  public OnnxOps(Map<String, ParameterValue> weights) {
    this(new OnnxNodes(new OnnxGraph(weights), new ShapeOps(), ""), "");
  }

  private OnnxOps(OnnxNodes nodes, String prefix) {
    this.nodes = nodes;
    this.prefix = prefix;
  }

  /** Declares an input of the network; its description in the graph is the caller's. */
  public String input(String name, Dims dims) {
    return nodes.is(dims, name);
  }

  /** What is known of a value: its shape with the open sizes named. */
  public Dims dims(String value) {
    return nodes.of(value);
  }

  /** The nodes and weights so far; inputs and outputs are the caller's. */
  public GraphProto.Builder graph() {
    return nodes.graph().builder();
  }

  /** Names a result of the graph. */
  public void output(String value, String name) {
    nodes
        .graph()
        .add(
            NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(name)
                .addInput(value)
                .addOutput(name));
  }

  @Override
  public OnnxNodes nodes() {
    return nodes;
  }

  @Override
  public OnnxOps in(String place) {
    return new OnnxOps(nodes.in(place), prefix + place + ".");
  }

  @Override
  public String parameter(String name, Initializer initializer, long... shape) {
    return nodes.graph().weight(prefix + name, shape);
  }

  @Override
  public String buffer(String name, double initial, long... shape) {
    return nodes.graph().weight(prefix + name, shape);
  }

  @Override
  public String constant(float[] values, long... shape) {
    nodes.check().constant(values, shape);
    return nodes.graph().floats(nodes.graph().fresh(nodes.path() + "constant"), values, shape);
  }

  @Override
  public String indices(long[] values, long... shape) {
    nodes.check().indices(values, shape);
    return nodes.graph().indices(nodes.graph().fresh(nodes.path() + "indices"), values, shape);
  }
}
