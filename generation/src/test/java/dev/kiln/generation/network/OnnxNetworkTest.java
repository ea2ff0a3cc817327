package dev.kiln.generation.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.generation.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxNetworkTest {

  @Test
  void readsItsPortsFromTheGraph() throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load("tiny", TinyOnnx.denoiser(4), OnnxOptions.cpu(1))) {
      assertThat(network.signature().inputs())
          .containsEntry("x", new Port("x", Port.Type.FLOAT, Shape.of(1, 4, 4)))
          .containsEntry("label", new Port("label", Port.Type.LONG, Shape.of()));
      assertThat(network.signature().outputs()).containsOnlyKeys("v");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 1})
  void computesEachRowByItself(int rows) throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load("tiny", TinyOnnx.denoiser(4), OnnxOptions.cpu(1));
        NetworkBatch batch = network.newBatch(8)) {
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < 16; i++) {
          batch.floats("x").put(row * 16 + i, row + i);
        }
        batch.floats("t").put(row, 100f * row);
        batch.longs("label").put(row, row);
      }

      batch.run(rows);

      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < 16; i++) {
          assertThat(batch.output("v").get(row * 16 + i))
              .isCloseTo(0.5f * (row + i) + 0.01f * row + 0.05f * row, within(1e-5f));
        }
      }
    }
  }

  @Test
  void computesTheSameWithTheThreadsOfACallAlone() throws Exception {
    NetworkLoader loader = OnnxNetwork.loader(OnnxOptions.cpu(1)).withThreads(1, 2);
    try (Network network = loader.load("tiny", TinyOnnx.denoiser(4));
        NetworkBatch batch = network.newBatch(2)) {
      batch.floats("x").put(0, 2f);
      batch.runAlone(2);
      assertThat(batch.output("v").get(0)).isCloseTo(1f, within(1e-6f));
      batch.floats("x").put(0, 4f);
      batch.run(2);
      assertThat(batch.output("v").get(0)).isCloseTo(2f, within(1e-6f));
      batch.floats("x").put(0, 6f);
      batch.runAlone(1);
      assertThat(batch.output("v").get(0)).isCloseTo(3f, within(1e-6f));
    }
  }

  @Test
  void usesItsBuffersAgain() throws Exception {
    try (OnnxNetwork network = OnnxNetwork.load("tiny", TinyOnnx.denoiser(4), OnnxOptions.cpu(1));
        NetworkBatch batch = network.newBatch(2)) {
      batch.run(2);
      batch.floats("x").put(0, 2f);
      batch.run(2);
      assertThat(batch.output("v").get(0)).isCloseTo(1f, within(1e-6f));
      batch.floats("x").put(0, 4f);
      batch.run(1);
      assertThat(batch.output("v").get(0)).isCloseTo(2f, within(1e-6f));
    }
  }

  @Test
  void refusesBytesThatAreNoNetwork() {
    byte[] truncated = Arrays.copyOf(TinyOnnx.denoiser(4), 100);
    assertThatThrownBy(() -> OnnxNetwork.load("tiny/1/x.onnx", truncated, OnnxOptions.cpu(1)))
        .isInstanceOf(NetworkException.class)
        .hasMessageStartingWith("tiny/1/x.onnx is no ONNX network: ")
        .message()
        .doesNotContain("\n");
  }
}
