package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.nets.AdversarialPair;
import dev.kiln.export.nets.DcGan;
import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WassersteinGanTest {
  private static final LabelledImages CORNERS = new Corners(2000);
  private static final int ROWS = 100;

  @TempDir Path directory;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  @Test
  void samplesComeToLookLikeTheDataAndTheCriticsSlopeComesNearOne() throws IOException {
    DcGan pair = new DcGan(1, Corners.SIDE, Corners.CLASSES, 8, 16, true);
    try (WassersteinGan gan = new WassersteinGan(pair, GanOptions.WASSERSTEIN, 1)) {
      double before = EnergyDistance.toData(CORNERS, samples(gan));
      Trainings.run(gan, CORNERS, 600, 32, directory);
      float[] samples = samples(gan);

      assertThat(EnergyDistance.toData(CORNERS, samples)).isLessThan(0.3 * before);
      assertThat(slope(gan, samples)).isCloseTo(1, within(0.25));
    }
  }

  /** A critic of w . x + a |x|^2 has the gradient w + 2 a x, and the penalty moves a and w. */
  @Test
  void thePenaltysGradientIsThatOfFiniteDifferences() {
    try (WassersteinGan gan = new WassersteinGan(new Bowl(), GanOptions.WASSERSTEIN, 1)) {
      double[] found =
          TorchScope.scoped(
              () -> {
                Tensor point = Tensor.create(new float[] {0.5f, -1, 2}, 1, 3);
                Tensor slope = gan.slope(point, point, Map.of());
                slope.sub(new Scalar(1.0)).square().mean().backward();
                float[] byBowl =
                    Objects.requireNonNull(
                        weights(gan).gradient("bend"), "the penalty reaches the critic's weights");
                return new double[] {slope.item_double(), byBowl[0]};
              });
      assertThat(found[0]).isCloseTo(norm(Bowl.BEND), within(1e-5));
      double step = 1e-4;
      double slopeOfPenalty = (penalty(Bowl.BEND + step) - penalty(Bowl.BEND - step)) / (2 * step);
      assertThat(found[1]).isCloseTo(slopeOfPenalty, within(1e-3));
    }
  }

  private static TorchWeights weights(WassersteinGan gan) {
    return Objects.requireNonNull(gan.weights().get("discriminator"));
  }

  private static double penalty(double bend) {
    return Math.pow(norm(bend) - 1, 2);
  }

  /** The norm of the bowl's gradient at (0.5, -1, 2). */
  private static double norm(double bend) {
    double sum = 0;
    for (double x : new double[] {0.5, -1, 2}) {
      sum += Math.pow(Bowl.TILT + 2 * bend * x, 2);
    }
    return Math.sqrt(sum);
  }

  private static float[] samples(Recipe gan) {
    return TorchScope.scoped(
        () ->
            gan.preview(
                Conditioning.inTurn(Map.of(LabelledImages.LABEL, Corners.CLASSES), ROWS), ROWS, 3));
  }

  /** The critic's mean slope between made samples and the data's first. */
  private static double slope(WassersteinGan gan, float[] samples) {
    return TorchScope.scoped(
        () -> {
          int[] first = new int[ROWS];
          for (int i = 0; i < ROWS; i++) {
            first[i] = i;
          }
          Batch real = BatchSource.of(CORNERS, first);
          Tensor made = Tensor.create(samples, ROWS, 1, Corners.SIDE, Corners.SIDE);
          return gan.slope(real.samples(), made, real.conditions()).mean().item_double();
        });
  }

  /** Three numbers, scored by a tilted bowl. */
  private record Bowl() implements AdversarialPair {
    static final double TILT = 0.3;
    static final double BEND = 0.7;

    @Override
    public long latent() {
      return 3;
    }

    @Override
    public List<Long> sampleShape() {
      return List.of(3L);
    }

    @Override
    public Map<String, Integer> conditions() {
      return Map.of();
    }

    @Override
    public <T> T generate(Ops<T> ops, T z, Map<String, T> conditions) {
      return ops.multiply(z, ops.parameter("size", Initializer.constant(1), 1));
    }

    @Override
    public <T> T score(Ops<T> ops, T x, Map<String, T> conditions) {
      T tilt = ops.multiply(x, ops.parameter("tilt", Initializer.constant(TILT), 1));
      T bowl =
          ops.multiply(ops.multiply(x, x), ops.parameter("bend", Initializer.constant(BEND), 1));
      return ops.scale(ops.mean(ops.add(tilt, bowl), true, 1), 3);
    }
  }
}
