package dev.kiln.export.recipe;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.card.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code progress.json} says of a checkpoint. Those of earlier versions lack the last five.
 *
 * @param steps steps done
 * @param images images seen, counted each time
 * @param seconds time spent, over all runs
 * @param target how many images the training is to see in all
 * @param seed of the training
 * @param batch images in a step
 * @param recipe the recipe's signature
 * @param networks what each of its weights look like, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
record CheckpointFacts(
    long steps,
    long images,
    double seconds,
    @Nullable Long target,
    @Nullable Long seed,
    @Nullable Integer batch,
    @Nullable String recipe,
    @Nullable Map<String, String> networks) {

  static CheckpointFacts of(Recipe recipe, TrainingProgress progress, TrainingSettings settings) {
    return new CheckpointFacts(
        progress.steps(),
        progress.images(),
        progress.seconds(),
        settings.images(),
        settings.seed(),
        settings.batch(),
        recipe.signature(),
        networks(recipe));
  }

  TrainingProgress progress() {
    return new TrainingProgress(steps, images, seconds);
  }

  /** Whether the training that wrote it had come to its end. */
  boolean finished() {
    return target != null && images >= target;
  }

  /**
   * Refuses the checkpoint of another recipe or network.
   *
   * @param where the checkpoint, for messages
   */
  void check(Recipe other, String where) {
    if (recipe != null && !recipe.equals(other.signature())) {
      throw new TrainingException(
          where
              + " is a checkpoint of "
              + recipe
              + ", this training is "
              + other.signature()
              + ": give it --checkpoints of its own");
    }
    Map<String, String> here = networks(other);
    if (networks != null && !networks.equals(here)) {
      String name =
          here.keySet().stream()
              .filter(key -> !String.valueOf(here.get(key)).equals(networks.get(key)))
              .findFirst()
              .orElse("");
      throw new TrainingException(
          where
              + " holds other networks: \""
              + name
              + "\" has "
              + networks.getOrDefault(name, "nothing")
              + " there and "
              + here.getOrDefault(name, "nothing")
              + " here; the data's size and classes and the recipe's options must be those of the checkpoint");
    }
  }

  /** Names and shapes of a recipe's weights: how many numbers, and a hash that tells them apart. */
  private static Map<String, String> networks(Recipe recipe) {
    Map<String, String> networks = new TreeMap<>();
    recipe.weights().forEach((name, weights) -> networks.put(name, describe(weights)));
    return networks;
  }

  private static String describe(TorchWeights weights) {
    String shapes =
        weights.shapes().entrySet().stream()
            .map(e -> e.getKey() + Arrays.toString(e.getValue()))
            .collect(Collectors.joining(";"));
    return weights.size()
        + " numbers ("
        + Sha256.hex(shapes.getBytes(StandardCharsets.UTF_8)).substring(0, 8)
        + ")";
  }
}
