package dev.kiln.export.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.ops.Attention;
import dev.kiln.export.ops.Layers;
import dev.kiln.export.ops.Ops;
import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Training keeps nothing from one step to the next but the weights. */
class TrainingMemoryTest {
  private static final int WARM_UP = 1000;
  private static final int STEPS = 5000;

  /** One tensor of [64, 8, 16] kept a step would be 32 KiB, 160 MB after all steps. */
  private static final long LIMIT = 40L << 20;

  private static <T> T network(Ops<T> ops, T x) {
    T h = Layers.linear(ops, "in", x, 4, 16);
    h = ops.add(h, new Attention(16, 2).self(ops, "self", h, null, true));
    h = Layers.lstm(ops, "lstm", Layers.layerNorm(ops, "norm", ops.gelu(h), 16), 16, 8);
    return Layers.linear(ops, "out", ops.dropout(h, 0.1), 8, 4);
  }

  private static Tensor loss(TorchWeights weights) {
    Tensor x = torch.randn(64, 8, 4);
    return torch.mse_loss(network(TorchOps.training(weights), x), x);
  }

  @Test
  void memoryIsFlatOverFiveThousandSteps() {
    Threads.use(1);
    torch.manual_seed(1);
    try (TorchWeights weights = new TorchWeights(1)) {
      double before = TorchScope.scoped(() -> (double) loss(weights).item_float());
      try (WeightOptimizer optimizer = new WeightOptimizer(weights, 0.9, 0.99, 0, 1)) {
        train(weights, optimizer, WARM_UP);
        long settled = resident();

        train(weights, optimizer, STEPS);

        assertThat(resident() - settled).as("bytes more after %d steps", STEPS).isLessThan(LIMIT);
      }
      assertThat(TorchScope.scoped(() -> (double) loss(weights).item_float()))
          .isLessThan(before / 2);
    }
  }

  private static void train(TorchWeights weights, WeightOptimizer optimizer, int steps) {
    for (int i = 0; i < steps; i++) {
      TorchScope.scoped(() -> optimizer.descend(loss(weights), 1e-3));
    }
  }

  private static long resident() {
    System.gc();
    return Pointer.physicalBytes();
  }
}
