package dev.kiln.export.recipe;

import dev.kiln.export.nets.UNet;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Denoising diffusion (Ho et al. 2020, arXiv 2006.11239, algorithm 1) with v-prediction (Salimans
 * and Ho 2022) and classifier-free guidance (Ho and Salimans 2022, arXiv 2207.12598).
 *
 * <pre>
 *   repeat: x0 from the data; t uniform; eps Gaussian; drop the label sometimes
 *           descend the gradient of || v - network(alpha x0 + sigma eps, t, label) ||^2
 *           average the weights
 * </pre>
 */
public final class Ddpm implements Recipe {
  static final double LABEL_DROPOUT = 0.12;
  private static final double AVERAGE = 0.999;
  private static final LearningRate RATE = new LearningRate(1.5e-3, 200);
  private static final int PREVIEW_STEPS = 10;
  private static final double PREVIEW_GUIDANCE = 2;

  private final UNet network;
  private final VelocitySchedule schedule = new VelocitySchedule();
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  public Ddpm(UNet network, long seed) {
    this.network = network;
    this.weights = build(network, seed);
    this.average = build(network, seed);
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.99, 0.01, 1);
  }

  /** Weights of a network, freshly drawn. */
  static TorchWeights build(UNet network, long seed) {
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            network.apply(
                TorchOps.inference(weights),
                torch.zeros(1, network.imageChannels(), network.size(), network.size()),
                torch.zeros(1),
                Tensor.create(new long[1], 1)));
    return weights;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int[] times = new int[(int) batch.size()];
    long[] labels = labels(batch.labels());
    double offset = step.random().nextDouble();
    for (int i = 0; i < times.length; i++) {
      // Evenly spread timesteps with one random offset (Kingma et al. 2021) vary the loss less.
      times[i] = (int) ((i + offset) / times.length * VelocitySchedule.STEPS);
      labels[i] = step.random().nextDouble() < LABEL_DROPOUT ? network.nullLabel() : labels[i];
    }
    VelocitySchedule.Level level = schedule.level(times);
    Tensor noise = torch.randn_like(batch.images());
    Tensor noised = level.noised(batch.images(), noise);
    Tensor velocity =
        network.apply(
            TorchOps.training(weights),
            noised,
            level.timestep(),
            Tensor.create(labels, labels.length));
    Tensor loss = torch.mse_loss(velocity, level.velocity(batch.images(), noise));
    optimizer.descend(loss, RATE.at(step.number(), step.progress()));
    average.moveTowards(
        weights, 1 - Math.min(AVERAGE, (step.number() + 1.0) / (step.number() + 10.0)));
    return Map.of("loss", (double) loss.item_float());
  }

  /** The guided velocity: v_null + strength (v_label - v_null), in one call on twice the rows. */
  static Tensor guided(
      UNet network,
      TorchWeights weights,
      Tensor x,
      Tensor timestep,
      long[] labels,
      double strength) {
    long[] both = Arrays.copyOf(labels, 2 * labels.length);
    Arrays.fill(both, labels.length, both.length, network.nullLabel());
    Tensor velocity =
        network.apply(
            TorchOps.inference(weights),
            torch.cat(new TensorVector(x, x), 0),
            torch.cat(new TensorVector(timestep, timestep), 0),
            Tensor.create(both, both.length));
    Tensor labelled = velocity.narrow(0, 0, labels.length);
    Tensor free = velocity.narrow(0, labels.length, labels.length);
    return free.add(labelled.sub(free).mul(new Scalar(strength)));
  }

  static long[] labels(Tensor labels) {
    long[] values = new long[(int) labels.numel()];
    LongBuffer buffer = labels.createBuffer();
    buffer.get(values);
    return values;
  }

  /** DDIM with guidance; each step frees its tensors. */
  @Override
  public float[] preview(long[] labels, long seed) {
    long[] shape = {labels.length, network.imageChannels(), network.size(), network.size()};
    torch.manual_seed(seed);
    float[] x = TorchScope.scoped(() -> TorchValues.floats(torch.randn(shape)));
    int stride = VelocitySchedule.STEPS / PREVIEW_STEPS;
    for (int t = VelocitySchedule.STEPS - 1; t >= 0; t -= stride) {
      int[] from = repeated(t, labels.length);
      int[] to = repeated(t - stride, labels.length);
      float[] noised = x;
      x =
          TorchScope.scoped(
              () ->
                  TorchScope.ungraded(
                      () -> {
                        Tensor at = Tensor.create(noised, shape);
                        VelocitySchedule.Level level = schedule.level(from);
                        Tensor velocity =
                            guided(
                                network, average, at, level.timestep(), labels, PREVIEW_GUIDANCE);
                        return TorchValues.floats(level.step(at, velocity, schedule.level(to)));
                      }));
    }
    return x;
  }

  static int[] repeated(int value, int count) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return average;
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("weights", weights, "average", average);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  @Override
  public void close() {
    optimizer.close();
    weights.close();
    average.close();
  }
}
