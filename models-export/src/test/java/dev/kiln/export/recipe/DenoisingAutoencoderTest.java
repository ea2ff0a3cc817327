package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.nets.ConvAutoencoder;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenoisingAutoencoderTest {
  private static final LabelledImages CORNERS = new Corners(2000);
  private static final List<Corruption> ALL = List.of(Corruption.values());

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, Corners.CLASSES})
  void restoresPicturesThatItNeverSaw(int classes) throws IOException {
    ConvAutoencoder network = new ConvAutoencoder(1, Corners.SIDE, classes, 8);
    try (DenoisingAutoencoder recipe =
        new DenoisingAutoencoder(network, AutoencoderOptions.of(ALL), 1)) {
      Trainings.run(recipe, CORNERS, 300, 32, directory);

      for (int turn = 0; turn < ALL.size(); turn++) {
        double[] errors = errors(recipe, turn);
        assertThat(errors[1]).as("%s", ALL.get(turn)).isLessThan(0.55 * errors[0]);
      }
    }
  }

  /** Mean squared errors of corrupted pictures and of the same restored. */
  private static double[] errors(DenoisingAutoencoder recipe, int turn) {
    int[] unseen = IntStream.range(CORNERS.size(), CORNERS.size() + 200).toArray();
    return TorchScope.scoped(
        () ->
            TorchScope.ungraded(
                () -> {
                  torch.manual_seed(5);
                  Batch batch = BatchSource.of(new Corners(3000), unseen);
                  Tensor corrupted = recipe.corrupt(batch.samples(), turn);
                  Tensor restored = recipe.restore(corrupted, batch.conditions());
                  return new double[] {
                    torch.mse_loss(corrupted, batch.samples()).item_double(),
                    torch.mse_loss(restored, batch.samples()).item_double()
                  };
                }));
  }

  @ParameterizedTest
  @EnumSource(Corruption.class)
  void corruptionsAreAsWorseAsTheirLevelAndStayInRange(Corruption corruption) {
    float[] none = corrupted(corruption, 0);
    float[] some = corrupted(corruption, 0.2);
    float[] much = corrupted(corruption, 0.6);

    assertThat(none).containsOnly(0.5f);
    assertThat(change(some)).isGreaterThan(0.01);
    assertThat(change(much)).isGreaterThan(2 * change(some));
    for (float value : much) {
      assertThat(value).isBetween(-1f, 1f);
    }
  }

  @Test
  void maskingBlackensTheShareThatItsLevelSays() {
    float[] values = corrupted(Corruption.MASKING, 0.3);
    long black = IntStream.range(0, values.length).filter(i -> values[i] == -1).count();
    assertThat((double) black / values.length).isCloseTo(0.3, within(0.02));
  }

  @Test
  void refusesALevelThatCannotBe() {
    assertThatThrownBy(() -> new AutoencoderOptions(ALL, 1.5, Descent.AUTOENCODER))
        .hasMessage("the level of corruption must be above 0 and at most 1, was 1.5");
    assertThatThrownBy(() -> AutoencoderOptions.of(List.of()))
        .hasMessage("there must be a corruption to restore from");
  }

  /** Ten thousand values of 0.5, corrupted. */
  private static float[] corrupted(Corruption corruption, double level) {
    return TorchScope.scoped(
        () -> {
          torch.manual_seed(3);
          Tensor x = torch.ones(100, 100).mul(new Scalar(0.5));
          return TorchValues.floats(corruption.apply(x, torch.ones(100, 1).mul(new Scalar(level))));
        });
  }

  private static double change(float[] values) {
    return Arrays.stream(toDoubles(values))
        .map(value -> Math.pow(value - 0.5, 2))
        .average()
        .orElse(0);
  }

  private static double[] toDoubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
