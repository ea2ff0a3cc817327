package dev.kiln.bench.net;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * The networks that are measured: the graphs of networks that ship, with random weights. What a
 * call costs does not depend on the weights' values.
 */
@SuppressWarnings("ImmutableEnumChecker") // the array is never handed out
public enum BenchNetwork {
  /** The denoiser of tables: residual perceptrons, 64 numbers a row. */
  TINY(64),
  /** The UNet of the shipped digits: 1 x 28 x 28. */
  SMALL(1, 28, 28),
  /** A wider UNet for colour: 3 x 32 x 32. */
  MEDIUM(3, 32, 32);

  private static final long SEED = 6;

  private final int[] shape;

  BenchNetwork(int... shape) {
    this.shape = shape;
  }

  /** One sample's shape. */
  public List<Integer> shape() {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Values of one sample. */
  public int size() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Whether it takes a label beside sample and timestep. */
  public boolean takesLabel() {
    return this != TINY;
  }

  /** As the command line spells it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The ONNX file: the same bytes each time. */
  public byte[] onnx() {
    ModelProto.Builder model = graph().toBuilder();
    Random random = new Random(SEED);
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (isMissing(tensor)) {
        tensor.setRawData(draw(tensor.getDimsList(), random));
      }
    }
    return model.build().toByteArray();
  }

  /** How many weights it has. */
  public long parameters() {
    return graph().getGraph().getInitializerList().stream()
        .filter(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber())
        .mapToLong(tensor -> count(tensor.getDimsList()))
        .sum();
  }

  private ModelProto graph() {
    String file = spelling() + ".onnx";
    try (InputStream in = BenchNetwork.class.getResourceAsStream(file)) {
      return ModelProto.parseFrom(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bench's own " + file, e);
    }
  }

  private static boolean isMissing(TensorProto.Builder tensor) {
    return tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()
        && tensor.getRawData().isEmpty()
        && tensor.getFloatDataCount() == 0;
  }

  /** Normal with a deviation of 0.5 / sqrt(fan in), so that samples stay of the size of noise. */
  private static ByteString draw(List<Long> dims, Random random) {
    int count = Math.toIntExact(count(dims));
    double fanIn = Math.max(1, (double) count / dims.get(0));
    double deviation = 0.5 / Math.sqrt(fanIn);
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (deviation * random.nextGaussian()));
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static long count(List<Long> dims) {
    return dims.stream().reduce(1L, (a, b) -> a * b);
  }
}
