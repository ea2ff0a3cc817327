package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.export.nets.ConvVae;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VaeTest {
  private static final TrainingSet CORNERS = new Corners(2000);
  private static final int ROWS = 200;

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @ParameterizedTest
  @CsvSource({"BERNOULLI, 4", "BERNOULLI, 0", "GAUSSIAN, 4"})
  void theBoundRisesAndSamplesComeToLookLikeTheData(Likelihood likelihood, int classes)
      throws IOException {
    ConvVae pair = new ConvVae(1, Corners.SIDE, classes, 4, 8);
    Descent descent = new Descent(new LearningRate(4e-3, 20), new WeightAverage(0.999), 1);
    VaeOptions options = new VaeOptions(likelihood, 1, descent);
    try (Vae vae = new Vae(pair, options, 1)) {
      Elbo before = vae.elbo(CORNERS, 5);
      double farBefore = distance(vae);
      Trainings.run(vae, CORNERS, 200, 32, directory);
      Elbo after = vae.elbo(CORNERS, 5);

      assertThat(before.divergence()).isNotNegative();
      assertThat(after.nats()).isGreaterThan(before.nats() + 20);
      assertThat(distance(vae)).isLessThan(0.2 * farBefore);
    }
  }

  /** Against the closed form for Gaussians: with mean 1 and variance e, (1 + e - 1 - 1) / 2. */
  @Test
  void theDivergenceHasItsClosedForm() {
    double divergence =
        TorchScope.scoped(() -> Vae.divergence(torch.ones(1, 2), torch.ones(1, 2)).item_double());
    assertThat(divergence).isCloseTo(2 * (Math.E - 1) / 2, within(1e-5));
  }

  /** A likelihood sums up to one: over both values of a pixel, over a fine grid of numbers. */
  @ParameterizedTest
  @EnumSource(Likelihood.class)
  void likelihoodsAreNormalised(Likelihood likelihood) {
    boolean two = likelihood == Likelihood.BERNOULLI;
    int count = two ? 2 : 4001;
    double width = two ? 1 : 2e-3;
    double total =
        TorchScope.scoped(
            () -> {
              float[] values = new float[count];
              for (int i = 0; i < count; i++) {
                values[i] = two ? 2 * i - 1 : (float) (i * width - 4);
              }
              Tensor h = torch.zeros(count, 1).add(new Scalar(0.3));
              return likelihood
                  .nats(Tensor.create(values, count, 1), h, Tensor.create(new float[] {-2}, 1))
                  .exp()
                  .sum()
                  .item_double();
            });
    assertThat(total * width).isCloseTo(1, within(1e-3));
  }

  @Test
  void saysWhichConditionTheDataLacks() {
    ConvVae pair = new ConvVae(1, Corners.SIDE, 4, 4, 8);
    try (Vae vae = new Vae(pair, VaeOptions.standard(), 1)) {
      assertThatThrownBy(() -> TorchScope.scoped(() -> vae.preview(Map.of(), 1, 1)))
          .isInstanceOf(TrainingException.class)
          .hasMessage("the network takes the condition label, the data has []");
    }
  }

  @Test
  void refusesABetaBelowZero() {
    assertThatThrownBy(() -> new VaeOptions(Likelihood.GAUSSIAN, -1, Descent.AUTOENCODER))
        .hasMessage("beta must be 0 or more, was -1.0");
  }

  private static double distance(Vae vae) {
    float[] samples =
        TorchScope.scoped(
            () -> vae.preview(Conditioning.inTurn(Map.of("label", 4), ROWS), ROWS, 3));
    return EnergyDistance.toData(CORNERS, samples);
  }
}
