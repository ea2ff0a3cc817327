package dev.kiln.export.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Limits;
import dev.kiln.generation.card.Prediction;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.row.RowCodec;
import java.util.List;
import java.util.Map;

/** The cards of generators of table rows, one for each recipe. */
public final class TableCards {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_STEPS = 1000;
  private static final int MAX_COUNT = 10_000;
  private static final ConditionSpec ROW =
      new ConditionSpec("row", ConditionKind.ROW, List.of(), false);

  private TableCards() {}

  /** A denoiser of rows with v-prediction; given columns are kept as a known region. */
  public static GeneratorCard diffusion(DigitCards.Subject subject, List<ColumnSpec> columns) {
    ObjectNode scheduler =
        JSON.createObjectNode()
            .put("_class_name", "DDIMScheduler")
            .put("num_train_timesteps", 1000)
            .put("beta_schedule", "squaredcos_cap_v2")
            .put("prediction_type", "v_prediction")
            .put("clip_sample", false)
            .put("set_alpha_to_one", true)
            .put("timestep_spacing", "trailing");
    StageSpec stage =
        new StageSpec(
            StageKind.DENOISE,
            "denoiser.onnx",
            Map.of(StageSpec.SAMPLE, "x", StageSpec.TIMESTEP, "t"),
            "v",
            Prediction.V,
            scheduler,
            null,
            null);
    return card(
        subject,
        "diffusion",
        "Rows of a table by denoising diffusion; columns that are given are kept.",
        columns,
        stage,
        new Defaults("ddim", 50, 1.0),
        MAX_STEPS);
  }

  private static GeneratorCard card(
      DigitCards.Subject subject,
      String family,
      String description,
      List<ColumnSpec> columns,
      StageSpec stage,
      Defaults defaults,
      int maxSteps) {
    return new GeneratorCard(
        subject.name(),
        subject.version(),
        family,
        description,
        new SampleSpec(
            SampleKind.ROW,
            subject.sample(),
            List.of(-RowCodec.NORMAL_LIMIT, RowCodec.NORMAL_LIMIT),
            columns),
        List.of(ROW),
        List.of(stage),
        defaults,
        new Limits(maxSteps, MAX_COUNT),
        JSON.valueToTree(subject.training()),
        List.of(),
        subject.files());
  }
}
