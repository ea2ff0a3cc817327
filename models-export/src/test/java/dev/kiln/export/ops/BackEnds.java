package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.ShapeOps;
import dev.kiln.export.ops.shape.Size;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;

/**
 * Runs a network on PyTorch and in ONNX Runtime at three batch sizes, and holds the shapes of both
 * against what {@link ShapeOps} said before.
 */
final class BackEnds {
  private static final int[] BATCHES = {1, 2, 5};

  private final Network network;
  private final Random random;
  private final Map<String, Long> open;

  BackEnds(Network network, long seed) {
    this(network, seed, Map.of());
  }

  /** With a length for each open size. */
  BackEnds(Network network, long seed, Map<String, Long> open) {
    this.network = network;
    this.random = new Random(seed);
    this.open = open;
  }

  /** The port for a result of a shape, so that the file says what comes out. */
  static Port output(Dims result) {
    long[] row =
        result.sizes().stream().skip(1).mapToLong(s -> s.known() ? s.factor() : -1).toArray();
    return Port.numbers("y", row);
  }

  /** One input's values for both sides. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Input(String name, Object values, long... shape) {
    Tensor torch() {
      return values instanceof long[] whole
          ? Tensor.create(whole, shape)
          : Tensor.create((float[]) values, shape);
    }

    OnnxTensor onnx() throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      return values instanceof long[] whole
          ? OnnxTensor.createTensor(environment, LongBuffer.wrap(whole), shape)
          : OnnxTensor.createTensor(environment, FloatBuffer.wrap((float[]) values), shape);
    }
  }

  /** One side's answer. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Answer(long[] shape, float[] values) {}

  /** The largest difference over all batch sizes, measured against values above 1 relatively. */
  double difference() throws OrtException {
    Dims said = network.apply(new ShapeOps(), network.inputs().stream().map(Port::dims).toList());
    double largest = 0;
    try (TorchWeights weights = new TorchWeights(7)) {
      torch(weights, inputs(2)); // makes the weights
      byte[] model = OnnxModel.bytes(network, weights.values());
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model)) {
        for (int batch : BATCHES) {
          List<Input> inputs = inputs(batch);
          Answer expected = torch(weights, inputs);
          Answer found = onnx(session, inputs);
          assertThat(found.shape).as("shape at batch size %d", batch).isEqualTo(expected.shape);
          assertSaid(said, batch, expected.shape);
          largest = Math.max(largest, difference(expected.values, found.values));
        }
      }
    }
    return largest;
  }

  private void assertSaid(Dims said, long batch, long... shape) {
    assertThat(said.rank()).as("rank of %s", said).isEqualTo(shape.length);
    for (int i = 0; i < shape.length; i++) {
      Size size = said.size(i);
      long value = size.factor();
      for (String name : size.open()) {
        value *= name.equals("N") ? batch : open.getOrDefault(name, -1L);
      }
      if (value >= 0) {
        assertThat(shape[i]).as("axis %d of %s", i, said).isEqualTo(value);
      }
    }
  }

  private static double difference(float[] expected, float[] found) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(expected[i]).as("value %d on PyTorch", i).isFinite();
      double scale = Math.max(1, Math.abs(expected[i]));
      double difference = Math.abs((double) expected[i] - found[i]) / scale;
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }

  private List<Input> inputs(int batch) {
    List<Input> inputs = new ArrayList<>();
    for (Port port : network.inputs()) {
      long[] shape = new long[port.shape().length + 1];
      shape[0] = batch;
      int next = 0;
      for (int i = 1; i < shape.length; i++) {
        long size = port.shape()[i - 1];
        shape[i] = size >= 0 ? size : open.getOrDefault(port.open().get(next++), 1L);
      }
      int count = Math.toIntExact(ParameterValue.count(shape));
      inputs.add(new Input(port.name(), values(port, count), shape));
    }
    return inputs;
  }

  private Object values(Port port, int count) {
    if (port.kind() == Port.Kind.INDICES) {
      return random.longs(count, 0, (long) port.limit()).toArray();
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Answer torch(TorchWeights weights, List<Input> inputs) {
    return TorchScope.scoped(
        () ->
            TorchScope.ungraded(
                () -> {
                  Tensor result =
                      network.apply(
                          TorchOps.inference(weights), inputs.stream().map(Input::torch).toList());
                  return new Answer(result.shape(), TorchValues.floats(result));
                }));
  }

  private Answer onnx(OrtSession session, List<Input> inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Input input : inputs) {
        if (session.getInputNames().contains(input.name)) {
          tensors.put(input.name, input.onnx());
        }
      }
      try (OrtSession.Result result = session.run(tensors)) {
        OnnxTensor output = (OnnxTensor) result.get(0);
        FloatBuffer buffer = output.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Answer(output.getInfo().getShape(), values);
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
