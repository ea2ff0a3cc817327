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
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which inputs of a network take conditions, and how a row of them is filled.
 *
 * @param spec the stage
 * @param labels from a label condition's name to the input, one index a row
 * @param tokens from a text condition's name to the input, the numbers of its words
 * @param encoded from an encode stage's output to the input
 */
record ConditionInputs(
    StageSpec spec, Map<String, Port> labels, Map<String, Port> tokens, Map<String, Port> encoded) {

  private static final Set<String> OTHERS =
      Set.of(
          StageSpec.SAMPLE, StageSpec.TIMESTEP, StageSpec.LATENT, StageSpec.KNOWN, StageSpec.MASK);

  /**
   * Holds what a card says of a stage's conditions against its network.
   *
   * @param before the stages before it
   * @throws NetworkException when they do not fit; one sentence that says where
   */
  static ConditionInputs of(
      GeneratorCard card, StageSpec spec, List<Stage> before, Signature signature)
      throws NetworkException {
    Map<String, Port> labels = new TreeMap<>();
    Map<String, Port> tokens = new TreeMap<>();
    Map<String, Port> encoded = new TreeMap<>();
    for (String role : spec.inputs().keySet()) {
      if (OTHERS.contains(role)) {
        continue;
      }
      Optional<ConditionSpec> condition = card.condition(role);
      if (condition.isEmpty()) {
        Shape made = made(spec, role, before);
        Port port = Ports.input(spec, role, signature, Port.Type.FLOAT);
        Ports.same(spec, "input " + port.name(), port.row(), "the encoded " + role, made);
        encoded.put(role, port);
      } else if (condition.get().kind() == ConditionKind.TEXT) {
        TextSpec text = Objects.requireNonNull(condition.get().text(), role);
        Port port = Ports.input(spec, role, signature, Port.Type.LONG);
        Ports.same(
            spec, "input " + port.name(), port.row(), "text.length", Shape.of(text.length()));
        tokens.put(role, port);
      } else {
        labels.put(role, Ports.scalar(spec, Ports.input(spec, role, signature, Port.Type.LONG)));
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

  /** Fills one row. */
  void write(NetworkBatch batch, int row, Conditions conditions) {
    for (Map.Entry<String, Port> input : labels.entrySet()) {
      batch.longs(input.getValue().name()).put(row, label(conditions, input.getKey()));
    }
    for (Map.Entry<String, Port> input : tokens.entrySet()) {
      List<Long> numbers = present(conditions.tokens().get(input.getKey()), input.getKey());
      for (int i = 0; i < numbers.size(); i++) {
        batch.longs(input.getValue().name()).put(row * numbers.size() + i, numbers.get(i));
      }
    }
    for (Map.Entry<String, Port> input : encoded.entrySet()) {
      FloatTensor made = present(conditions.encoded().get(input.getKey()), input.getKey());
      batch
          .floats(input.getValue().name())
          .put(row * made.values().length, made.values(), 0, made.values().length);
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
