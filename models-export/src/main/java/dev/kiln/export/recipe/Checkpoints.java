package dev.kiln.export.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoints of one training in a directory: {@code step-N} holds the weights, the optimizers
 * and the progress; the file {@code latest} names the newest whole one and is replaced last, so a
 * training may be killed at any moment.
 */
public final class Checkpoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LATEST = "latest";

  private final Path directory;

  public Checkpoints(Path directory) {
    this.directory = directory;
  }

  /** Writes a checkpoint and removes those before it. */
  public void save(Recipe recipe, TrainingProgress progress) throws IOException {
    String name = "step-" + progress.steps();
    Path target = Files.createDirectories(directory.resolve(name));
    for (Map.Entry<String, TorchWeights> weights : recipe.weights().entrySet()) {
      SafeTensors.write(
          target.resolve(weights.getKey() + ".safetensors"), weights.getValue().values());
    }
    recipe.optimizers().forEach((key, optimizer) -> optimizer.save(target.resolve(key + ".pt")));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(target.resolve("progress.json").toFile(), progress);
    Path fresh = directory.resolve(LATEST + ".new");
    Files.writeString(fresh, name);
    Files.move(
        fresh,
        directory.resolve(LATEST),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
    removeAllBut(name);
  }

  /** Where the newest whole checkpoint is, if there is one. */
  public Optional<Path> latest() throws IOException {
    Path latest = directory.resolve(LATEST);
    if (!Files.exists(latest)) {
      return Optional.empty();
    }
    return Optional.of(directory.resolve(Files.readString(latest, StandardCharsets.UTF_8).strip()));
  }

  /** Brings a recipe back to its newest checkpoint; empty if there is none. */
  public Optional<TrainingProgress> restore(Recipe recipe) throws IOException {
    Optional<Path> latest = latest();
    if (latest.isEmpty()) {
      return Optional.empty();
    }
    Path source = latest.get();
    for (Map.Entry<String, TorchWeights> weights : recipe.weights().entrySet()) {
      weights.getValue().load(SafeTensors.read(source.resolve(weights.getKey() + ".safetensors")));
    }
    recipe.optimizers().forEach((key, optimizer) -> optimizer.load(source.resolve(key + ".pt")));
    return Optional.of(
        JSON.readValue(source.resolve("progress.json").toFile(), TrainingProgress.class));
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
      try (Stream<Path> files = Files.walk(checkpoint)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
