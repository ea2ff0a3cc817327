package dev.kiln.generation.stage;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.tensor.Shape;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a generator, held against the graph of its network: it knows which input takes what.
 * Safe for many threads.
 */
public final class Stage {

  private final StageSpec spec;
  private final @Nullable Port state;
  private final Port output;
  private final @Nullable Port timestep;
  private final ConditionInputs conditionInputs;
  private final @Nullable Port known;
  private final @Nullable Port mask;

  private Stage(
      StageSpec spec,
      @Nullable Port state,
      Port output,
      @Nullable Port timestep,
      ConditionInputs conditionInputs,
      @Nullable Port known,
      @Nullable Port mask) {
    this.spec = spec;
    this.state = state;
    this.output = output;
    this.timestep = timestep;
    this.conditionInputs = conditionInputs;
    this.known = known;
    this.mask = mask;
  }

  /**
   * Holds a card's stage against its network.
   *
   * @param before the stages before it, so that it is the one after them
   * @param signature what the network's graph takes and gives
   * @throws NetworkException when they do not fit; one sentence that says where
   */
  public static Stage of(GeneratorCard card, List<Stage> before, Signature signature)
      throws NetworkException {
    StageSpec spec = card.stages().get(before.size());
    boolean last = before.size() == card.stages().size() - 1;
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
    Port state = state(card, before, signature);
    Port output = output(spec, signature);
    if (spec.kind() == StageKind.DENOISE && state != null) {
      Ports.same(spec, "output " + output.name(), output.row(), "its input's shape", state.row());
    }
    if (last) {
      Shape sample = card.sample().shape();
      Ports.same(spec, "output " + output.name(), output.row(), "sample.shape", sample);
    }
    Port timestep =
        spec.kind() == StageKind.DENOISE
            ? Ports.scalar(spec, Ports.input(spec, StageSpec.TIMESTEP, signature, null))
            : null;
    return new Stage(
        spec,
        state,
        output,
        timestep,
        ConditionInputs.of(card, spec, before, signature),
        wholeSample(spec, StageSpec.KNOWN, signature, card.sample().shape()),
        wholeSample(spec, StageSpec.MASK, signature, card.sample().shape()));
  }

  private static @Nullable Port state(GeneratorCard card, List<Stage> before, Signature signature)
      throws NetworkException {
    StageSpec spec = card.stages().get(before.size());
    if (spec.kind() == StageKind.ENCODE) {
      return null;
    }
    Port state = Ports.input(spec, spec.stateRole(), signature, Port.Type.FLOAT);
    if (spec.latent() != null) {
      Ports.same(spec, "input " + state.name(), state.row(), "latent.shape", spec.latent().shape());
    }
    boolean first = before.isEmpty() || before.get(before.size() - 1).encodes();
    if (!first) {
      follows(spec, state, before.get(before.size() - 1));
    } else if (card.restores()) {
      Shape sample = card.sample().shape();
      Ports.same(spec, "input " + state.name(), state.row(), "sample.shape", sample);
    }
    return state;
  }

  private static Port output(StageSpec spec, Signature signature) throws NetworkException {
    Port output = signature.outputs().get(spec.output());
    if (output == null || output.type() != Port.Type.FLOAT) {
      throw new NetworkException(
          spec.network()
              + " has no float output \""
              + spec.output()
              + "\", it has "
              + new TreeMap<>(signature.outputs()).keySet());
    }
    return output;
  }

  /** An input that takes something of a sample's shape, where the card names one. */
  private static @Nullable Port wholeSample(
      StageSpec spec, String role, Signature signature, Shape sample) throws NetworkException {
    if (!spec.inputs().containsKey(role)) {
      return null;
    }
    Port port = Ports.input(spec, role, signature, Port.Type.FLOAT);
    Ports.same(spec, "input " + port.name(), port.row(), "sample.shape", sample);
    return port;
  }

  /**
   * Checks that a stage takes what the stage before it gives.
   *
   * @throws NetworkException when it takes another shape; one sentence that says where
   */
  private static void follows(StageSpec spec, Port state, Stage before) throws NetworkException {
    String gives = "what " + before.spec.network() + " gives";
    Ports.same(spec, "input " + state.name(), state.row(), gives, before.output.row());
  }

  public StageSpec spec() {
    return spec;
  }

  /** Starts a sample's walk. */
  public Trajectory begin(Walk walk) {
    return switch (spec.kind()) {
      case DENOISE -> new DenoiseTrajectory(this, walk);
      case SINGLE_SHOT -> new SingleShotTrajectory(this, walk);
      case ENCODE -> new EncodeTrajectory(this, walk);
    };
  }

  /** Whether it encodes conditions, once for a request. */
  public boolean encodes() {
    return spec.kind() == StageKind.ENCODE;
  }

  Port state() {
    if (state == null) {
      throw new IllegalStateException(spec.network() + " takes no state");
    }
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

  ConditionInputs conditionInputs() {
    return conditionInputs;
  }

  /** The input for the given columns of a row, where the network has one. */
  @Nullable Port known() {
    return known;
  }

  /** The input for which columns are given, where the network has one. */
  @Nullable Port mask() {
    return mask;
  }
}
