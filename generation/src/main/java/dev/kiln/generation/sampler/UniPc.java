package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.D0;
import static dev.kiln.generation.sampler.Coefficients.D1;
import static dev.kiln.generation.sampler.Coefficients.X;
import static dev.kiln.generation.sampler.Coefficients.Y;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * UniPC, Zhao et al. 2023 (arXiv 2302.04867), algorithms 5 to 8: the call that predicts the next
 * sample also corrects the one before it, from which y remembers where it came.
 */
final class UniPc {
  static final Sampler SAMPLER =
      Sampler.of(
          new SamplerInfo("unipc", "UniPCMultistepScheduler", 3, 1, false, "arXiv 2302.04867"),
          Fields.with(
              Fields.solver("bh2"),
              "predict_x0",
              true,
              "disable_corrector",
              List.of(),
              "solver_p",
              Fields.NONE,
              "final_sigmas_type",
              "zero",
              "rescale_betas_zero_snr",
              false,
              "sigma_min",
              Fields.NONE,
              "sigma_max",
              Fields.NONE),
          UniPc::plan);

  private UniPc() {}

  static SamplingPlan plan(SchedulerConfig config, int steps, int begin) {
    Prediction.refuseThresholding(config);
    if (config.has("solver_p")) {
      throw new IllegalArgumentException(
          "\"solver_p\" cannot be honoured: a predictor of another class is no part of this plan");
    }
    int most = config.integer("solver_order");
    if (most < 1 || most > 3) {
      throw new IllegalArgumentException(
          "solver_order of unipc must be 1 to 3, the history of a plan, was " + most);
    }
    SolverGrid grid = SolverGrid.of(config, steps, SolverGrid.Kind.UNIPC);
    UniPcUpdate update = UniPcUpdate.of(config, grid);
    List<Double> uncorrected =
        DoubleStream.of(config.numbers("disable_corrector")).boxed().toList();
    String type = config.text("prediction_type");
    int n = grid.steps();
    int order = 0;
    List<PlanRow> rows = new ArrayList<>();
    for (int i = begin; i < n; i++) {
      Coefficients x =
          i > begin && !uncorrected.contains((double) (i - 1)) ? update.correct(i, order, Y) : X;
      int wanted = config.flag("lower_order_final") ? Math.min(most, n - i) : most;
      order = Math.min(wanted, i - begin + 1);
      Prediction prediction = Prediction.of(type, grid.level(i));
      rows.add(
          PlanRow.of(
                  grid.timestep(i),
                  1,
                  update.clean() ? prediction.clean() : prediction.noise(),
                  null,
                  update.predict(i, order, x),
                  x,
                  grid.level(i),
                  grid.level(i + 1))
              .meaning(prediction.clean()));
    }
    return SamplingPlan.from("unipc", 1, grid.start(begin), rows);
  }

  /** The two halves of a step, over one grid. */
  record UniPcUpdate(SolverGrid grid, boolean clean, boolean bh1) {
    static UniPcUpdate of(SchedulerConfig config, SolverGrid grid) {
      String type = config.oneOf("solver_type", "bh2", "bh1", "midpoint", "heun", "logrho");
      return new UniPcUpdate(grid, config.flag("predict_x0"), type.equals("bh1"));
    }

    /** UniP: from level i on to the next; x is the sample at level i. */
    Coefficients predict(int i, int order, Coefficients x) {
      double h = grid.level(i + 1).lambda() - grid.level(i).lambda();
      Coefficients a = base(i, i + 1, h, x, D0);
      if (order == 1 || h == 0) {
        return a;
      }
      double[] ratios = ratios(i, order, h);
      double[] weights =
          order == 2 ? new double[] {0.5} : solve(ratios, right(order, h), order - 1);
      return a.plus(-scale(i + 1, h), differences(ratios, weights, 0));
    }

    /** UniC: level i again from the level before it, now that the prediction at i is known. */
    Coefficients correct(int i, int order, Coefficients last) {
      double h = grid.level(i).lambda() - grid.level(i - 1).lambda();
      Coefficients a = base(i - 1, i, h, last, D1);
      double[] ratios = ratios(i - 1, order, h);
      double[] weights = order == 1 ? new double[] {0.5} : solve(ratios, right(order, h), order);
      Coefficients correction =
          differences(ratios, weights, 1).plus(weights[order - 1], D0.minus(D1));
      return a.plus(-scale(i, h), correction);
    }

    private Coefficients base(int from, int to, double h, Coefficients x, Coefficients newest) {
      Level a = grid.level(from);
      Level b = grid.level(to);
      double growth = Math.expm1(clean ? -h : h);
      return clean
          ? x.times(b.sigma() / a.sigma()).plus(-b.alpha() * growth, newest)
          : x.times(b.alpha() / a.alpha()).plus(-b.sigma() * growth, newest);
    }

    private double scale(int to, double h) {
      double hh = clean ? -h : h;
      Level level = grid.level(to);
      return (clean ? level.alpha() : level.sigma()) * (bh1 ? hh : Math.expm1(hh));
    }

    /** Distances of older levels from level i in units of the step, and 1 for the step itself. */
    private double[] ratios(int i, int order, double h) {
      double[] ratios = new double[order];
      for (int k = 1; k < order; k++) {
        ratios[k - 1] = (grid.level(i - k).lambda() - grid.level(i).lambda()) / h;
      }
      ratios[order - 1] = 1;
      return ratios;
    }

    private static Coefficients differences(double[] ratios, double[] weights, int newest) {
      Coefficients sum = Coefficients.ZERO;
      for (int k = 0; k < ratios.length - 1; k++) {
        Coefficients difference = Coefficients.d(newest + k + 1).minus(Coefficients.d(newest));
        sum = sum.plus(weights[k] / ratios[k], difference);
      }
      return sum;
    }

    /** The right-hand side b of equation 9 times its factorials. */
    private double[] right(int order, double h) {
      double hh = clean ? -h : h;
      double b = bh1 ? hh : Math.expm1(hh);
      double phi = Math.expm1(hh) / hh - 1;
      double factorial = 1;
      double[] right = new double[order];
      for (int k = 0; k < order; k++) {
        right[k] = phi * factorial / b;
        factorial *= k + 2;
        phi = phi / hh - 1 / factorial;
      }
      return right;
    }

    /** Solves the n-by-n Vandermonde system with rows ratios^0, ratios^1 ... */
    private static double[] solve(double[] ratios, double[] right, int n) {
      double[] x = Arrays.copyOf(right, n);
      for (int k = 0; k < n - 1; k++) {
        for (int i = n - 1; i > k; i--) {
          x[i] -= ratios[k] * x[i - 1];
        }
      }
      for (int k = n - 2; k >= 0; k--) {
        for (int i = k + 1; i < n; i++) {
          x[i] /= ratios[i] - ratios[i - k - 1];
        }
        for (int i = k; i < n - 1; i++) {
          x[i] -= x[i + 1];
        }
      }
      return x;
    }
  }
}
