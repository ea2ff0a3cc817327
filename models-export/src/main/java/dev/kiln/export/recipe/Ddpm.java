package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
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
 *   repeat: x0, c from the data; t uniform; eps Gaussian; drop the conditions c sometimes
 *           descend the gradient of || v - network(alpha x0 + sigma eps, t, c) ||^2
 *           average the weights
 * </pre>
 */
public final class Ddpm implements Recipe {
  static final double DROPOUT = 0.12;
  private static final double AVERAGE = 0.999;
  private static final LearningRate RATE = new LearningRate(1.5e-3, 200);
  private static final int PREVIEW_STEPS = 10;
  private static final double PREVIEW_GUIDANCE = 2;

  private final Denoiser network;
  private final VelocitySchedule schedule;
  private final TorchWeights weights;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /** A denoiser with fresh weights. */
  public Ddpm(Denoiser network, long seed) {
    this.network = network;
    this.schedule = new VelocitySchedule(network.sampleShape().size());
    this.weights = build(network, seed);
    this.average = build(network, seed);
    this.optimizer = new WeightOptimizer(weights, 0.9, 0.99, 0.01, 1);
  }

  /** Weights of a network, freshly drawn. */
  static TorchWeights build(Denoiser network, long seed) {
    TorchWeights weights = new TorchWeights(seed);
    TorchScope.withoutGradients(
        () ->
            network.denoise(
                TorchOps.inference(weights),
                torch.zeros(rows(network, 1)),
                torch.zeros(1),
                Conditioning.none(network, 1)));
    return weights;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int[] times = new int[(int) batch.size()];
    double offset = step.random().nextDouble();
    for (int i = 0; i < times.length; i++) {
      // Evenly spread timesteps with one random offset (Kingma et al. 2021) vary the loss less.
      times[i] = (int) ((i + offset) / times.length * VelocitySchedule.STEPS);
    }
    VelocitySchedule.Level level = schedule.level(times);
    Tensor noise = torch.randn_like(batch.samples());
    Tensor noised = level.noised(batch.samples(), noise);
    Tensor velocity =
        network.denoise(
            TorchOps.training(weights),
            noised,
            level.timestep(),
            Conditioning.dropped(
                network, batch.conditions(), times.length, DROPOUT, step.random()));
    Tensor loss = torch.mse_loss(velocity, level.velocity(batch.samples(), noise));
    optimizer.descend(loss, RATE.at(step.number(), step.progress()));
    average.moveTowards(
        weights, 1 - Math.min(AVERAGE, (step.number() + 1.0) / (step.number() + 10.0)));
    return Map.of("loss", (double) loss.item_float());
  }

  /** The shape of so many rows. */
  static long[] rows(Denoiser network, long count) {
    long[] shape = new long[network.sampleShape().size() + 1];
    shape[0] = count;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = network.sampleShape().get(i - 1);
    }
    return shape;
  }

  /**
   * The guided velocity: v_none + strength (v_c - v_none), in one call on twice the rows; in one on
   * the rows alone where the network takes no conditions.
   */
  static Tensor guided(
      Denoiser network,
      TorchWeights weights,
      Tensor x,
      Tensor timestep,
      Map<String, Tensor> conditions,
      double strength) {
    long count = x.size(0);
    Map<String, Tensor> none = Conditioning.none(network, Math.toIntExact(count));
    if (none.isEmpty()) {
      return network.denoise(TorchOps.inference(weights), x, timestep, none);
    }
    Tensor velocity =
        network.denoise(
            TorchOps.inference(weights),
            torch.cat(new TensorVector(x, x), 0),
            torch.cat(new TensorVector(timestep, timestep), 0),
            Conditioning.joined(Conditioning.taken(network, conditions), none));
    Tensor conditional = velocity.narrow(0, 0, count);
    Tensor free = velocity.narrow(0, count, count);
    return free.add(conditional.sub(free).mul(new Scalar(strength)));
  }

  /** DDIM with guidance; each step frees its tensors. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    long[] shape = rows(network, count);
    torch.manual_seed(seed);
    float[] x = TorchScope.scoped(() -> TorchValues.floats(torch.randn(shape)));
    int stride = VelocitySchedule.STEPS / PREVIEW_STEPS;
    for (int t = VelocitySchedule.STEPS - 1; t >= 0; t -= stride) {
      int[] from = repeated(t, count);
      int[] to = repeated(t - stride, count);
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
                                network,
                                average,
                                at,
                                level.timestep(),
                                conditions,
                                PREVIEW_GUIDANCE);
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
