package dev.kiln.export.ops.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.export.ops.onnx.OpForms.Form;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.Element;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Which form of an operation ONNX Runtime runs fastest, on one thread: {@code main} prints a table.
 *
 * <p>The forms take turns, and the processor's time of the thread is taken, so that other processes
 * on the machine disturb little. The figure is the median of a run at batch size 8.
 */
public final class OpFormsBenchmark {
  private static final int BATCH = 8;
  private static final int ROUNDS = 400;
  private static final int WARM_UP = 50;

  private OpFormsBenchmark() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws OrtException {
    List<Running> running = new ArrayList<>();
    for (Form form : OpForms.all()) {
      running.add(new Running(form));
    }
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (Running each : running) {
        each.run(round);
      }
    }
    System.out.println("| operation | form | microseconds | against the form in use |");
    System.out.println("| --- | --- | ---: | ---: |");
    for (Running each : running) {
      Running used =
          running.stream()
              .filter(other -> other.form.operation().equals(each.form.operation()))
              .findFirst()
              .orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.0f | %.2f |%n",
          each.form.operation(),
          each.form.name(),
          each.median(),
          each.median() / used.median());
      each.session.close();
    }
  }

  /** A form in its session. */
  private static final class Running {
    private final Form form;
    private final OrtSession session;
    private final OnnxTensor input;
    private final double[] microseconds = new double[ROUNDS];

    Running(Form form) throws OrtException {
      this.form = form;
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        this.session = environment.createSession(model(form), options);
      }
      long[] shape = new long[form.row().size() + 1];
      shape[0] = BATCH;
      int count = BATCH;
      for (int i = 1; i < shape.length; i++) {
        shape[i] = form.row().get(i - 1);
        count *= Math.toIntExact(shape[i]);
      }
      FloatBuffer values = FloatBuffer.allocate(count);
      Random random = new Random(1);
      for (int i = 0; i < count; i++) {
        values.put(i, (float) random.nextGaussian());
      }
      this.input = OnnxTensor.createTensor(environment, values, shape);
    }

    void run(int round) throws OrtException {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      session.run(Map.of("x", input)).close();
      long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      if (round >= 0) {
        microseconds[round] = (end - start) / 1e3;
      }
    }

    double median() {
      double[] sorted = microseconds.clone();
      Arrays.sort(sorted);
      return sorted[ROUNDS / 2];
    }
  }

  private static byte[] model(Form form) {
    OnnxOps ops = new OnnxOps(Map.of());
    long[] row = form.row().stream().mapToLong(Long::longValue).toArray();
    ops.input("x", Dims.input(Element.FLOAT, List.of(), row));
    ops.output(form.write().apply(ops), "y");
    GraphProto.Builder graph =
        ops.graph().setName("form").addInput(floats("x")).addOutput(floats("y"));
    for (int i = 0; i < graph.getNodeCount(); i++) {
      String type = graph.getNode(i).getOpType();
      int colon = type.indexOf(':');
      if (colon > 0) {
        graph.setNode(
            i,
            graph.getNode(i).toBuilder()
                .setDomain(type.substring(0, colon))
                .setOpType(type.substring(colon + 1)));
      }
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ValueInfoProto floats(String name) {
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(TypeProto.Tensor.newBuilder().setElemType(1)))
        .build();
  }
}
