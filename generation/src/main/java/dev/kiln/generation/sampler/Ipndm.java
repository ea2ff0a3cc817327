package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.D2;
import static dev.kiln.generation.sampler.Coefficients.D3;
import static dev.kiln.generation.sampler.Coefficients.M;
import static dev.kiln.generation.sampler.Coefficients.X;

import java.util.ArrayList;
import java.util.List;

/**
 * Improved pseudo linear multistep over a continuous cosine schedule, for v prediction: Liu et al.
 * 2022 (arXiv 2202.09778), in the form of Crowson's v-diffusion.
 */
final class Ipndm {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("ipndm", "IPNDMScheduler", 2, 1, false, "arXiv 2202.09778"),
          Fields.of("num_train_timesteps", 1000, "trained_betas", Fields.NONE),
          Ipndm::plan);

  private Ipndm() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    float[] betas = betas(config, steps);
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < betas.length - 1; i++) {
      Level level = level(betas[i]);
      Level next = level(betas[i + 1]);
      Coefficients noise = mean(i - begin);
      // At pure noise the first prediction of the noise is x itself and nothing of it is clean.
      Coefficients clean =
          level.alpha() == 0 && i == begin
              ? Coefficients.ZERO
              : X.plus(-level.sigma(), noise).times(1 / Math.max(level.alpha(), 1e-8));
      rows.add(
          PlanRow.of(
                  timestep(level),
                  1,
                  X.times(level.sigma()).plus(level.alpha(), M),
                  null,
                  clean.times(next.alpha()).plus(next.sigma(), noise),
                  null,
                  level,
                  next)
              .meaning(Prediction.of("v_prediction", level).clean()));
    }
    Level start = begin < betas.length - 1 ? level(betas[begin]) : Level.CLEAN;
    return SamplingPlan.from("ipndm", 1, start, rows);
  }

  private static float[] betas(SchedulerConfig config, int steps) {
    if (config.has("trained_betas")) {
      double[] trained = config.numbers("trained_betas");
      float[] betas = new float[trained.length];
      for (int i = 0; i < betas.length; i++) {
        betas[i] = (float) trained[i];
      }
      return betas;
    }
    float[] ramp = NoiseSchedule.linspace(1, 0, steps + 1);
    float[] betas = new float[steps + 1];
    for (int i = 0; i < steps; i++) {
      float sine = (float) Math.sin(ramp[i] * (float) Math.PI / 2);
      betas[i] = sine * sine;
    }
    return betas;
  }

  private static Level level(float beta) {
    return new Level((float) Math.sqrt(1f - beta * beta), beta);
  }

  private static double timestep(Level level) {
    return (float) (Math.atan2(level.sigma(), level.alpha()) / Math.PI * 2);
  }

  private static Coefficients mean(int older) {
    return switch (older) {
      case 0 -> D0;
      case 1 -> D0.times(3).minus(D1).times(1 / 2.0);
      case 2 -> D0.times(23).plus(-16, D1).plus(5, D2).times(1 / 12.0);
      default -> D0.times(55).plus(-59, D1).plus(37, D2).plus(-9, D3).times(1 / 24.0);
    };
  }
}
