package dev.kiln.export.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.nets.Port;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stage that walks a {@link Denoiser}: its first input is the sample, its second the time. */
final class DenoiserStage {
  static final String FILE = "denoiser.onnx";

  private static final double MAX_GUIDANCE = 20;

  private DenoiserStage() {}

  /** A stage that may be guided, where the network has conditions to drop. */
  static StageSpec guided(Denoiser network, Prediction prediction, JsonNode scheduler) {
    return stage(network, prediction, scheduler, guidance(network));
  }

  /** A stage that takes its conditions as they are. */
  static StageSpec unguided(Denoiser network, Prediction prediction, JsonNode scheduler) {
    return stage(network, prediction, scheduler, null);
  }

  private static StageSpec stage(
      Denoiser network,
      Prediction prediction,
      JsonNode scheduler,
      @Nullable GuidanceSpec guidance) {
    List<Port> ports = network.inputs();
    Map<String, String> inputs = new HashMap<>();
    inputs.put(StageSpec.SAMPLE, ports.get(0).name());
    inputs.put(StageSpec.TIMESTEP, ports.get(1).name());
    network.nothing().keySet().forEach(condition -> inputs.put(condition, condition));
    return new StageSpec(
        StageKind.DENOISE,
        FILE,
        inputs,
        network.output().name(),
        prediction,
        scheduler,
        guidance,
        null);
  }

  private static @Nullable GuidanceSpec guidance(Denoiser network) {
    List<Long> nothing = network.nothing().get("label");
    return nothing == null
        ? null
        : new GuidanceSpec("classifier-free", Math.toIntExact(nothing.get(0)), MAX_GUIDANCE);
  }
}
