package dev.kiln.export.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of one training in a directory: {@code step-N} holds the weights, the optimizers
 * and the progress; the file {@code latest} names the newest whole one. A checkpoint is written
 * beside its place and moved there, {@code latest} is replaced after that and older ones are
 * removed last. So a training may be killed at any moment, and a disk may fill up: the last good
 * checkpoint stays.
 */
public final class Checkpoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LATEST = "latest";
  private static final String FACTS = "progress.json";
  private static final String FRESH = ".new";

  private final Path directory;

  public Checkpoints(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a checkpoint and removes those before it.
   *
   * @throws IOException if it cannot be written; one sentence that says which checkpoint is left
   * @throws TrainingException if a weight is not a number; nothing is written then
   */
  void save(Recipe recipe, CheckpointFacts facts) throws IOException {
    String name = "step-" + facts.steps();
    Path fresh = directory.resolve(name + FRESH);
    try {
      Files.createDirectories(fresh);
      for (Map.Entry<String, TorchWeights> weights : recipe.weights().entrySet()) {
        SafeTensors.write(fresh.resolve(tensors(weights.getKey())), finite(weights, facts));
      }
      for (Map.Entry<String, WeightOptimizer> optimizer : recipe.optimizers().entrySet()) {
        Files.write(fresh.resolve(state(optimizer.getKey())), optimizer.getValue().state());
      }
      Files.write(
          fresh.resolve(FACTS), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(facts));
      Path target = directory.resolve(name);
      remove(target);
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      Path latest = directory.resolve(LATEST + FRESH);
      Files.writeString(latest, name);
      Files.move(
          latest,
          directory.resolve(LATEST),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException(
          "the checkpoint "
              + directory.resolve(name)
              + " cannot be written ("
              + reason(e)
              + "); "
              + kept(),
          e);
    } finally {
      remove(fresh);
    }
    removeAllBut(name);
  }

  private static Map<String, ParameterValue> finite(
      Map.Entry<String, TorchWeights> weights, CheckpointFacts facts) {
    Map<String, ParameterValue> values = weights.getValue().values();
    values.forEach(
        (parameter, value) -> {
          for (float number : value.values()) {
            if (!Float.isFinite(number)) {
              throw new TrainingException(
                  "the weight "
                      + parameter
                      + " of \""
                      + weights.getKey()
                      + "\" is "
                      + number
                      + " after step "
                      + facts.steps());
            }
          }
        });
    return values;
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.toString() : reason;
  }

  /** What is left to go on from, for the end of a sentence about what went wrong. */
  String kept() throws IOException {
    Optional<CheckpointFacts> facts = facts();
    return facts.isEmpty()
        ? "there is no checkpoint before it"
        : String.format(
            Locale.ROOT,
            "the one of step %,d (%,d images) is kept: --resume goes on from there",
            facts.get().steps(),
            facts.get().images());
  }

  /** Where the newest whole checkpoint is, if there is one. */
  Optional<Path> latest() throws IOException {
    Path latest = directory.resolve(LATEST);
    if (!Files.exists(latest)) {
      return Optional.empty();
    }
    return Optional.of(directory.resolve(Files.readString(latest, StandardCharsets.UTF_8).strip()));
  }

  /** What the newest whole checkpoint says of itself, if there is one. */
  Optional<CheckpointFacts> facts() throws IOException {
    Optional<Path> latest = latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Path file = latest.get().resolve(FACTS);
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), CheckpointFacts.class));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged; expected the JSON of a checkpoint", e);
    }
  }

  /**
   * How many images the training here has seen that has not come to its end; empty if there is
   * none.
   */
  public Optional<Long> unfinished() throws IOException {
    return facts().filter(facts -> !facts.finished()).map(CheckpointFacts::images);
  }

  /**
   * Brings a recipe back to its newest checkpoint.
   *
   * @throws IOException if a file of it cannot be read
   * @throws TrainingException if there is none, or if it is of another recipe or network
   */
  CheckpointFacts restore(Recipe recipe) throws IOException {
    Optional<Path> latest = latest();
    Optional<CheckpointFacts> facts = facts();
    if (latest.isEmpty() || facts.isEmpty()) {
      throw new TrainingException(
          "there is no checkpoint in " + directory + " to go on from; leave --resume out to begin");
    }
    Path source = latest.get();
    facts.get().check(recipe, source.toString());
    for (Map.Entry<String, TorchWeights> weights : recipe.weights().entrySet()) {
      weights.getValue().load(SafeTensors.read(source.resolve(tensors(weights.getKey()))));
    }
    for (Map.Entry<String, WeightOptimizer> optimizer : recipe.optimizers().entrySet()) {
      Path file = source.resolve(state(optimizer.getKey()));
      try {
        optimizer.getValue().restore(Files.readAllBytes(file));
      } catch (RuntimeException e) {
        throw new IOException(file + " is damaged; expected an optimizer's state", e);
      }
    }
    return facts.get();
  }

  private static String tensors(String weights) {
    return weights + ".safetensors";
  }

  private static String state(String optimizer) {
    return optimizer + ".pt";
  }

  private void removeAllBut(String name) throws IOException {
    List<Path> old;
    try (Stream<Path> entries = Files.list(directory)) {
      old =
          entries
              .filter(e -> e.getFileName().toString().startsWith("step-"))
              .filter(e -> !e.getFileName().toString().equals(name))
              .toList();
    }
    for (Path checkpoint : old) {
      remove(checkpoint);
    }
  }

  private static void remove(Path checkpoint) throws IOException {
    if (!Files.exists(checkpoint)) {
      return;
    }
    try (Stream<Path> files = Files.walk(checkpoint)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
