package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Denoising diffusion (Ho et al. 2020, arXiv 2006.11239, algorithm 1), with classifier-free
 * guidance (Ho and Salimans 2022, arXiv 2207.12598).
 *
 * <pre>
 *   repeat: x0, c from the data; t uniform; eps Gaussian; drop the conditions c sometimes
 *           x_t = alpha_t x0 + sigma_t eps
 *           descend the gradient of w_t || target(x0, eps, t) - network(x_t, t, c) ||^2
 *           average the weights
 * </pre>
 *
 * <p>The target is the noise, the clean sample, or v ({@link PredictionType}).
 */
public final class Ddpm implements Recipe {
  private static final int PREVIEW_STEPS = 10;

  private final Options options;
  private final NoiseLevels levels;
  private final TrainedDenoiser denoiser;

  /**
   * What one may choose.
   *
   * @param denoiser how the network is trained
   * @param prediction what it predicts
   * @param schedule how the noise grows
   * @param weight how much each timestep counts
   */
  public record Options(
      DenoiserOptions denoiser,
      PredictionType prediction,
      BetaSchedule schedule,
      LossWeight weight) {
    /** v-prediction on the cosine schedule. */
    public static final Options DEFAULT =
        new Options(
            DenoiserOptions.DEFAULT, PredictionType.V, BetaSchedule.COSINE, LossWeight.PLAIN);

    /** What samplers must know of the network. */
    public SchedulerConfig config() {
      return schedule.config(prediction);
    }
  }

  /** A network with fresh weights. */
  public Ddpm(Denoiser network, Options options, long seed) {
    this.options = options;
    this.levels = new NoiseLevels(options.config(), network.sampleShape().size());
    this.denoiser = new TrainedDenoiser(network, options.denoiser(), seed);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int[] times =
        Arrays.stream(Columns.spread((int) batch.size(), step.random().nextDouble()))
            .mapToInt(place -> (int) (place * levels.size()))
            .toArray();
    NoiseLevel level = levels.at(times);
    Tensor noise = Tensors.normalLike(batch.samples());
    Tensor prediction =
        denoiser.predict(
            level.noised(batch.samples(), noise), told(times), denoiser.dropped(batch, step));
    Tensor error =
        prediction.sub(options.prediction().target(level, batch.samples(), noise)).square();
    return denoiser.descend(error.mul(weights(times, error.dim() - 1)).mean(), step);
  }

  private static Tensor told(int... times) {
    return Columns.flat(Columns.rows(times.length, i -> times[i]));
  }

  private Tensor weights(int[] times, long rank) {
    return Columns.column(
        (int) rank,
        Columns.rows(
            times.length,
            i -> options.weight().at(levels.signalToNoise(times[i]), options.prediction())));
  }

  /** DDIM with guidance; like the samplers, it starts below the last timestep for epsilon. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    PredictionType type = options.prediction();
    int stride = levels.size() / PREVIEW_STEPS;
    int first = levels.size() - (type == PredictionType.EPSILON ? stride : 1);
    return PreviewWalk.from(
        seed,
        1,
        PREVIEW_STEPS,
        (x, step) -> {
          int[] from = NoiseLevels.repeated(first - step * stride, count);
          int[] to = NoiseLevels.repeated(first - (step + 1) * stride, count);
          Tensor prediction = denoiser.guided(x, told(from), conditions, PreviewWalk.GUIDANCE);
          return type.step(x, prediction, levels.at(from), levels.at(to));
        },
        denoiser.rows(count));
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return denoiser.average();
  }

  @Override
  public String signature() {
    return "Ddpm of " + options.prediction() + " on the " + options.schedule() + " schedule";
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
