package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.ParameterValue;
import dev.kiln.export.ops.torch.TorchOps;
import dev.kiln.export.ops.torch.TorchScope;
import dev.kiln.export.ops.torch.TorchValues;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Consistency distillation (Song et al. 2023, arXiv 2303.01469, algorithm 2) of a guided denoiser,
 * skipping timesteps as latent consistency models do (Luo et al. 2023, arXiv 2310.04378).
 *
 * <pre>
 *   f(x, t) = alpha x - sigma v(x, t)                 the clean image; f(x, -1) = x by itself
 *   repeat: x0 from the data; t from the grid; s the grid's timestep before t; eps Gaussian
 *           x_t = alpha x0 + sigma eps
 *           x_s = one DDIM step of the guided teacher from x_t
 *           descend the gradient of d(f(x_t, t), f_target(x_s, s)),  d pseudo-Huber
 *           average the weights: quickly for the target, slowly for the export
 * </pre>
 */
public final class Consistency implements Recipe {
  /** Timesteps of the grid: 99, 199, ..., 999. */
  public static final int GRID = 10;

  /** Guidance strength that is distilled into the student. */
  public static final double GUIDANCE = 2;

  private static final int STRIDE = VelocitySchedule.STEPS / GRID;
  private static final double TARGET_AVERAGE = 0.95;
  private static final double EXPORT_AVERAGE = 0.995;
  private static final double HUBER = 0.03;
  private static final LearningRate RATE = new LearningRate(6e-4, 100);

  private final Denoiser network;
  private final VelocitySchedule schedule;
  private final TorchWeights teacher;
  private final TorchWeights student;
  private final TorchWeights target;
  private final TorchWeights average;
  private final WeightOptimizer optimizer;

  /**
   * A student that starts as its teacher.
   *
   * @param teacher the averaged weights of a {@link Ddpm} training of the same network
   */
  public Consistency(Denoiser network, Map<String, ParameterValue> teacher) {
    this.network = network;
    this.schedule = new VelocitySchedule(network.sampleShape().size());
    this.teacher = copy(teacher);
    this.student = copy(teacher);
    this.target = copy(teacher);
    this.average = copy(teacher);
    this.optimizer = new WeightOptimizer(student, 0.9, 0.99, 0, 1);
  }

  private TorchWeights copy(Map<String, ParameterValue> values) {
    TorchWeights weights = TrainedDenoiser.fresh(network, 0);
    Map<String, ParameterValue> known = new LinkedHashMap<>(values);
    known.keySet().retainAll(weights.values().keySet());
    weights.load(known);
    return weights;
  }

  @Override
  public Map<String, Double> step(Batch batch, Step step) {
    int rows = (int) batch.size();
    int[] times = new int[rows];
    int[] before = new int[rows];
    double offset = step.random().nextDouble();
    for (int i = 0; i < rows; i++) {
      int place = (int) ((i + offset) / rows * GRID);
      times[i] = (place + 1) * STRIDE - 1;
      before[i] = times[i] - STRIDE;
    }
    VelocitySchedule.Level t = schedule.level(times);
    VelocitySchedule.Level s = schedule.level(before);
    Tensor noised = t.noised(batch.samples(), torch.randn_like(batch.samples()));
    Tensor goal =
        TorchScope.ungraded(
            () -> {
              Tensor velocity =
                  TrainedDenoiser.guided(
                      network, teacher, noised, t.timestep(), batch.conditions(), GUIDANCE);
              return clean(target, t.step(noised, velocity, s), s, batch.conditions());
            });
    Tensor loss = pseudoHuber(clean(student, noised, t, batch.conditions()).sub(goal));
    optimizer.descend(loss, RATE.at(step.number(), step.progress()));
    target.moveTowards(student, 1 - TARGET_AVERAGE);
    average.moveTowards(
        student, 1 - Math.min(EXPORT_AVERAGE, (step.number() + 1.0) / (step.number() + 10.0)));
    return Map.of("loss", (double) loss.item_float());
  }

  /** The consistency function: the clean image that the network sees in x. */
  private Tensor clean(
      TorchWeights weights,
      Tensor x,
      VelocitySchedule.Level level,
      Map<String, Tensor> conditions) {
    return level.clean(
        x,
        network.denoise(
            TorchOps.training(weights),
            x,
            level.timestep(),
            Conditioning.taken(network, conditions)));
  }

  /**
   * sqrt(d^2 + c^2) - c per value: quadratic near zero, linear far out, so outliers do not blur the
   * result.
   */
  private static Tensor pseudoHuber(Tensor difference) {
    return difference.square().add(new Scalar(HUBER * HUBER)).sqrt().sub(new Scalar(HUBER)).mean();
  }

  /** One step: from pure noise to the clean image. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    return TorchScope.ungraded(
        () -> {
          torch.manual_seed(seed);
          VelocitySchedule.Level last =
              schedule.level(VelocitySchedule.repeated(VelocitySchedule.STEPS - 1, count));
          Tensor x = torch.randn(TrainedDenoiser.rows(network, count));
          return TorchValues.floats(clean(average, x, last, conditions));
        });
  }

  /** The averaged weights, which are exported. */
  public TorchWeights average() {
    return average;
  }

  @Override
  public Map<String, TorchWeights> weights() {
    return Map.of("teacher", teacher, "weights", student, "target", target, "average", average);
  }

  @Override
  public Map<String, WeightOptimizer> optimizers() {
    return Map.of("optimizer", optimizer);
  }

  @Override
  public void close() {
    optimizer.close();
    weights().values().forEach(TorchWeights::close);
  }
}
