package dev.kiln.export.recipe;

import dev.kiln.export.nets.Denoiser;
import dev.kiln.export.ops.torch.TorchWeights;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
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
  private static final int PREVIEW_STEPS = 10;

  private final VelocitySchedule schedule;
  private final TrainedDenoiser denoiser;

  /** A denoiser with fresh weights. */
  public Ddpm(Denoiser network, long seed) {
    this.schedule = new VelocitySchedule(network.sampleShape().size());
    this.denoiser = new TrainedDenoiser(network, DenoiserOptions.DEFAULT, seed);
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
    Tensor velocity = denoiser.predict(noised, level.timestep(), batch.conditions(), step);
    return denoiser.descend(torch.mse_loss(velocity, level.velocity(batch.samples(), noise)), step);
  }

  /** DDIM with guidance. */
  @Override
  public float[] preview(Map<String, Tensor> conditions, int count, long seed) {
    int stride = VelocitySchedule.STEPS / PREVIEW_STEPS;
    return PreviewWalk.from(
        seed,
        1,
        PREVIEW_STEPS,
        (x, step) -> {
          int t = VelocitySchedule.STEPS - 1 - step * stride;
          VelocitySchedule.Level from = schedule.level(VelocitySchedule.repeated(t, count));
          VelocitySchedule.Level to = schedule.level(VelocitySchedule.repeated(t - stride, count));
          return from.step(
              x, denoiser.guided(x, from.timestep(), conditions, PreviewWalk.GUIDANCE), to);
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
