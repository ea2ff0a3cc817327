package dev.kiln.generation.stage;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.tensor.Shape;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a generator, held against the graph of its network: it knows which input takes what.
 * Safe for many threads.
 */
public final class Stage {

  private final StageSpec spec;
  private final Port state;
  private final Port output;
  private final @Nullable Port timestep;
  private final Map<String, String> labelInputs;
  private final @Nullable Port known;
  private final @Nullable Port mask;

  private Stage(
      StageSpec spec,
      Port state,
      Port output,
      @Nullable Port timestep,
      Map<String, String> labelInputs,
      @Nullable Port known,
      @Nullable Port mask) {
    this.spec = spec;
    this.state = state;
    this.output = output;
    this.timestep = timestep;
    this.labelInputs = Map.copyOf(labelInputs);
    this.known = known;
    this.mask = mask;
  }

  /**
   * Holds a card's stage against its network.
   *
   * @param index which stage of the card
   * @param signature what the network's graph takes and gives
   * @throws NetworkException when they do not fit; one sentence that says where
   */
  public static Stage of(GeneratorCard card, int index, Signature signature)
      throws NetworkException {
    StageSpec spec = card.stages().get(index);
    boolean last = index == card.stages().size() - 1;
    for (String input : signature.inputs().keySet()) {
      if (!spec.inputs().containsValue(input)) {
        throw new NetworkException(
            spec.network()
                + " has an input \""
                + input
                + "\" that the card does not name, it names "
                + new TreeSet<>(spec.inputs().values()));
      }
    }
    Port state = input(spec, spec.stateRole(), signature, Port.Type.FLOAT);
    Port output = signature.outputs().get(spec.output());
    if (output == null || output.type() != Port.Type.FLOAT) {
      throw new NetworkException(
          spec.network()
              + " has no float output \""
              + spec.output()
              + "\", it has "
              + new TreeMap<>(signature.outputs()).keySet());
    }
    if (spec.latent() != null) {
      same(spec, "input " + state.name(), state.row(), "latent.shape", spec.latent().shape());
    }
    if (index == 0 && card.restores()) {
      same(spec, "input " + state.name(), state.row(), "sample.shape", card.sample().shape());
    }
    if (spec.kind() == StageKind.DENOISE) {
      same(spec, "output " + output.name(), output.row(), "its input's shape", state.row());
    }
    if (last) {
      same(spec, "output " + output.name(), output.row(), "sample.shape", card.sample().shape());
    }
    Port timestep =
        spec.kind() == StageKind.DENOISE
            ? scalar(spec, input(spec, StageSpec.TIMESTEP, signature, null))
            : null;
    Map<String, String> labels = new TreeMap<>();
    for (Map.Entry<String, String> entry : spec.inputs().entrySet()) {
      String role = entry.getKey();
      if (role.equals(spec.stateRole())
          || role.equals(StageSpec.TIMESTEP)
          || role.equals(StageSpec.KNOWN)
          || role.equals(StageSpec.MASK)) {
        continue;
      }
      ConditionSpec condition =
          card.condition(role)
              .orElseThrow(
                  () ->
                      new NetworkException(
                          "stages.inputs of "
                              + spec.network()
                              + " names \""
                              + role
                              + "\", which is neither sample, timestep, latent, known, mask nor a condition"));
      scalar(spec, input(spec, role, signature, Port.Type.LONG));
      labels.put(condition.name(), entry.getValue());
    }
    return new Stage(
        spec,
        state,
        output,
        timestep,
        labels,
        wholeSample(spec, StageSpec.KNOWN, signature, card.sample().shape()),
        wholeSample(spec, StageSpec.MASK, signature, card.sample().shape()));
  }

  /** An input that takes something of a sample's shape, where the card names one. */
  private static @Nullable Port wholeSample(
      StageSpec spec, String role, Signature signature, Shape sample) throws NetworkException {
    if (!spec.inputs().containsKey(role)) {
      return null;
    }
    Port port = input(spec, role, signature, Port.Type.FLOAT);
    same(spec, "input " + port.name(), port.row(), "sample.shape", sample);
    return port;
  }

  private static Port input(
      StageSpec spec, String role, Signature signature, Port.@Nullable Type type)
      throws NetworkException {
    String name = String.valueOf(spec.inputs().get(role));
    Port port = signature.inputs().get(name);
    if (port == null) {
      throw new NetworkException(
          spec.network()
              + " has no input \""
              + name
              + "\", which the card names for "
              + role
              + "; it has "
              + new TreeMap<>(signature.inputs()).keySet());
    }
    if (type != null && port.type() != type) {
      throw new NetworkException(
          spec.network() + " must take " + role + " as " + type + ", it takes " + port.type());
    }
    return port;
  }

  private static Port scalar(StageSpec spec, Port port) throws NetworkException {
    if (port.row().size() != 1) {
      throw new NetworkException(
          spec.network()
              + " must take one value a row as \""
              + port.name()
              + "\", it takes "
              + port.row());
    }
    return port;
  }

  private static void same(StageSpec spec, String what, Shape found, String where, Shape expected)
      throws NetworkException {
    if (!found.equals(expected)) {
      throw new NetworkException(
          spec.network() + ": " + what + " is " + found + ", but " + where + " is " + expected);
    }
  }

  /**
   * Checks that this stage takes what the stage before it gives.
   *
   * @throws NetworkException when it takes another shape; one sentence that says where
   */
  public void follows(Stage before) throws NetworkException {
    String gives = "what " + before.spec.network() + " gives";
    same(spec, "input " + state.name(), state.row(), gives, before.output.row());
  }

  public StageSpec spec() {
    return spec;
  }

  /** Starts a sample's walk. */
  public Trajectory begin(Walk walk) {
    return spec.kind() == StageKind.DENOISE
        ? new DenoiseTrajectory(this, walk)
        : new SingleShotTrajectory(this, walk);
  }

  Port state() {
    return state;
  }

  Port output() {
    return output;
  }

  Port timestep() {
    if (timestep == null) {
      throw new IllegalStateException(spec.network() + " takes no timestep");
    }
    return timestep;
  }

  /** From a label condition's name to the graph's input. */
  Map<String, String> labelInputs() {
    return labelInputs;
  }

  /** The input for the given columns of a row, where the network has one. */
  @Nullable Port known() {
    return known;
  }

  /** The input for which columns are given, where the network has one. */
  @Nullable Port mask() {
    return mask;
  }

  /** The label that stands for "no condition", where the network can be guided. */
  @Nullable Integer nullLabel() {
    GuidanceSpec guidance = spec.guidance();
    return guidance == null ? null : guidance.nullLabel();
  }
}
