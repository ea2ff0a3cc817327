package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
  private static final UNet TINY = new UNet(1, Stripes.SIDE, 2, 8, 16);
  private static final int BATCH = 16;

  @TempDir Path directory;

  /** One thread adds in one order, so that two runs can be compared to the bit. */
  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @Test
  void learns() throws IOException {
    List<Double> losses = new ArrayList<>();
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      train(recording(ddpm, losses), directory, 120, false);
      float[] samples =
          TorchScope.scoped(
              () -> ddpm.preview(Map.of("label", Tensor.create(new long[] {0, 1}, 2)), 2, 4));

      assertThat(samples).hasSize(2 * Stripes.SIDE * Stripes.SIDE);
    }
    assertThat(mean(losses.subList(100, 120))).isLessThan(0.75 * mean(losses.subList(0, 20)));
    assertThat(directory.resolve("preview.png")).isNotEmptyFile();
  }

  @Test
  void goesOnWhereItWasAfterAnInterruption() throws IOException {
    Map<String, ParameterValue> whole;
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      train(ddpm, directory.resolve("whole"), 12, false);
      whole = ddpm.average().values();
    }
    // The learning rate follows the whole training's length, so the interruption is a kill, not a
    // shorter training.
    try (Ddpm killed = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      Recipe dies = new DiesAfter(killed, 7);
      assertThatThrownBy(() -> train(dies, directory.resolve("parts"), 12, false))
          .hasMessage("killed");
    }
    try (Ddpm resumed = new Ddpm(TINY, Ddpm.Options.DEFAULT, 99)) {
      TrainingProgress progress = train(resumed, directory.resolve("parts"), 12, true);

      assertThat(progress.steps()).isEqualTo(12);
      assertThat(progress.images()).isEqualTo(12 * BATCH);
      resumed
          .average()
          .values()
          .forEach(
              (name, value) ->
                  assertThat(value.values())
                      .as(name)
                      .containsExactly(values(whole, name), Offset.offset(1e-6f)));
    }
  }

  @Test
  void keepsOneCheckpointOnly() throws IOException {
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      train(ddpm, directory, 4, false);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("step-4", "latest", "preview.png", "losses.csv");
    }
  }

  @Test
  void stopsWhenTheLossIsNoNumber() throws IOException {
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      Recipe broken =
          new Wrapped(ddpm) {
            @Override
            public Map<String, Double> step(Batch batch, Step step) {
              return Map.of("loss", step.number() == 2 ? Double.NaN : 1.0);
            }
          };
      assertThatThrownBy(() -> train(broken, directory, 5, false))
          .isInstanceOf(TrainingException.class)
          .hasMessage(
              "the loss is NaN at step 2; there is no checkpoint before it; try a lower --learning-rate, a longer"
                  + " --warm-up or a smaller --clip");
    }
  }

  @Test
  void keepsTheCheckpointBeforeALearningRateThatIsTooHigh() throws IOException {
    try (Slope slow = new Slope(0.1)) {
      train(slow, directory, 6, false);
    }
    try (Slope wild = new Slope(1e12);
        Slope again = new Slope(0.1)) {
      assertThatThrownBy(() -> train(wild, directory, 12, true))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith(
              "the loss is Infinity at step 7; the one of step 6 (96 images) is kept");

      assertThat(train(again, directory, 12, true).steps()).isEqualTo(12);
      assertThat(again.value()).isFinite();
    }
  }

  @Test
  void logsTheLossOfEveryStepOnce() throws IOException {
    try (Slope whole = new Slope(0.1)) {
      train(whole, directory.resolve("whole"), 12, false);
    }
    try (Slope killed = new Slope(0.1)) {
      assertThatThrownBy(
              () -> train(new DiesAfter(killed, 8), directory.resolve("parts"), 12, false))
          .hasMessage("killed");
    }
    Path parts = directory.resolve("parts").resolve(LossLog.FILE);
    Files.writeString(parts, "7,112,70.000,1.2", java.nio.file.StandardOpenOption.APPEND);
    try (Slope resumed = new Slope(0.1)) {
      train(resumed, directory.resolve("parts"), 12, true);
    }

    List<String> losses = withoutSeconds(parts);
    assertThat(losses).isEqualTo(withoutSeconds(directory.resolve("whole").resolve(LossLog.FILE)));
    assertThat(losses).hasSize(13).startsWith("step,images,loss", "1,16,16.0");
  }

  private static List<String> withoutSeconds(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.replaceFirst("^([^,]*,[^,]*),[^,]*", "$1"))
        .toList();
  }

  @Test
  void stopsAfterTheStepUnderWayWithACheckpoint() throws IOException {
    try (Slope slope = new Slope(0.1);
        Slope resumed = new Slope(0.1)) {
      TrainingLoop[] loop = new TrainingLoop[1];
      Recipe stopping =
          new Wrapped(slope) {
            @Override
            public Map<String, Double> step(Batch batch, Step step) {
              if (step.number() == 4) {
                loop[0].stop();
              }
              return super.step(batch, step);
            }
          };
      loop[0] = loop(stopping, directory, 12, false);

      assertThat(loop[0].run().steps()).isEqualTo(5);
      assertThat(directory.resolve("step-5")).isDirectory();
      assertThat(train(resumed, directory, 12, true).steps()).isEqualTo(12);
    }
  }

  @Test
  void goesOnWithoutAPreviewThatFails() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Slope slope = new Slope(0.1)) {
      Preview broken =
          (where, seed) -> {
            throw new IOException("no ink");
          };
      TrainingLoop loop =
          new TrainingLoop(
              slope, new Stripes(), settings(directory, 3, false), broken, lines::add, clock());

      assertThat(loop.run().steps()).isEqualTo(3);
    }
    assertThat(lines).contains("the preview cannot be written: no ink");
  }

  @Test
  void freesWhatAStepAllocates() throws IOException {
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      train(ddpm, directory.resolve("a"), 20, false);
      long before = Pointer.physicalBytes();
      train(ddpm, directory.resolve("b"), 40, false);

      assertThat(Pointer.physicalBytes() - before).isLessThan(64L << 20);
    }
  }

  private static float[] values(Map<String, ParameterValue> weights, String name) {
    ParameterValue value = weights.get(name);
    assertThat(value).as(name).isNotNull();
    return value == null ? new float[0] : value.values();
  }

  private static TrainingProgress train(Recipe recipe, Path directory, long steps, boolean resume)
      throws IOException {
    return loop(recipe, directory, steps, resume).run();
  }

  private static TrainingLoop loop(Recipe recipe, Path directory, long steps, boolean resume) {
    Stripes data = new Stripes();
    return new TrainingLoop(
        recipe,
        data,
        settings(directory, steps, resume),
        new SampleSheet(recipe, data),
        line -> {},
        clock());
  }

  /** A short training saves every third step, a long one at its end. */
  private static TrainingSettings settings(Path directory, long steps, boolean resume) {
    Duration every = Duration.ofSeconds(steps <= 12 ? 30 : 100_000);
    return new TrainingSettings(
        7, steps * BATCH, Duration.ofDays(1), BATCH, directory, every, resume);
  }

  /** A clock that goes ten seconds a step. */
  private static LongSupplier clock() {
    long[] now = {0};
    return () -> now[0] += 10_000_000_000L;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static Recipe recording(Recipe recipe, List<Double> losses) {
    return new Wrapped(recipe) {
      @Override
      public Map<String, Double> step(Batch batch, Step step) {
        Map<String, Double> shown = super.step(batch, step);
        losses.addAll(shown.values());
        return shown;
      }

      @Override
      public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
        return new float[count * Stripes.SIDE * Stripes.SIDE];
      }
    };
  }

  private static final class DiesAfter extends Wrapped {
    private final long steps;

    DiesAfter(Recipe recipe, long steps) {
      super(recipe);
      this.steps = steps;
    }

    @Override
    public Map<String, Double> step(Batch batch, Step step) {
      if (step.number() == steps) {
        throw new IllegalStateException("killed");
      }
      return super.step(batch, step);
    }
  }

  private static class Wrapped implements Recipe {
    private final Recipe recipe;

    Wrapped(Recipe recipe) {
      this.recipe = recipe;
    }

    @Override
    public Map<String, Double> step(Batch batch, Step step) {
      return recipe.step(batch, step);
    }

    @Override
    public String signature() {
      return recipe.signature();
    }

    @Override
    public Map<String, TorchWeights> weights() {
      return recipe.weights();
    }

    @Override
    public Map<String, WeightOptimizer> optimizers() {
      return recipe.optimizers();
    }

    @Override
    public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
      return recipe.preview(conditions, count, seed);
    }

    @Override
    public void close() {}
  }
}
