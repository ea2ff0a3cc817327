package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.kiln.export.nets.Network;
import dev.kiln.export.nets.TableDenoiser;
import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The graphs that the bench runs are those of the networks that ship, without their weights: the
 * bench draws those itself, so the files stay small whatever the network's size.
 */
class BenchNetworksTest {
  private static final Path DIRECTORY =
      Path.of("..", "bench", "src", "main", "resources", "dev", "kiln", "bench", "net");

  /** Smaller tensors are kept, and vectors: scales, shifts, the frequencies of timesteps. */
  private static final int KEPT_BYTES = 1024;

  private static final Map<String, Network> NETWORKS =
      Map.of(
          "tiny", TableDenoiser.forRows(64),
          "small", UNet.forImages(1, 28, 10),
          "medium", new UNet(3, 32, 10, 96, 144));

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "small", "medium"})
  void theGraphsOfTheBenchAreThoseOfTheNetworks(String name) throws Exception {
    byte[] graph = withoutWeights(Objects.requireNonNull(NETWORKS.get(name)));
    Path file = DIRECTORY.resolve(name + ".onnx");
    if (Boolean.getBoolean("kiln.bench.write")) {
      Files.write(file, graph);
    }

    assertThat(file)
        .as(
            "%s is stale: run mvn -pl models-export -am test -Dtest=BenchNetworksTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dkiln.bench.write=true",
            file)
        .hasBinaryContent(graph);
    assertThat(graph.length).isLessThan(100_000);
  }

  private static byte[] withoutWeights(Network network) throws Exception {
    try (TorchWeights weights = new TorchWeights(0)) {
      Trial trial = Trial.draw(network.inputs(), 1, 4, new Random(1));
      TorchRun.outputs(network::applyAll, weights, 1, trial.rowShapes(), trial.values());
      ModelProto.Builder model =
          ModelProto.parseFrom(OnnxModel.bytes(network, distinct(weights.values()))).toBuilder();
      for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
        if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()
            && tensor.getDimsCount() > 1
            && tensor.getRawData().size() > KEPT_BYTES) {
          tensor.clearRawData();
        }
      }
      return model.build().toByteArray();
    }
  }

  /** Layers that start as zero would be written once for all of them, as if they were shared. */
  private static Map<String, ParameterValue> distinct(Map<String, ParameterValue> weights) {
    Random random = new Random(2);
    Map<String, ParameterValue> distinct = new LinkedHashMap<>();
    weights.forEach(
        (name, value) -> {
          float[] drawn = value.values().clone();
          for (int i = 0; i < drawn.length && value.shape().length > 1; i++) {
            drawn[i] = (float) random.nextGaussian();
          }
          distinct.put(name, new ParameterValue(value.shape(), drawn));
        });
    return distinct;
  }
}
