package dev.kiln.generation.stage;

import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.card.TextSpec;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.Port;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.tensor.Shape;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which inputs of a network take conditions, and how a row of them is filled. */
final class ConditionInputs {

  private static final Set<String> OTHERS =
      Set.of(
          StageSpec.SAMPLE, StageSpec.TIMESTEP, StageSpec.LATENT, StageSpec.KNOWN, StageSpec.MASK);

  /**
   * An input and what it takes.
   *
   * @param role the condition's name, or the encode stage's output
   * @param port the input
   */
  private record Input(String role, Port port) {}

  private final StageSpec spec;
  private final Input[] labels;
  private final Input[] tokens;
  private final Input[] encoded;

  private ConditionInputs(
      StageSpec spec, List<Input> labels, List<Input> tokens, List<Input> encoded) {
    this.spec = spec;
    this.labels = labels.toArray(Input[]::new);
    this.tokens = tokens.toArray(Input[]::new);
    this.encoded = encoded.toArray(Input[]::new);
  }

  /**
   * Holds what a card says of a stage's conditions against its network.
   *
   * @param before the stages before it
   * @throws NetworkException when they do not fit; one sentence that says where
   */
  static ConditionInputs of(
      GeneratorCard card, StageSpec spec, List<Stage> before, Signature signature)
      throws NetworkException {
    List<Input> labels = new ArrayList<>();
    List<Input> tokens = new ArrayList<>();
    List<Input> encoded = new ArrayList<>();
    for (String role : spec.inputs().keySet()) {
      if (OTHERS.contains(role)) {
        continue;
      }
      Optional<ConditionSpec> condition = card.condition(role);
      if (condition.isEmpty()) {
        Shape made = made(spec, role, before);
        Port port = Ports.input(spec, role, signature, Port.Type.FLOAT);
        Ports.same(spec, "input " + port.name(), port.row(), "the encoded " + role, made);
        encoded.add(new Input(role, port));
      } else if (condition.get().kind() == ConditionKind.TEXT) {
        TextSpec text = Objects.requireNonNull(condition.get().text(), role);
        Port port = Ports.input(spec, role, signature, Port.Type.LONG);
        Ports.same(
            spec, "input " + port.name(), port.row(), "text.length", Shape.of(text.length()));
        tokens.add(new Input(role, port));
      } else {
        Port port = Ports.input(spec, role, signature, Port.Type.LONG);
        labels.add(new Input(role, Ports.scalar(spec, port)));
      }
    }
    return new ConditionInputs(spec, labels, tokens, encoded);
  }

  private static Shape made(StageSpec spec, String role, List<Stage> before)
      throws NetworkException {
    for (Stage stage : before) {
      if (stage.encodes() && stage.spec().output().equals(role)) {
        return stage.output().row();
      }
    }
    throw new NetworkException(
        "stages.inputs of "
            + spec.network()
            + " names \""
            + role
            + "\", which is neither sample, timestep, latent, known, mask, a condition nor encoded by a stage before");
  }

  /** Fills one row; allocates nothing. */
  void write(NetworkBatch batch, int row, Conditions conditions) {
    for (Input input : labels) {
      batch.longs(input.port().name()).put(row, label(conditions, input.role()));
    }
    for (Input input : tokens) {
      List<Long> numbers = present(conditions.tokens().get(input.role()), input.role());
      LongBuffer into = batch.longs(input.port().name());
      for (int i = 0; i < numbers.size(); i++) {
        into.put(row * numbers.size() + i, numbers.get(i));
      }
    }
    for (Input input : encoded) {
      float[] made = present(conditions.encoded().get(input.role()), input.role()).values();
      batch.floats(input.port().name()).put(row * made.length, made, 0, made.length);
    }
  }

  /** The index of a label, or the one that stands for "no label" where the request gives none. */
  private long label(Conditions conditions, String condition) {
    Long label = conditions.labels().get(condition);
    GuidanceSpec guidance = spec.guidance();
    Integer none = guidance == null ? null : guidance.nullLabel();
    return label != null ? label : present(none, condition);
  }

  private <T> T present(@Nullable T value, String condition) {
    if (value == null) {
      throw new IllegalStateException(
          "admitted a walk through " + spec.network() + " that lacks the " + condition);
    }
    return value;
  }
}
