package dev.kiln.export.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchRun;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A file that an earlier version of the exporter wrote still gives its weights back. */
class ShippedWeightsTest {
  @Test
  void theShippedDenoiserCanTeach() throws IOException {
    UNet network = UNet.forImages(1, 28, 10);
    Map<String, ParameterValue> held =
        new LinkedHashMap<>(OnnxModel.weights(Path.of("../models/digits-ddpm/1/denoiser.onnx")));
    try (TorchWeights weights = new TorchWeights(1)) {
      TorchRun.inference(
          network::apply,
          weights,
          1,
          List.of(new long[] {1, 28, 28}, new long[0], new long[0]),
          List.of(new float[784], new float[1], new long[1]));
      held.keySet().retainAll(weights.values().keySet());
      weights.load(held);

      assertThat(weights.values().keySet()).isEqualTo(held.keySet());
    }
  }
}
