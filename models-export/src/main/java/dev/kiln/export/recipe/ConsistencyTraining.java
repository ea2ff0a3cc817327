package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Consistency training, without a teacher, with the improved techniques of Song and Dhariwal 2023
 * (arXiv 2310.14189, table 1).
 *
 * <pre>
 *   f(x, sigma) = skip(sigma) x + out(sigma) network(in(sigma) x, 250 ln sigma, c)
 *   repeat: x0, c from the data; eps Gaussian; i from a discretised log-normal
 *           N noise levels sigma_1 < ... < sigma_N; N doubles in the course of the training
 *           descend the gradient of
 *             d(f(x0 + sigma_i+1 eps, sigma_i+1), stop f(x0 + sigma_i eps, sigma_i))
 *               / (sigma_i+1 - sigma_i),  d pseudo-Huber
 *           average the weights, for the export alone: the target is the network itself
 * </pre>
 *
 * <p>The levels, their preconditioning and what the network is told are those of the consistency
 * sampler, which begins at sigma = 80.
 */
public final class ConsistencyTraining implements Recipe {
  /** The least noise, at which the consistency function is the identity. */
  private static final double SIGMA_MIN = 0.002;

  /** The noise that sampling starts from. */
  private static final double SIGMA_MAX = 80;

  /** How the levels crowd towards little noise (Karras et al. 2022, equation 5). */
  private static final double RHO = 7;

  private static final double TIME_SCALE = 250;
  private static final double MEAN_LOG_SIGMA = -1.1;
  private static final double DEVIATION_LOG_SIGMA = 2;
  private static final double HUBER = 0.00054;

  private final Denoiser network;
  private final Options options;
  private final TrainedDenoiser denoiser;

  /**
   * What one may choose.
   *
   * @param denoiser how the network is trained; conditions are not dropped, since a consistency
   *     model is not guided
   * @param firstLevels how many gaps between noise levels the training begins with
   * @param lastLevels how many it ends with
   */
  public record Options(DenoiserOptions denoiser, int firstLevels, int lastLevels) {
    /** The paper's gaps. */
    public static final Options DEFAULT =
        new Options(
            new DenoiserOptions(
                new Descent(new LearningRate(6e-4, 200), new WeightAverage(0.999), 1), 0, 0),
            10,
            1280);

    public Options {
      if (firstLevels < 1 || lastLevels < firstLevels) {
        throw new IllegalArgumentException(
            "the noise levels must grow from at least 1, were "
                + firstLevels
                + " to "
                + lastLevels);
      }
    }
  }

  /** A network with fresh weights. */
  public ConsistencyTraining(Denoiser network, Options options, long seed) {
    this.network = network;
    this.options = options;
    this.denoiser = new TrainedDenoiser(network, options.denoiser(), seed);
  }

  /** What samplers must know of the network. */
  public static SchedulerConfig config() {
    return SchedulerConfig.parse(
        Map.of(
            "sigma_min",
            SIGMA_MIN,
            "sigma_max",
            SIGMA_MAX,
            "sigma_data",
            Preconditioning.SIGMA_DATA,
            "rho",
            RHO));
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int rows = (int) batch.size();
    double[] sigmas = sigmas(gaps(step.progress()));
    int[] places = new int[rows];
    for (int i = 0; i < rows; i++) {
      places[i] = place(sigmas, step.random());
    }
    double[] more = Columns.rows(rows, i -> sigmas[places[i] + 1]);
    double[] less = Columns.rows(rows, i -> sigmas[places[i]]);
    Tensor noise = Tensors.normalLike(batch.samples());
    Map<String, Tensor> conditions = Conditioning.taken(network, batch.conditions());
    TorchWeights weights = denoiser.trained();

    Tensor goal =
        TorchScope.ungraded(() -> clean(weights, batch.samples(), noise, less, conditions));
    Tensor guess = clean(weights, batch.samples(), noise, more, conditions);
    Tensor weight = Columns.flat(Columns.rows(rows, i -> 1 / (more[i] - less[i])));
    return denoiser.descend(pseudoHuber(guess.sub(goal)).mul(weight).mean(), step);
  }

  /** The curriculum of equation 15: 10, 20, 40 ... gaps, each for an equal part of the training. */
  private int gaps(double progress) {
    double doublings =
        Math.log((double) options.lastLevels() / options.firstLevels()) / Math.log(2);
    int stage = (int) (Math.min(progress, 1 - 1e-9) * (Math.floor(doublings) + 1));
    return Math.min(options.firstLevels() << stage, options.lastLevels());
  }

  /** Noise levels with so many gaps between them, ascending (Karras et al. 2022, equation 5). */
  private static double[] sigmas(int gaps) {
    double least = Math.pow(SIGMA_MIN, 1 / RHO);
    double most = Math.pow(SIGMA_MAX, 1 / RHO);
    return Columns.rows(gaps + 1, i -> Math.pow(least + (double) i / gaps * (most - least), RHO));
  }

  /** A gap, as often as a log-normal noise level falls into it (equation 13). */
  private static int place(double[] sigmas, RandomGenerator random) {
    while (true) {
      double sigma = Math.exp(random.nextGaussian(MEAN_LOG_SIGMA, DEVIATION_LOG_SIGMA));
      if (sigma >= SIGMA_MIN && sigma < SIGMA_MAX) {
        int found = Arrays.binarySearch(sigmas, sigma);
        return Math.min(sigmas.length - 2, Math.max(0, found >= 0 ? found : -found - 2));
      }
    }
  }

  /** The consistency function on noised samples. */
  private Tensor clean(
      TorchWeights weights,
      Tensor samples,
      Tensor noise,
      double[] sigmas,
      Map<String, Tensor> conditions) {
    Tensor sigma = Columns.column(network.sampleShape().size(), sigmas);
    return clean(weights, samples.add(sigma.mul(noise)), sigma, told(sigmas), conditions);
  }

  private Tensor clean(
      TorchWeights weights, Tensor x, Tensor sigma, Tensor told, Map<String, Tensor> conditions) {
    Preconditioning form = Preconditioning.bounded(sigma, Preconditioning.SIGMA_DATA, SIGMA_MIN);
    return form.clean(
        x, network.denoise(TorchOps.training(weights), form.input(x), told, conditions));
  }

  private static Tensor told(double... sigmas) {
    return Columns.flat(Columns.rows(sigmas.length, i -> TIME_SCALE * Math.log(sigmas[i])));
  }

  /** sqrt(||d||^2 + c^2) - c for each row, with c that grows with its size (equation 10). */
  private static Tensor pseudoHuber(Tensor difference) {
    Tensor flat = difference.flatten(1, -1);
    double c = HUBER * Math.sqrt((double) flat.size(1));
    return flat.square().sum(1).add(new Scalar(c * c)).sqrt().sub(new Scalar(c));
  }

  /** One step: from pure noise to the clean sample. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    double[] most = Columns.rows(count, i -> SIGMA_MAX);
    return PreviewWalk.from(
        seed,
        SIGMA_MAX,
        1,
        (x, step) ->
            clean(
                denoiser.average(),
                x,
                Columns.column(network.sampleShape().size(), most),
                told(most),
                Conditioning.taken(network, conditions)),
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
