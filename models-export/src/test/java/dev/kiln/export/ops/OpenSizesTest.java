package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kiln.export.export.OnnxModel;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.shape.ShapeOps;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes beside the batch may stay open: one file serves sentences and images of any size. */
class OpenSizesTest {

  /** A transformer block, an LSTM and a mean over sentences of any length. */
  private record Sentences() implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.indices("tokens", 7, -1).open("L"));
    }

    @Override
    public Port output() {
      return Port.numbers("y", 5);
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      T tokens = inputs.get(0);
      T places = Layers.embedding(ops, "places", ops.positions(tokens, 1), 16, 8);
      T x = ops.add(Layers.embedding(ops, "tokens", tokens, 7, 8), places);
      T mask = ops.greater(tokens, ops.indices(new long[] {0}, 1));
      T attended = new Attention(8, 2).self(ops, "attention", x, mask, true);
      x = Layers.layerNorm(ops, "norm", ops.add(x, attended), 8);
      x = Layers.lstm(ops, "lstm", ops.gelu(Layers.linear(ops, "wide", x, 8, 12)), 12, 5);
      return ops.mean(x, false, 1);
    }
  }

  /** Halved, doubled and joined again: a small UNet for images of any even size. */
  private record Images() implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("x", 3, -1, -1).open("H", "W"));
    }

    @Override
    public Port output() {
      return Port.numbers("y", 3, -1, -1).open("H", "W");
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      T x = inputs.get(0);
      T half = Layers.conv(ops, "halve", x, 3, 8, 3, 2, 1);
      half = ops.silu(Layers.groupNorm(ops, "norm", half, 4, 8));
      T full = ops.upsampleNearest(half, 2);
      T packed = ops.pixelShuffle(ops.pixelUnshuffle(ops.upsampleBilinear(half, 2), 2), 2);
      return Layers.conv(ops, "out", ops.concat(1, List.of(full, packed, x)), 19, 3, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 13})
  void oneFileServesSentencesOfAnyLength(long length) throws OrtException {
    assertThat(new BackEnds(new Sentences(), 3, Map.of("L", length)).difference()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"8,8", "6,10", "2,4"})
  void oneFileServesImagesOfAnySize(long height, long width) throws OrtException {
    assertThat(new BackEnds(new Images(), 3, Map.of("H", height, "W", width)).difference())
        .isLessThan(1e-5);
  }

  @Test
  void theFileNamesItsOpenSizes() throws InvalidProtocolBufferException {
    Network network = new Images();
    try (TorchWeights weights = new TorchWeights(1)) {
      TorchRun.inference(
          network::apply, weights, 1, List.of(new long[] {3, 4, 4}), List.of(new float[48]));

      byte[] file = OnnxModel.bytes(network, weights.values());

      assertThat(
              ModelProto.parseFrom(file)
                  .getGraph()
                  .getInput(0)
                  .getType()
                  .getTensorType()
                  .getShape()
                  .getDimList())
          .extracting(dim -> dim.hasDimParam() ? dim.getDimParam() : "" + dim.getDimValue())
          .containsExactly("N", "3", "H", "W");
    }
  }

  @Test
  void shapesStayReadable() {
    Network network = new Images();

    assertThat(network.apply(new ShapeOps(), List.of(network.inputs().get(0).dims())))
        .hasToString("[N, 3, H, W]");
  }
}
