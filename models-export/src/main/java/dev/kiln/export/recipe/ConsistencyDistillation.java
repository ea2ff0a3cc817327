package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.Tensors;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Consistency distillation (Song et al. 2023, arXiv 2303.01469, algorithm 2) of a guided denoiser,
 * skipping timesteps as latent consistency models do (Luo et al. 2023, arXiv 2310.04378).
 *
 * <pre>
 *   f(x, t) = the clean sample that network(x, t) means; f(x, -1) = x
 *   repeat: x0 from the data; t from the grid; s the grid's timestep before t; eps Gaussian
 *           x_t = alpha_t x0 + sigma_t eps
 *           x_s = one DDIM step of the guided teacher from x_t
 *           descend the gradient of d(f(x_t, t), f_target(x_s, s)),  d pseudo-Huber
 *           average the weights: quickly for the target, slowly for the export
 * </pre>
 */
public final class ConsistencyDistillation implements Recipe {
  private static final double TARGET_AVERAGE = 0.95;

  /** The least ratio of signal to noise at which an error in eps may still be divided by alpha. */
  private static final double LEAST_SIGNAL = 1e-3;

  private static final double HUBER = 0.03;

  private final Denoiser network;
  private final Options options;
  private final NoiseLevels levels;
  private final PredictionType prediction;
  private final TorchWeights teacher;
  private final TrainedDenoiser student;
  private final TorchWeights target;

  /**
   * What one may choose.
   *
   * @param denoiser how the student is trained; conditions are not dropped, since the guidance is
   *     learnt from the teacher
   * @param grid how many timesteps the student learns, evenly spaced: 10 of 1000 are 99, 199 ...
   * @param guidance strength of the teacher's guidance, which becomes the student's own
   */
  public record Options(DenoiserOptions denoiser, int grid, double guidance) {
    public static final Options DEFAULT =
        new Options(
            new DenoiserOptions(
                new Descent(new LearningRate(6e-4, 100), new WeightAverage(0.995), 1), 0, 0),
            10,
            2);

    public Options {
      if (grid < 1) {
        throw new IllegalArgumentException("the grid needs at least 1 timestep, was " + grid);
      }
    }
  }

  /**
   * A student that starts as its teacher.
   *
   * @param teacher the averaged weights of a {@link Ddpm} training of the same network
   * @param config the scheduler_config in the teacher's card
   * @throws IllegalArgumentException if the teacher is no discrete diffusion, or one that predicts
   *     noise where no signal is left
   */
  public ConsistencyDistillation(
      Denoiser network,
      Options options,
      Map<String, ParameterValue> teacher,
      SchedulerConfig config) {
    this.network = network;
    this.options = options;
    this.levels = new NoiseLevels(config, network.sampleShape().size());
    this.prediction = PredictionType.of(config.text("prediction_type"));
    if (prediction == PredictionType.EPSILON
        && levels.signalToNoise(levels.size() - 1) < LEAST_SIGNAL) {
      throw new IllegalArgumentException(
          "the teacher predicts noise on a schedule that ends in pure noise, from which one step"
              + " cannot tell a clean sample; train a teacher with v-prediction");
    }
    this.teacher = TrainedDenoiser.copy(network, teacher);
    this.student = new TrainedDenoiser(network, options.denoiser(), teacher);
    this.target = TrainedDenoiser.copy(network, teacher);
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int stride = levels.size() / options.grid();
    double[] places = Columns.spread((int) batch.size(), step.random().nextDouble());
    int[] t = new int[places.length];
    int[] s = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      int cell = (int) (places[i] * options.grid());
      s[i] = cell * stride - 1;
      t[i] = s[i] + stride;
    }
    Tensor noised = levels.at(t).noised(batch.samples(), Tensors.normalLike(batch.samples()));
    Map<String, Tensor> conditions = Conditioning.taken(network, batch.conditions());
    Tensor goal =
        TorchScope.ungraded(
            () -> {
              Tensor guided =
                  TrainedDenoiser.guided(
                      network, teacher, noised, told(t), conditions, options.guidance());
              Tensor before = prediction.step(noised, guided, levels.at(t), levels.at(s));
              Tensor seen = clean(before, predict(target, before, s, conditions), s);
              return torch.where(began(s), before, seen);
            });
    Tensor guess = clean(noised, student.predict(noised, told(t), conditions), t);
    Map<String, Double> shown = student.descend(pseudoHuber(guess.sub(goal)), step);
    target.moveTowards(student.trained(), 1 - TARGET_AVERAGE);
    return shown;
  }

  private Tensor predict(
      TorchWeights weights, Tensor x, int[] times, Map<String, Tensor> conditions) {
    return network.denoise(TorchOps.inference(weights), x, told(times), conditions);
  }

  /** The consistency function: the clean sample that the network sees in x. */
  private Tensor clean(Tensor x, Tensor predicted, int... times) {
    return prediction.clean(levels.at(times), x, predicted);
  }

  /** Which rows are clean already, [N, 1, ...]. */
  private Tensor began(int... times) {
    double[] clean = Columns.rows(times.length, i -> times[i] < 0 ? 1 : 0);
    return Columns.column(network.sampleShape().size(), clean).gt(new Scalar(0.5));
  }

  private static Tensor told(int... times) {
    return Columns.flat(Columns.rows(times.length, i -> Math.max(0, times[i])));
  }

  /**
   * sqrt(d^2 + c^2) - c per value: quadratic near zero, linear far out, so outliers do not blur the
   * result.
   */
  private static Tensor pseudoHuber(Tensor difference) {
    return difference.square().add(new Scalar(HUBER * HUBER)).sqrt().sub(new Scalar(HUBER)).mean();
  }

  /** One step: from pure noise to the clean sample. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return TorchScope.ungraded(
        () -> {
          torch.manual_seed(seed);
          int[] last = NoiseLevels.repeated(levels.size() - 1, count);
          Tensor x = Tensors.normal(student.rows(count));
          Map<String, Tensor> taken = Conditioning.taken(network, conditions);
          return TorchValues.floats(clean(x, predict(average(), x, last, taken), last));
        });
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return student.average();
  }

  @Override
  public String signature() {
    return "ConsistencyDistillation on a grid of " + options.grid();
  }

  @Override
  public Map<String, TorchWeights> weights() {
    Map<String, TorchWeights> all = new HashMap<>(student.weights());
    all.put("teacher", teacher);
    all.put("target", target);
    return all;
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return student.optimizers();
  }

  @Override
  public void close() {
    student.close();
    teacher.close();
    target.close();
  }
}
