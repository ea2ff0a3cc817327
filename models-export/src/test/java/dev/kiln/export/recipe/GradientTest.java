package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientTest {
  private static final UNet TINY = new UNet(1, Stripes.SIDE, 2, 8, 16);

  /** Below this norm the rounding of a loss near 1 hides the slope. */
  private static final double SMALLEST = 3e-3;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  /**
   * Central differences along each parameter's own gradient: the loss must change as the gradient
   * says.
   */
  @Test
  void gradientsPredictHowTheLossChanges() {
    try (TorchWeights weights = TrainedDenoiser.fresh(TINY, 2)) {
      Map<String, ParameterValue> base = weights.values();
      base.values().forEach(GradientTest::shake);
      weights.load(base);
      TorchScope.scoped(() -> loss(weights).backward());

      int compared = 0;
      for (String name : weights.trainedNames()) {
        float[] gradient = weights.gradient(name);
        assertThat(gradient).as(name).isNotNull();
        if (gradient == null || norm(gradient) < SMALLEST) {
          continue;
        }
        double slope =
            (lossAlong(weights, base, name, gradient, 1)
                    - lossAlong(weights, base, name, gradient, -1))
                / (2 * reach(gradient));
        assertThat(slope / norm(gradient)).as(name).isCloseTo(1, Offset.offset(0.1));
        compared++;
      }
      assertThat(compared).isGreaterThan(40);
    }
  }

  private static double reach(float[] gradient) {
    return Math.min(0.01, 0.01 / norm(gradient));
  }

  private static double lossAlong(
      TorchWeights weights,
      Map<String, ParameterValue> base,
      String name,
      float[] gradient,
      int sign) {
    ParameterValue old = base.get(name);
    if (old == null) {
      throw new IllegalArgumentException(name);
    }
    float[] moved = old.values().clone();
    double step = sign * reach(gradient) / norm(gradient);
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * gradient[i]);
    }
    base.put(name, new ParameterValue(old.shape(), moved));
    weights.load(base);
    base.put(name, old);
    return TorchScope.scoped(() -> (double) loss(weights).item_float());
  }

  private static Tensor loss(TorchWeights weights) {
    torch.manual_seed(3);
    Tensor x = torch.randn(4, 1, Stripes.SIDE, Stripes.SIDE);
    Tensor goal = torch.randn(4, 1, Stripes.SIDE, Stripes.SIDE);
    Tensor times = Tensor.create(new float[] {0, 200, 600, 999}, 4);
    Tensor labels = Tensor.create(new long[] {0, 1, 2, 0}, 4);
    return torch.mse_loss(TINY.apply(TorchOps.training(weights), List.of(x, times, labels)), goal);
  }

  private static void shake(ParameterValue value) {
    Random random = new Random(value.values().length);
    for (int i = 0; i < value.values().length; i++) {
      value.values()[i] += (float) random.nextGaussian() * 0.05f;
    }
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
