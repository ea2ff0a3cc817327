package dev.kiln.export.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.LatentSpec;
import dev.kiln.generation.card.Limits;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cards of generators of labelled images, one for each recipe. */
public final class DigitCards {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MAX_GUIDANCE = 20;
  private static final int MAX_STEPS = 1000;
  private static final int MAX_COUNT = 1000;

  private DigitCards() {}

  /**
   * What every card says about its samples.
   *
   * @param name the generator's name
   * @param version its version
   * @param sample the shape of a sample; an image's is [channels, height, width]
   * @param classes what the classes are called, by label; empty if the data has none
   * @param training how it came to be
   * @param files the sha256 of every network's file, by the file's name
   */
  public record Subject(
      String name,
      String version,
      Shape sample,
      List<String> classes,
      TrainingFacts training,
      Map<String, String> files) {
    public Subject {
      classes = List.copyOf(classes);
      files = Map.copyOf(files);
    }
  }

  /** A denoiser with v-prediction and classifier-free guidance, sampled by DDIM. */
  public static GeneratorCard ddpm(Subject subject, int nullLabel) {
    StageSpec stage =
        new StageSpec(
            StageKind.DENOISE,
            "denoiser.onnx",
            Map.of(StageSpec.SAMPLE, "x", StageSpec.TIMESTEP, "t", "label", "label"),
            "v",
            Prediction.V,
            velocityScheduler("DDIMScheduler")
                .put(
                    "clip_sample", false) // clipping a guided estimate costs a tenth of the classes
                .put("set_alpha_to_one", true)
                .put("timestep_spacing", "trailing"),
            new GuidanceSpec("classifier-free", nullLabel, MAX_GUIDANCE),
            null);
    return card(
        subject,
        "diffusion",
        "Images of a class by denoising diffusion with classifier-free guidance; 10 to 50 steps are enough.",
        stage,
        new Defaults("ddim", 20, 3.0),
        MAX_STEPS);
  }

  /** The one-step student of a guided denoiser. */
  public static GeneratorCard consistency(Subject subject, int grid) {
    StageSpec stage =
        new StageSpec(
            StageKind.DENOISE,
            "denoiser.onnx",
            Map.of(StageSpec.SAMPLE, "x", StageSpec.TIMESTEP, "t", "label", "label"),
            "v",
            Prediction.V,
            velocityScheduler("LCMScheduler")
                .put("clip_sample", true)
                .put("clip_sample_range", 1.0)
                .put("set_alpha_to_one", true)
                .put("timestep_scaling", 10.0)
                .put("original_inference_steps", grid),
            null,
            null);
    return card(
        subject,
        "consistency",
        "Images of a class in one step, or better in 2 to 4, by a consistency model distilled from a guided denoiser.",
        stage,
        new Defaults("lcm", 1, 1.0),
        grid);
  }

  /** The generator of an adversarial pair. */
  public static GeneratorCard gan(Subject subject, int latent) {
    StageSpec stage =
        new StageSpec(
            StageKind.SINGLE_SHOT,
            "generator.onnx",
            Map.of(StageSpec.LATENT, "z", "label", "label"),
            "sample",
            Prediction.DIRECT,
            null,
            null,
            new LatentSpec(Shape.of(latent)));
    return card(
        subject,
        "gan",
        "Images of a class in one step by the generator of a conditional adversarial pair.",
        stage,
        new Defaults("direct", 1, 1.0),
        1);
  }

  private static GeneratorCard card(
      Subject subject,
      String family,
      @Nullable String description,
      StageSpec stage,
      Defaults defaults,
      int maxSteps) {
    return new GeneratorCard(
        subject.name(),
        subject.version(),
        family,
        description,
        new SampleSpec(SampleKind.IMAGE, subject.sample(), List.of(-1.0, 1.0)),
        List.of(new ConditionSpec("label", ConditionKind.LABEL, subject.classes(), true)),
        List.of(stage),
        defaults,
        new Limits(maxSteps, MAX_COUNT),
        JSON.valueToTree(subject.training()),
        List.of(),
        subject.files());
  }

  private static ObjectNode velocityScheduler(String className) {
    return JSON.createObjectNode()
        .put("_class_name", className)
        .put("num_train_timesteps", 1000)
        .put("beta_schedule", "squaredcos_cap_v2")
        .put("prediction_type", "v_prediction");
  }
}
