package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One link of a generator's chain.
 *
 * @param kind how the network is used
 * @param network the ONNX file, inside the generator's directory
 * @param inputs from role to the graph's input name; a role is sample, timestep, latent, known,
 *     mask, the name of a condition, or the output of an encode stage before this one
 * @param output the graph's output name
 * @param prediction what the output means; an encode stage may leave it out
 * @param scheduler a diffusers scheduler_config, as it is; denoise stages have one
 * @param guidance how to guide, or null where the network cannot be guided
 * @param latent what a single-shot stage starts from, or null where it takes the state before it:
 *     the stage before's, or, as the first stage, the request's picture
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageSpec(
    StageKind kind,
    String network,
    Map<String, String> inputs,
    String output,
    Prediction prediction,
    @Nullable JsonNode scheduler,
    @Nullable GuidanceSpec guidance,
    @Nullable LatentSpec latent) {

  public static final String SAMPLE = "sample";
  public static final String TIMESTEP = "timestep";
  public static final String LATENT = "latent";

  /** The encoded row whose given columns a single-shot network keeps; zero elsewhere. */
  public static final String KNOWN = "known";

  /** Which values of {@link #KNOWN} are given: 1 there, 0 elsewhere. */
  public static final String MASK = "mask";

  /** The roles that are neither conditions nor made by an encode stage. */
  static final Set<String> ROLES = Set.of(SAMPLE, TIMESTEP, LATENT, KNOWN, MASK);

  public StageSpec {
    Require.present("stages.kind", kind);
    Require.name("stages.network", network);
    Require.present("stages.inputs", inputs);
    Require.present("stages.output", output);
    prediction = prediction == null && kind == StageKind.ENCODE ? Prediction.DIRECT : prediction;
    Require.present("stages.prediction", prediction);
    inputs = Map.copyOf(inputs);
    scheduler = scheduler == null || scheduler.isNull() ? null : scheduler;
    if (kind == StageKind.ENCODE && (scheduler != null || guidance != null || latent != null)) {
      throw new IllegalArgumentException(
          "stage "
              + network
              + " encodes: it is called once and has neither scheduler, guidance nor latent");
    }
    String state = kind == StageKind.DENOISE || latent == null ? SAMPLE : LATENT;
    if (kind != StageKind.ENCODE && !inputs.containsKey(state)) {
      throw new IllegalArgumentException(
          "stages.inputs of " + network + " must name the graph's input for \"" + state + "\"");
    }
    if (kind == StageKind.DENOISE && !inputs.containsKey(TIMESTEP)) {
      throw new IllegalArgumentException(
          "stages.inputs of " + network + " must name the graph's input for \"timestep\"");
    }
    if (kind == StageKind.DENOISE && scheduler == null) {
      throw new IllegalArgumentException("stages.scheduler of " + network + " is missing");
    }
    if (inputs.containsKey(KNOWN) != inputs.containsKey(MASK)) {
      throw new IllegalArgumentException(
          "stages.inputs of " + network + " must name both \"known\" and \"mask\", or neither");
    }
  }

  /** Whether the stage can keep given columns of a row. */
  public boolean keepsColumns() {
    return kind == StageKind.DENOISE || inputs.containsKey(KNOWN);
  }

  /** The role of the input that carries the state: the sample, or the latent it starts from. */
  public String stateRole() {
    return kind == StageKind.DENOISE || latent == null ? SAMPLE : LATENT;
  }
}
