package dev.kiln.export.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.export.ops.torch.Threads;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Gradients of one network with every kind of layer: they are the slopes of the loss, and a garbage
 * collection in the middle of a step does not change them.
 */
class LayerGradientTest {
  private static final int ROUNDS = 6;

  /** Below this norm the rounding of the loss hides the slope. */
  private static final double SMALLEST = 3e-3;

  @BeforeEach
  void useOneThread() {
    Threads.use(1);
  }

  private static <T> T network(Ops<T> ops, T x, T tokens) {
    T words = Layers.embedding(ops, "words", tokens, 7, 8);
    T mask = ops.greater(tokens, ops.indices(new long[] {1}, 1));
    Attention attention = new Attention(8, 2);
    words = ops.add(words, attention.self(ops, "self", words, mask, true));
    words = Layers.layerNorm(ops, "layer", words, 8);
    T text = Layers.gru(ops, "gru", Layers.lstm(ops, "lstm", words, 8, 6), 6, 8);

    T h = Layers.conv(ops, "in", x, 2, 8, 3);
    h = ops.mish(Layers.groupNorm(ops, "group", h, 4, 8));
    h = Layers.convTranspose(ops, "double", h, 8, 8, 4, 2, 1);
    h = ops.gelu(Layers.instanceNorm(ops, "instance", h, 8));
    h = Layers.prelu(ops, "prelu", Layers.batchNorm(ops, "batch", h, 8), 8);
    T pixels = ops.transpose(ops.flatten(ops.averagePool(h, 2), 2), 0, 2, 1);
    pixels = ops.add(pixels, attention.cross(ops, "cross", pixels, text, 8, mask));
    T signal = ops.transpose(Layers.rmsNorm(ops, "rms", pixels, 8), 0, 2, 1);
    signal = ops.elu(Layers.conv1d(ops, "signal", signal, 8, 6, 3, Convolution.of(2, 1)));
    signal = Layers.convTranspose1d(ops, "longer", signal, 6, 4, 4, 2, 1);
    return ops.logSoftmax(Layers.linear(ops, "out", ops.mean(signal, false, 2), 4, 5), 1);
  }

  private static Tensor loss(TorchWeights weights) {
    torch.manual_seed(3);
    Tensor x = torch.randn(3, 2, 4, 4);
    Tensor tokens = Tensor.create(new long[] {2, 3, 1, 0, 6, 5, 4, 2, 2, 0, 0, 3}, 3, 4);
    Tensor goal = Tensor.create(new long[] {0, 4, 2}, 3);
    return torch.nll_loss(network(TorchOps.training(weights), x, tokens), goal);
  }

  /** The gradients of fresh weights, by name. */
  private static Map<String, float[]> gradients() {
    try (TorchWeights weights = shaken()) {
      TorchScope.scoped(() -> loss(weights).backward());
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (String name : weights.trainedNames()) {
        float[] gradient = weights.gradient(name);
        assertThat(gradient).as(name).isNotNull();
        if (gradient != null) {
          gradients.put(name, gradient);
        }
      }
      return gradients;
    }
  }

  private static TorchWeights shaken() {
    TorchWeights weights = new TorchWeights(4);
    TorchScope.scoped(() -> (double) loss(weights).item_float());
    Map<String, ParameterValue> values = weights.values();
    Random random = new Random(8);
    for (ParameterValue value : values.values()) {
      for (int i = 0; i < value.values().length; i++) {
        value.values()[i] += (float) random.nextGaussian() * 0.1f;
      }
    }
    weights.load(values);
    return weights;
  }

  @Test
  void garbageCollectionsDoNotChangeThem() throws InterruptedException {
    Map<String, float[]> expected = gradients();
    AtomicBoolean done = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!done.get()) {
                System.gc();
              }
            });
    collector.start();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Map<String, float[]> found = gradients();
        expected.forEach(
            (name, gradient) -> assertThat(found.get(name)).as(name).isEqualTo(gradient));
      }
    } finally {
      done.set(true);
      collector.join();
    }
  }

  /** Central differences along each parameter's own gradient. */
  @Test
  void theyPredictHowTheLossChanges() {
    try (TorchWeights weights = shaken()) {
      Map<String, ParameterValue> base = weights.values();
      int compared = 0;
      for (Map.Entry<String, float[]> entry : gradients().entrySet()) {
        double norm = norm(entry.getValue());
        if (norm < SMALLEST) {
          continue;
        }
        double reach = Math.min(0.01, 0.01 / norm);
        double slope =
            (lossAlong(weights, base, entry, reach / norm)
                    - lossAlong(weights, base, entry, -reach / norm))
                / (2 * reach);
        assertThat(slope / norm).as(entry.getKey()).isCloseTo(1, Offset.offset(0.1));
        compared++;
      }
      assertThat(compared).isGreaterThan(30);
    }
  }

  private static double lossAlong(
      TorchWeights weights,
      Map<String, ParameterValue> base,
      Map.Entry<String, float[]> gradient,
      double step) {
    Map<String, ParameterValue> moved = new LinkedHashMap<>(base);
    moved.computeIfPresent(
        gradient.getKey(),
        (name, old) -> {
          float[] values = old.values().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * gradient.getValue()[i]);
          }
          return new ParameterValue(old.shape(), values);
        });
    weights.load(moved);
    return TorchScope.scoped(() -> (double) loss(weights).item_float());
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  @Test
  void everyKindOfLayerIsThere() {
    try (TorchWeights weights = shaken()) {
      assertThat(weights.trainedNames())
          .containsAll(
              List.of(
                  "lstm.recurrence",
                  "gru.bias",
                  "self.query.weight",
                  "cross.key.weight",
                  "group.weight",
                  "double.weight",
                  "longer.weight",
                  "rms.weight"));
    }
  }
}
