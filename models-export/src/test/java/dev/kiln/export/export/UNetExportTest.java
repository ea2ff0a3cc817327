package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UNetExportTest {
  private final UNet network = UNet.forImages(1, 28, 10);
  private final TorchWeights weights = new TorchWeights(5);

  /**
   * Training ends blocks that start as zero; here every weight is random, so that every path
   * counts.
   */
  @BeforeEach
  void drawWeights() {
    TorchRun.inference(
        network::apply,
        weights,
        1,
        network.inputs().stream().map(Port::shape).toList(),
        List.of(new float[784], new float[1], new long[1]));
    Random random = new Random(1);
    Map<String, ParameterValue> drawn = new LinkedHashMap<>();
    weights
        .values()
        .forEach(
            (name, value) -> {
              float[] values = value.values();
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextGaussian() * 0.05f;
              }
              drawn.put(name, new ParameterValue(value.shape(), values));
            });
    weights.load(drawn);
  }

  @AfterEach
  void close() {
    weights.close();
  }

  @Test
  void computesTheSameAtEveryBatchSize() {
    byte[] model = OnnxModel.bytes(network, weights.values());

    assertThat(ParityGate.check(network, weights, model)).isPositive().isLessThan(2e-5);
    assertThat(model.length).isLessThan(4 << 20);
  }

  @Test
  void refusesAGraphThatDiffersSlightly() {
    Network wrong = new Shifted(network);
    byte[] model = OnnxModel.bytes(wrong, weights.values());

    assertThatThrownBy(() -> ParityGate.check(network, weights, model))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("at batch size 1 PyTorch gives")
        .hasMessageContaining("they may differ by 0.0001");
  }

  @Test
  void refusesWeightsThatAreNoNumbers() {
    Map<String, ParameterValue> values = weights.values();
    values.values().iterator().next().values()[0] = Float.NaN;
    byte[] model = OnnxModel.bytes(network, values);

    assertThatThrownBy(() -> ParityGate.check(network, weights, model))
        .isInstanceOf(ExportException.class);
  }

  @Test
  void saysWhichWeightsAreMissing() {
    Map<String, ParameterValue> values = weights.values();
    values.remove("mid.attention.key.weight");

    assertThatThrownBy(() -> OnnxModel.bytes(network, values))
        .hasMessage("no trained weights for the parameter mid.attention.key.weight");
  }

  @Test
  void readsItsWeightsBackFromTheFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("denoiser.onnx");
    Files.write(file, OnnxModel.bytes(network, weights.values()));

    Map<String, ParameterValue> read = OnnxModel.weights(file);

    weights
        .values()
        .forEach(
            (name, value) ->
                assertThat(read.get(name)).as(name).usingRecursiveComparison().isEqualTo(value));
  }

  /** The network with a slip of two ten-thousandths. */
  private record Shifted(UNet network) implements Network {
    @Override
    public List<Port> inputs() {
      return network.inputs();
    }

    @Override
    public Port output() {
      return network.output();
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return ops.shift(network.apply(ops, inputs), 2e-4);
    }
  }
}
