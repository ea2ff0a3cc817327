package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path directory;

  @Test
  void bringsWeightsAndMomentsBack() throws IOException {
    try (Slope slope = new Slope(0.1);
        Slope other = new Slope(0.1)) {
      slope.steps(5);
      save(slope, 5);
      slope.steps(3);

      CheckpointFacts facts = new Checkpoints(directory).restore(other);
      assertThat(facts.progress()).isEqualTo(new TrainingProgress(5, 50, 2.5));
      other.steps(3);
      assertThat(other.value()).isEqualTo(slope.value());
    }
  }

  @Test
  void saysThatThereIsNothingToGoOnFrom() {
    try (Slope slope = new Slope(0.1)) {
      assertThatThrownBy(() -> new Checkpoints(directory).restore(slope))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "there is no checkpoint in "
                  + directory
                  + " to go on from; leave --resume out to begin");
    }
  }

  @Test
  void refusesTheCheckpointOfAnotherRecipe() throws IOException {
    try (Slope slope = new Slope(0.1);
        Slope other =
            new Slope(0.1) {
              @Override
              public String signature() {
                return "Parabola";
              }
            }) {
      save(slope, 5);

      assertThatThrownBy(() -> new Checkpoints(directory).restore(other))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              directory.resolve("step-5")
                  + " is a checkpoint of Slope, this training is Parabola: give it --checkpoints of its own");
    }
  }

  @Test
  void refusesTheCheckpointOfAnotherNetwork() throws IOException {
    try (Slope slope = new Slope(0.1);
        Slope wider = new Slope(0.1, 3)) {
      save(slope, 5);

      assertThatThrownBy(() -> new Checkpoints(directory).restore(wider))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("step-5 holds other networks: \"weights\" has 1 numbers (")
          .hasMessageContaining(") there and 3 numbers (");
    }
  }

  @Test
  void readsCheckpointsThatSayLess() throws IOException {
    try (Slope slope = new Slope(0.1);
        Slope other = new Slope(0.1)) {
      save(slope, 5);
      Files.writeString(
          directory.resolve("step-5/progress.json"),
          "{\"steps\": 5, \"images\": 50, \"seconds\": 2.5}");

      assertThat(new Checkpoints(directory).restore(other).steps()).isEqualTo(5);
    }
  }

  @Test
  void namesADamagedFile() throws IOException {
    try (Slope slope = new Slope(0.1)) {
      save(slope, 5);
      Path checkpoint = directory.resolve("step-5");
      for (String name : List.of("optimizer.pt", "weights.safetensors", "progress.json")) {
        Path file = checkpoint.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> new Checkpoints(directory).restore(slope))
            .as(name)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith(file + " is ");
        Files.write(file, whole);
      }
    }
  }

  /** /dev/full takes nothing, as a disk that is full. */
  @Test
  void keepsTheLastGoodCheckpointWhenTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    try (Slope slope = new Slope(0.1);
        Slope other = new Slope(0.1)) {
      save(slope, 5);
      double before = slope.value();
      slope.steps(1);
      Files.createDirectory(directory.resolve("step-6.new"));
      Files.createSymbolicLink(directory.resolve("step-6.new/weights.safetensors"), full);

      assertThatThrownBy(() -> save(slope, 6))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the checkpoint "
                  + directory.resolve("step-6")
                  + " cannot be written (No space left on device); the one of step 5 (50 images) is kept: --resume"
                  + " goes on from there");
      assertThat(names()).containsExactly("latest", "step-5");
      new Checkpoints(directory).restore(other);
      assertThat(other.value()).isEqualTo(before);
    }
  }

  @Test
  void keepsTheLastGoodCheckpointWhenAWeightIsNoNumber() throws IOException {
    try (Slope slope = new Slope(0.1)) {
      save(slope, 5);
      slope.set(Float.NaN);

      assertThatThrownBy(() -> save(slope, 6))
          .isInstanceOf(TrainingException.class)
          .hasMessage("the weight slope of \"weights\" is NaN after step 6");
      assertThat(names()).containsExactly("latest", "step-5");
    }
  }

  @Test
  void tellsAnUnfinishedTrainingFromAFinishedOne() throws IOException {
    try (Slope slope = new Slope(0.1)) {
      assertThat(new Checkpoints(directory).unfinished()).isEmpty();
      save(slope, 5);
      assertThat(new Checkpoints(directory).unfinished()).contains(50L);
      save(slope, 10);
      assertThat(new Checkpoints(directory).unfinished()).isEmpty();
    }
  }

  /** Saves as a training of a hundred images, ten a step, half a second a step. */
  private void save(Slope slope, long steps) throws IOException {
    TrainingSettings settings =
        new TrainingSettings(1, 100, Duration.ofDays(1), 10, directory, Duration.ofDays(1), false);
    TrainingProgress progress = new TrainingProgress(steps, 10 * steps, 0.5 * steps);
    new Checkpoints(directory).save(slope, CheckpointFacts.of(slope, progress, settings));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
