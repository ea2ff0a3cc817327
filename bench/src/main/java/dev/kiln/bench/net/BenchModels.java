package dev.kiln.bench.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kiln.generation.card.CardJson;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.Limits;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes a network as a generator, so that the engine opens it as it opens any other. */
public final class BenchModels {

  /** What the generator is called. */
  public static final String NAME = "bench";

  private static final String FILE = "denoiser.onnx";
  private static final int CLASSES = 10;

  private BenchModels() {}

  /**
   * Writes the generator.
   *
   * @param models the directory of the generators
   */
  public static void write(BenchNetwork network, Path models) throws IOException {
    Path directory = Files.createDirectories(models.resolve(NAME).resolve("1"));
    byte[] onnx = network.onnx();
    Files.write(directory.resolve(FILE), onnx);
    Files.writeString(directory.resolve("generator.json"), CardJson.write(card(network, onnx)));
  }

  private static GeneratorCard card(BenchNetwork network, byte[] onnx) {
    boolean labelled = network.takesLabel();
    return new GeneratorCard(
        NAME,
        "1",
        "diffusion",
        "Random weights, for the bench.",
        new SampleSpec(
            labelled ? SampleKind.IMAGE : SampleKind.VECTOR,
            new Shape(network.shape()),
            List.of(-1.0, 1.0),
            List.of()),
        labelled ? List.of(label()) : List.of(),
        List.of(stage(labelled)),
        new Defaults("ddim", 20, 1.0),
        Limits.DEFAULT,
        null,
        List.of(),
        Map.of(FILE, Sha256.hex(onnx)));
  }

  private static ConditionSpec label() {
    List<String> classes = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    return new ConditionSpec("label", ConditionKind.LABEL, classes, null, false);
  }

  private static StageSpec stage(boolean labelled) {
    Map<String, String> inputs =
        new TreeMap<>(Map.of(StageSpec.SAMPLE, "x", StageSpec.TIMESTEP, "t"));
    if (labelled) {
      inputs.put("label", "label");
    }
    var scheduler =
        JsonNodeFactory.instance
            .objectNode()
            .put("_class_name", "DDIMScheduler")
            .put("num_train_timesteps", 1000)
            .put("beta_schedule", "squaredcos_cap_v2")
            .put("prediction_type", "v_prediction")
            .put("clip_sample", true)
            .put("timestep_spacing", "trailing");
    return new StageSpec(
        StageKind.DENOISE,
        FILE,
        inputs,
        "v",
        Prediction.V,
        scheduler,
        labelled ? new GuidanceSpec("classifier-free", CLASSES, 20.0) : null,
        null);
  }
}
