package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two-call steps that use the slope between two noise levels, and noise added after them. */
record MidpointSteps(SchedulerConfig config, SigmaGrid grid) {

  /** A grid whose timesteps are whole where they follow Karras' noise levels. */
  MidpointSteps {
    if (config.flag("use_karras_sigmas")) {
      grid = grid.withWholeTimesteps();
    }
  }

  /** The rows of step i: to the middle, then from the start down to a level, then noise. */
  List<PlanRow> rows(int i, double middle, double down, double up) {
    double sigma = grid.sigma(i);
    double next = grid.sigma(i + 1);
    double t = grid.timestep(i);
    if (middle == 0) {
      return List.of(row(t, D0, null, sigma, 0));
    }
    Coefficients half = X.plus((middle - sigma) / sigma, X.minus(D0));
    Coefficients whole = Y.plus((down - sigma) / middle, X.minus(D0)).plus(up, NOISE);
    double between = grid.timestepAt(middle);
    return List.of(row(t, half, X, sigma, middle), row(between, whole, null, middle, next));
  }

  private PlanRow row(
      double t, Coefficients a, @Nullable Coefficients y, double sigma, double next) {
    return PlanRow.of(
        t,
        SigmaGrid.inputScale(sigma),
        Prediction.exploding(config.text("prediction_type"), sigma).clean(),
        null,
        a,
        y,
        Level.exploding(sigma),
        Level.exploding(next));
  }

  /** In float32, as the reference has it; 0 where one level is. */
  static double geometricMean(double a, double b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    float from = (float) Math.log((float) a);
    float to = (float) Math.log((float) b);
    return (float) Math.exp(to - (to - from) * 0.5f);
  }
}
