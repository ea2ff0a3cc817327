package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictionTypeTest {
  private static final int[] TIMES = {0, 10, 300, 700, 950};

  static Stream<Arguments> everyPair() {
    return Arrays.stream(PredictionType.values())
        .flatMap(type -> Arrays.stream(BetaSchedule.values()).map(at -> Arguments.of(type, at)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("everyPair")
  void whatTheNetworkShouldPredictMeansTheCleanSampleAndTheNoise(
      PredictionType type, BetaSchedule schedule) {
    TorchScope.scoped(
        () -> {
          torch.manual_seed(1);
          NoiseLevel level = new NoiseLevels(schedule.config(type), 1).at(TIMES);
          Tensor clean = torch.randn(TIMES.length, 4);
          Tensor noise = torch.randn(TIMES.length, 4);
          Tensor x = level.noised(clean, noise);
          Tensor target = type.target(level, clean, noise);

          assertSame(type.clean(level, x, target), clean, 2e-4f);
          assertSame(type.noise(level, x, target), noise, 2e-4f);
        });
  }

  /** A prediction that is off is off in x0 by as much as its loss weighs. */
  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("everyPair")
  void itsSquaredErrorCountsTheCleanSamplesErrorAsOftenAsItSays(
      PredictionType type, BetaSchedule schedule) {
    TorchScope.scoped(
        () -> {
          torch.manual_seed(2);
          NoiseLevels levels = new NoiseLevels(schedule.config(type), 1);
          for (int t : TIMES) {
            NoiseLevel level = levels.at(t);
            Tensor clean = torch.randn(1, 4);
            Tensor noise = torch.randn(1, 4);
            Tensor x = level.noised(clean, noise);
            Tensor target = type.target(level, clean, noise);
            Tensor guess = target.add(torch.randn(1, 4));
            double inClean = type.clean(level, x, guess).sub(clean).square().sum().item_double();
            double inPrediction = guess.sub(target).square().sum().item_double();

            assertThat(inPrediction / inClean / type.weight(levels.signalToNoise(t)))
                .as("t = " + t)
                .isCloseTo(1, Offset.offset(0.01));
          }
        });
  }

  private static void assertSame(Tensor a, Tensor b, float within) {
    assertThat(TorchValues.floats(a)).containsExactly(TorchValues.floats(b), Offset.offset(within));
  }
}
