package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.nets.PromptUNet;
import dev.kiln.export.nets.TextEncoder;
import dev.kiln.export.ops.torch.TorchScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text encoder that is trained along: what the words say is what comes out. */
class PromptedTrainingTest {
  private static final int SIDE = 8;
  private static final int LENGTH = 4;
  private static final long DARK = 3;
  private static final long BRIGHT = 4;
  private static final int BATCH = 32;
  private static final int STEPS = 150;
  private static final PromptUNet TINY =
      new PromptUNet(new TextEncoder(6, LENGTH, 8, 1), List.of(1L, 2L, 0L, 0L), 1, SIDE, 16, 16);

  @TempDir Path directory;

  @Test
  void learnsWhatTheWordsMean() throws IOException {
    torch.set_num_threads(1);
    try (Ddpm ddpm = new Ddpm(TINY, Ddpm.Options.DEFAULT, 1)) {
      assertThat(leftOverRight(ddpm, BRIGHT)).isBetween(-0.5, 0.5);

      TrainingSettings settings =
          new TrainingSettings(
              7, STEPS * BATCH, Duration.ofDays(1), BATCH, directory, Duration.ofDays(1), false);
      new TrainingLoop(ddpm, new Halves(), settings, Preview.NONE, line -> {}, System::nanoTime)
          .run();

      assertThat(leftOverRight(ddpm, BRIGHT)).as("bright left").isGreaterThan(0.5);
      assertThat(leftOverRight(ddpm, DARK)).as("dark left").isLessThan(-0.5);
    }
  }

  /** How much brighter the left half is than the right, halved, over eight samples of a prompt. */
  private static double leftOverRight(Ddpm ddpm, long word) {
    int count = 8;
    long[] tokens = new long[count * LENGTH];
    for (int i = 0; i < count; i++) {
      System.arraycopy(Halves.tokens(word), 0, tokens, LENGTH * i, LENGTH);
    }
    float[] samples =
        TorchScope.scoped(
            () -> ddpm.preview(Map.of("tokens", Tensor.create(tokens, count, LENGTH)), count, 3));
    double sum = 0;
    for (int i = 0; i < samples.length; i++) {
      sum += i % SIDE < SIDE / 2 ? samples[i] : -samples[i];
    }
    return sum / samples.length;
  }

  /** Pictures of two halves; the prompt's first word says which one is the bright one. */
  private static final class Halves implements TrainingSet {
    static long[] tokens(long word) {
      return new long[] {1, word, 5, 2};
    }

    @Override
    public int size() {
      return 640;
    }

    @Override
    public long[] shape() {
      return new long[] {1, SIDE, SIDE};
    }

    @Override
    public void read(int index, float[] target, int offset) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        boolean left = i % SIDE < SIDE / 2;
        target[offset + i] = left == bright(index) ? 0.8f : -0.8f;
      }
    }

    @Override
    public Map<String, Integer> conditions() {
      return Map.of("tokens", LENGTH);
    }

    @Override
    public void readCondition(String name, int index, long[] target, int offset) {
      System.arraycopy(tokens(bright(index) ? BRIGHT : DARK), 0, target, offset, LENGTH);
    }

    @Override
    public String caption(int index) {
      return bright(index) ? "bright left" : "dark left";
    }

    private static boolean bright(int index) {
      return index % 2 == 1;
    }
  }
}
