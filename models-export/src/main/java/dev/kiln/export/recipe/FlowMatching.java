package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Conditional flow matching on the optimal-transport path (Lipman et al. 2023, arXiv 2210.02747,
 * equations 20 to 23, with sigma_min = 0), which is a rectified flow (Liu et al. 2023, arXiv
 * 2209.03003, equation 1).
 *
 * <pre>
 *   repeat: x0, c from the data; s in (0, 1); eps Gaussian; drop the conditions c sometimes
 *           x_s = (1 - s) x0 + s eps
 *           descend the gradient of || (eps - x0) - network(x_s, 1000 s, c) ||^2
 *           average the weights
 * </pre>
 *
 * <p>Time runs from data (0) to noise (1), as the flow samplers have it; the papers count the other
 * way. A sample is made by following dx/ds = network from s = 1 to 0.
 */
public final class FlowMatching implements Recipe {
  /** What the network is told at pure noise; at time s it is told s times this. */
  private static final int TIME_SCALE = 1000;

  private static final int PREVIEW_STEPS = 16;

  private final Denoiser network;
  private final Options options;
  private final TrainedDenoiser denoiser;

  /**
   * What one may choose.
   *
   * @param denoiser how the network is trained
   * @param times where along the path it is trained
   * @param shift moves the times of training and of sampling towards the noise; 1 leaves them. The
   *     more redundant a picture is, the more noise it takes to hide what it shows (Esser et al.
   *     2024, arXiv 2403.03206, equation 23)
   * @param coupling which noise belongs to which sample
   */
  public record Options(
      DenoiserOptions denoiser, FlowTimes times, double shift, Coupling coupling) {
    public static final Options DEFAULT =
        new Options(DenoiserOptions.DEFAULT, FlowTimes.LOGIT_NORMAL, 1, Coupling.INDEPENDENT);

    public Options {
      if (!(shift > 0 && shift < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("the shift must be above 0, was " + shift);
      }
    }

    /** What samplers must know of the network. */
    public SchedulerConfig config() {
      return SchedulerConfig.parse(Map.of("num_train_timesteps", TIME_SCALE, "shift", shift));
    }

    /** The time in place of an evenly counted one, both from 0 (data) to 1 (noise). */
    double shifted(double s) {
      return shift * s / (1 + (shift - 1) * s);
    }
  }

  /** A network with fresh weights. */
  public FlowMatching(Denoiser network, Options options, long seed) {
    this.network = network;
    this.options = options;
    this.denoiser = new TrainedDenoiser(network, options.denoiser(), seed);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    Tensor clean = batch.samples();
    Tensor noise = options.coupling().noise(batch, Tensors.normalLike(batch.samples()));
    double[] times =
        Arrays.stream(options.times().draw((int) batch.size(), step.random()))
            .map(options::shifted)
            .toArray();
    Tensor s = Columns.column(network.sampleShape().size(), times);
    Tensor x = clean.add(s.mul(noise.sub(clean)));
    Tensor velocity = denoiser.predict(x, told(times), denoiser.dropped(batch, step));
    return denoiser.descend(torch.mse_loss(velocity, noise.sub(clean)), step);
  }

  private static Tensor told(double... times) {
    return Columns.flat(times).mul(new Scalar((double) TIME_SCALE));
  }

  /** Euler steps along the guided flow. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return PreviewWalk.from(
        seed,
        1,
        PREVIEW_STEPS,
        (x, step) -> {
          double s = options.shifted(1 - (double) step / PREVIEW_STEPS);
          double next = options.shifted(1 - (step + 1.0) / PREVIEW_STEPS);
          Tensor time = told(Columns.rows(count, i -> s));
          Tensor velocity = denoiser.guided(x, time, conditions, PreviewWalk.GUIDANCE);
          return x.sub(velocity.mul(new Scalar(s - next)));
        },
        denoiser.rows(count));
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return denoiser.average();
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return denoiser.weights();
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return denoiser.optimizers();
  }

  @Override
  public void close() {
    denoiser.close();
  }
}
