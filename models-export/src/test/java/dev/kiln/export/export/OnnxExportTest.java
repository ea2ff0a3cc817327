package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.Port;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Layers;
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
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {
  /** From any number of tokens of a vocabulary of 20 to a mean and a deviation. */
  private record Encoder() implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.indices("tokens", 20, -1).open("L"), Port.numbers("scale", 4));
    }

    @Override
    public Port output() {
      return Port.numbers("mean", 4);
    }

    @Override
    public List<Port> outputs() {
      return List.of(output(), Port.numbers("deviation", 4));
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      return applyAll(ops, inputs).get(0);
    }

    @Override
    public <T> List<T> applyAll(Ops<T> ops, List<T> inputs) {
      T words = Layers.embedding(ops, "words", inputs.get(0), 20, 16);
      T mean = ops.mean(words, false, 1);
      T scaled = Layers.linear(ops, "mean", mean, 16, 4);
      T deviation = ops.exp(Layers.linear(ops, "deviation", mean, 16, 4));
      return List.of(ops.multiply(scaled, inputs.get(1)), deviation);
    }
  }

  @TempDir Path directory = Path.of("");

  private static Map<String, ParameterValue> weights(Network network) {
    try (TorchWeights weights = new TorchWeights(1)) {
      Trial trial = Trial.draw(network.inputs(), 1, 4, new Random(1));
      TorchRun.outputs(network::applyAll, weights, 1, trial.rowShapes(), trial.values());
      return new LinkedHashMap<>(weights.values());
    }
  }

  private static ParameterValue held(Map<String, ParameterValue> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  @Test
  void writesANetworkOfSeveralOutputsAndTokenInputs() throws IOException {
    Path file = directory.resolve("encoder.onnx");

    ExportedModel exported =
        OnnxExport.of(new Encoder(), weights(new Encoder()))
            .metadata(new OnnxMetadata("1.2", "Reads words.", Map.of("recipe", "by hand")))
            .write(file);

    assertThat(exported.parity().largest()).isLessThan(1e-5);
    assertThat(exported.warnings()).isEmpty();
    assertThat(exported.nodes()).isLessThan(exported.nodesWritten());
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getProducerName()).isEqualTo("kiln");
    assertThat(model.getProducerVersion()).isEqualTo("1.2");
    assertThat(model.getDocString()).isEqualTo("Reads words.");
    assertThat(OnnxMetadata.read(model).properties())
        .containsEntry("recipe", "by hand")
        .containsEntry("weights", "fp32")
        .containsKey("parity");
    assertThat(model.getGraph().getInputList())
        .allSatisfy(
            input ->
                assertThat(input.getType().getTensorType().getShape().getDim(0).getDimParam())
                    .isEqualTo("N"));
    assertThat(
            model
                .getGraph()
                .getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDim(1)
                .getDimParam())
        .isEqualTo("L");
    assertThat(model.getGraph().getOutputList())
        .extracting(output -> output.getName())
        .containsExactly("mean", "deviation");
  }

  @Test
  void smallerWeightsCostWhatTheirFormatAllows() {
    Network network = new DcGan(1, 8, 4, 8, 16, false).generator();
    Map<String, ParameterValue> weights = weights(network);

    ExportedModel full = OnnxExport.of(network, weights).run();
    ExportedModel half = OnnxExport.of(network, weights).weights(WeightFormat.FLOAT16).run();
    ExportedModel bytes = OnnxExport.of(network, weights).weights(WeightFormat.INT8).run();

    assertThat((double) half.bytes().length / full.bytes().length).isCloseTo(0.53, offset(0.06));
    assertThat((double) bytes.bytes().length / full.bytes().length).isCloseTo(0.3, offset(0.06));
    assertThat(full.parity().largest()).isLessThan(1e-5);
    assertThat(half.parity().relative()).isBetween(1e-6, 1e-3);
    assertThat(bytes.parity().relative()).isBetween(1e-3, 0.05);
  }

  @Test
  void refusesAFormatThatCostsTooMuch() {
    // A sum that cancels to nearly nothing: what is left is the rounding of its terms.
    Network network = new Cancelling();
    Map<String, ParameterValue> weights = weights(network);
    ParameterValue large = held(weights, "a.weight");
    weights.put("b.weight", new ParameterValue(large.shape(), shifted(large.values())));

    assertThatThrownBy(() -> OnnxExport.of(network, weights).weights(WeightFormat.INT8).run())
        .isInstanceOf(ExportException.class)
        .hasMessageMatching(
            "at batch size 1 ONNX Runtime's results lie .*% from those of PyTorch: 10% are allowed");
  }

  private static float[] shifted(float[] values) {
    float[] shifted = values.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = shifted[i] * 1.001f + (i % 3) * 1e-4f;
    }
    return shifted;
  }

  /** a(x) - b(x). */
  private record Cancelling() implements Network {
    @Override
    public List<Port> inputs() {
      return List.of(Port.numbers("x", 32));
    }

    @Override
    public Port output() {
      return Port.numbers("y", 32);
    }

    @Override
    public <T> T apply(Ops<T> ops, List<T> inputs) {
      T zero = ops.constant(new float[32], 32);
      T a = ops.linear(inputs.get(0), weight(ops, "a"), zero);
      return ops.subtract(a, ops.linear(inputs.get(0), weight(ops, "b"), zero));
    }

    private static <T> T weight(Ops<T> ops, String name) {
      return ops.parameter(name + ".weight", Initializer.normal(1), 32, 32);
    }
  }

  @Test
  void warnsOfWeightsThatTheNetworkDoesNotUse() {
    Map<String, ParameterValue> weights = weights(new Encoder());
    weights.put("old.weight", new ParameterValue(new long[] {1}, new float[1]));

    assertThat(OnnxExport.of(new Encoder(), weights).run().warnings())
        .containsExactly("the network uses 5 of the 6 weights it was given, not old.weight");
  }

  @Test
  void namesAMissingWeight() {
    Map<String, ParameterValue> weights = weights(new Encoder());
    weights.remove("mean.bias");

    assertThatThrownBy(() -> OnnxExport.of(new Encoder(), weights).run())
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("mean.bias");
  }

  @Test
  void namesAWeightThatIsNoNumber() {
    Map<String, ParameterValue> weights = weights(new Encoder());
    held(weights, "deviation.bias").values()[2] = Float.NaN;

    assertThatThrownBy(() -> OnnxExport.of(new Encoder(), weights).run())
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the parameter deviation.bias holds NaN at place 2 of 4: such a network is not exported");
  }

  @Test
  void writesNothingWhenTheNetworkIsRefused() {
    Map<String, ParameterValue> weights = weights(new Encoder());
    held(weights, "words.weight").values()[0] = Float.POSITIVE_INFINITY;

    assertThatThrownBy(
            () -> OnnxExport.of(new Encoder(), weights).write(directory.resolve("encoder.onnx")))
        .hasMessageContaining("Infinity");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aStudentFindsItsTeachersWeightsInEveryFormat() throws IOException {
    Map<String, ParameterValue> weights = weights(new Encoder());
    // Equal values are stored once; both names must come back.
    weights.put("mean.bias", new ParameterValue(new long[] {4}, new float[] {1, 2, 3, 4}));
    weights.put("deviation.bias", new ParameterValue(new long[] {4}, new float[] {1, 2, 3, 4}));

    for (WeightFormat format : WeightFormat.values()) {
      Path file = directory.resolve(format.label() + ".onnx");
      OnnxExport.of(new Encoder(), weights).weights(format).write(file);

      Map<String, ParameterValue> read = OnnxModel.weights(file);

      weights.forEach(
          (name, value) -> {
            assertThat(held(read, name).shape()).as(name).isEqualTo(value.shape());
            assertThat(held(read, name).values())
                .as(name)
                .usingComparatorWithPrecision(0.02f)
                .containsExactly(value.values());
          });
    }
  }
}
