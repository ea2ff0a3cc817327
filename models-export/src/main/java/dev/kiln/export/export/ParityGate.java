package dev.kiln.export.export;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Lets an ONNX file through only if ONNX Runtime computes what PyTorch computes, on random inputs
 * at batch sizes 1, 5 and 32.
 */
public final class ParityGate {
  /** The largest difference allowed. */
  public static final double LIMIT = 1e-4;

  private static final int[] BATCHES = {1, 5, 32};

  private ParityGate() {}

  /**
   * The largest difference between the file and the network.
   *
   * @throws ExportException if it is above {@link #LIMIT} or not a number, or if the file does not
   *     run
   */
  public static double check(Network network, TorchWeights weights, byte[] model) {
    Random random = new Random(17);
    double largest = 0;
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
      for (int batch : BATCHES) {
        List<Object> inputs = new ArrayList<>();
        network.inputs().forEach(port -> inputs.add(values(port, batch, random)));
        float[] expected =
            TorchRun.inference(network::apply, weights, batch, shapes(network), inputs);
        float[] found = run(session, network, batch, inputs);
        largest = Math.max(largest, difference(batch, expected, found));
      }
    } catch (OrtException e) {
      throw new ExportException(
          "ONNX Runtime does not run the exported network: " + e.getMessage(), e);
    }
    return largest;
  }

  private static double difference(int batch, float[] expected, float[] found) {
    if (expected.length != found.length) {
      throw new ExportException(
          "at batch size "
              + batch
              + " PyTorch gives "
              + expected.length
              + " values, ONNX Runtime "
              + found.length);
    }
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs((double) expected[i] - found[i]);
      if (!(difference <= LIMIT)) {
        throw new ExportException(
            String.format(
                Locale.ROOT,
                "at batch size %d PyTorch gives %g and ONNX Runtime %g for value %d: they may differ by %g at most",
                batch,
                expected[i],
                found[i],
                i,
                LIMIT));
      }
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  private static List<long[]> shapes(Network network) {
    return network.inputs().stream().map(Port::shape).toList();
  }

  private static Object values(Port port, int batch, Random random) {
    int count = batch * Math.toIntExact(ParameterValue.count(port.shape()));
    return switch (port.kind()) {
      case NUMBERS -> floats(count, random::nextGaussian);
      case TIMES -> floats(count, () -> Math.floor(random.nextDouble() * (port.limit() + 1)));
      case INDICES -> random.longs(count, 0, (long) port.limit()).toArray();
    };
  }

  private static float[] floats(int count, java.util.function.DoubleSupplier next) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) next.getAsDouble();
    }
    return values;
  }

  private static float[] run(OrtSession session, Network network, int batch, List<Object> inputs)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (int i = 0; i < inputs.size(); i++) {
        Port port = network.inputs().get(i);
        tensors.put(port.name(), tensor(inputs.get(i), withBatch(batch, port.shape())));
      }
      try (OrtSession.Result result = session.run(tensors)) {
        OnnxTensor output = (OnnxTensor) result.get(network.output().name()).orElseThrow();
        FloatBuffer buffer = output.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(Object values, long[] shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    return values instanceof long[] whole
        ? OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape)
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap((float[]) values), shape);
  }

  private static long[] withBatch(int batch, long... row) {
    long[] shape = new long[row.length + 1];
    shape[0] = batch;
    System.arraycopy(row, 0, shape, 1, row.length);
    return shape;
  }
}
