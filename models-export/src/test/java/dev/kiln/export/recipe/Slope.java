package dev.kiln.export.recipe;

import dev.kiln.export.ops.Initializer;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The smallest training there is: one number (or a few alike) that is to become 3. */
class Slope implements Recipe {
  private static final double GOAL = 3;

  private final double rate;
  private final long width;
  private final TorchWeights weights = new TorchWeights(1);
  private final WeightOptimizer optimizer;

  Slope(double rate) {
    this(rate, 1);
  }

  Slope(double rate, long width) {
    this.rate = rate;
    this.width = width;
    TorchScope.withoutGradients(() -> slope(TorchOps.inference(weights)));
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.99, 0, 1e30);
  }

  private Tensor slope(TorchOps ops) {
    return ops.parameter("slope", Initializer.constant(1), width);
  }

  @Override
  public String signature() {
    return "Slope";
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    return descend();
  }

  private Map<String, Double> descend() {
    Tensor error = slope(TorchOps.training(weights)).sub(new Scalar(GOAL));
    Tensor loss = torch.pow(error, new Scalar(4.0)).mean();
    optimizer.descend(loss, rate);
    return Map.of("loss", loss.item_double());
  }

  /** So many steps without a loop. */
  void steps(int count) {
    for (int i = 0; i < count; i++) {
      TorchScope.scoped(this::descend);
    }
  }

  double value() {
    return weights.values().values().iterator().next().values()[0];
  }

  void set(float value) {
    weights.load(Map.of("slope", new ParameterValue(new long[] {1}, new float[] {value})));
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("weights", weights);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return new float[count * Stripes.SIDE * Stripes.SIDE];
  }

  @Override
  public void close() {
    optimizer.close();
    weights.close();
  }
}
