package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.PromptUNet;
import dev.kiln.export.nets.TextEncoder;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptUNetExportTest {
  private static final int LENGTH = 5;
  private static final int ROWS = 3;
  private static final int PIXELS = 3 * 16 * 16;
  private static final PromptUNet TINY =
      new PromptUNet(new TextEncoder(7, LENGTH, 8, 2), List.of(1L, 2L, 0L, 0L, 0L), 3, 16, 8, 16);

  private final TorchWeights weights = new TorchWeights(3);

  /** Weights that are all at work: layers that start as zero would hide mistakes. */
  @BeforeEach
  void drawWeights() {
    run(TINY, List.of(new float[ROWS * PIXELS], new float[ROWS], new long[ROWS * LENGTH]));
    Random random = new Random(5);
    Map<String, ParameterValue> drawn = new LinkedHashMap<>();
    weights
        .values()
        .forEach(
            (name, value) -> {
              float[] values = new float[value.values().length];
              for (int i = 0; i < values.length; i++) {
                values[i] = value.values()[i] + (float) (0.05 * random.nextGaussian());
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
  void bothPartsComputeInOnnxRuntimeWhatTheyComputeInTraining() {
    for (Network part : List.of(TINY.encoder(), TINY.painter())) {
      byte[] model = OnnxModel.bytes(part, weights.values());

      assertThat(ParityGate.check(part, weights, model)).isLessThan(1e-4);
    }
  }

  @Test
  void thePartsInARowAreTheWhole() throws NetworkException {
    Random random = new Random(9);
    float[] x = new float[ROWS * PIXELS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] t = {999, 400, 0};
    long[] tokens = random.longs(ROWS * LENGTH, 0, 7).toArray();

    float[] text = onnx(TINY.encoder(), Map.of("tokens", tokens));
    float[] found = onnx(TINY.painter(), Map.of("x", x, "t", t, "text", text));

    assertThat(found).containsExactly(run(TINY, List.of(x, t, tokens)), within(1e-4f));
  }

  @Test
  void aPromptMattersToItsOwnRowOnly() {
    float[] x = new float[ROWS * PIXELS];
    float[] t = {999, 400, 0};
    long[] tokens = new long[ROWS * LENGTH];

    float[] before = run(TINY, List.of(x, t, tokens));
    tokens[3] = 4;
    float[] after = run(TINY, List.of(x, t, tokens));

    assertThat(after[0]).isNotEqualTo(before[0]);
    assertThat(after[PIXELS]).isEqualTo(before[PIXELS]);
  }

  @Test
  void refusesSizesThatDoNotFit() {
    TextEncoder encoder = new TextEncoder(7, LENGTH, 8, 1);

    assertThatThrownBy(() -> new PromptUNet(encoder, List.of(1L), 3, 16, 8, 16))
        .hasMessage("prompts have 5 tokens, no prompt has 1");
    assertThatThrownBy(() -> new PromptUNet(encoder, List.of(1L, 2L, 0L, 0L, 0L), 3, 18, 8, 16))
        .hasMessage("the image size must be a multiple of 4, was 18");
    assertThatThrownBy(() -> new TextEncoder(7, LENGTH, 10, 1))
        .hasMessage("the width of a text encoder must be a multiple of 4, was 10");
  }

  private float[] run(Network network, List<Object> inputs) {
    List<long[]> shapes = network.inputs().stream().map(port -> port.shape()).toList();
    return TorchRun.inference(network::apply, weights, ROWS, shapes, inputs);
  }

  private float[] onnx(Network part, Map<String, Object> inputs) throws NetworkException {
    byte[] model = OnnxModel.bytes(part, weights.values());
    try (OnnxNetwork network = OnnxNetwork.load("part", model, OnnxOptions.cpu(1));
        NetworkBatch batch = network.newBatch(ROWS)) {
      inputs.forEach(
          (name, values) -> {
            if (values instanceof long[] whole) {
              batch.longs(name).put(0, whole);
            } else {
              batch.floats(name).put(0, (float[]) values);
            }
          });
      batch.run(ROWS);
      long row = ParameterValue.count(part.output().shape());
      float[] values = new float[(int) (ROWS * row)];
      batch.output(part.output().name()).get(0, values);
      return values;
    }
  }
}
