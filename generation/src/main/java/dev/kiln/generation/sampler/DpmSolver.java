package dev.kiln.generation.sampler;

import static dev.kiln.generation.sampler.Coefficients.NOISE;
import static dev.kiln.generation.sampler.Coefficients.ZERO;

/**
 * The update of DPM-Solver (Lu et al. 2022, arXiv 2206.00927) and DPM-Solver++ (Lu et al. 2022,
 * arXiv 2211.01095), as an ODE and as an SDE: the exact solution for a prediction that is a
 * polynomial in lambda, from its value D0 and its divided differences D1 and D2.
 */
record DpmSolver(Algorithm algorithm, boolean heun) {
  /** Which prediction the history holds, and whether noise is added. */
  enum Algorithm {
    NOISE_ODE,
    CLEAN_ODE,
    NOISE_SDE,
    CLEAN_SDE
  }

  /** Reads algorithm_type and solver_type; what belongs to a sibling class means the default. */
  static DpmSolver of(SchedulerConfig config) {
    Algorithm algorithm =
        switch (config.oneOf(
            "algorithm_type",
            "dpmsolver++",
            "dpmsolver",
            "sde-dpmsolver++",
            "sde-dpmsolver",
            "deis")) {
          case "dpmsolver" -> Algorithm.NOISE_ODE;
          case "sde-dpmsolver" -> Algorithm.NOISE_SDE;
          case "sde-dpmsolver++" -> Algorithm.CLEAN_SDE;
          default -> Algorithm.CLEAN_ODE;
        };
    String type = config.oneOf("solver_type", "midpoint", "heun", "logrho", "bh1", "bh2");
    return new DpmSolver(algorithm, type.equals("heun"));
  }

  /** Whether the history holds predictions of the clean sample, not of the noise. */
  boolean predictsClean() {
    return algorithm == Algorithm.CLEAN_ODE || algorithm == Algorithm.CLEAN_SDE;
  }

  boolean stochastic() {
    return algorithm == Algorithm.NOISE_SDE || algorithm == Algorithm.CLEAN_SDE;
  }

  /** What goes into the history at a level. */
  Coefficients history(Prediction prediction) {
    return predictsClean() ? prediction.clean() : prediction.noise();
  }

  /** First order, from x at one level to another. */
  Coefficients first(Level from, Level to, Coefficients x, Coefficients d0) {
    double h = to.lambda() - from.lambda();
    return base(from, to, h, x).plus(slope(to, h), d0);
  }

  /** Second order: d1 is the first divided difference, in units of the step. */
  Coefficients second(Level from, Level to, Coefficients x, Coefficients d0, Coefficients d1) {
    double h = to.lambda() - from.lambda();
    double weight = heun ? curve(to, h) : slope(to, h) / 2;
    return first(from, to, x, d0).plus(weight, d1);
  }

  /** Third order in both differences; singlestep's cheaper form leaves d2 zero. */
  Coefficients third(
      Level from, Level to, Coefficients x, Coefficients d0, Coefficients d1, Coefficients d2) {
    double h = to.lambda() - from.lambda();
    Coefficients a = first(from, to, x, d0).plus(curve(to, h), d1);
    return d2.equals(ZERO) ? a : a.plus(bend(to, h), d2);
  }

  private Coefficients base(Level from, Level to, double h, Coefficients x) {
    return switch (algorithm) {
      case CLEAN_ODE -> x.times(to.sigma() / from.sigma());
      case NOISE_ODE -> x.times(to.alpha() / from.alpha());
      case CLEAN_SDE ->
          x.times(to.sigma() / from.sigma() * Math.exp(-h))
              .plus(to.sigma() * Math.sqrt(-Math.expm1(-2 * h)), NOISE);
      case NOISE_SDE ->
          x.times(to.alpha() / from.alpha()).plus(to.sigma() * Math.sqrt(Math.expm1(2 * h)), NOISE);
    };
  }

  private double slope(Level to, double h) {
    return switch (algorithm) {
      case CLEAN_ODE -> -to.alpha() * Math.expm1(-h);
      case NOISE_ODE -> -to.sigma() * Math.expm1(h);
      case CLEAN_SDE -> -to.alpha() * Math.expm1(-2 * h);
      case NOISE_SDE -> -2 * to.sigma() * Math.expm1(h);
    };
  }

  private double curve(Level to, double h) {
    return switch (algorithm) {
      case CLEAN_ODE -> to.alpha() * (Math.expm1(-h) / h + 1);
      case NOISE_ODE -> -to.sigma() * (Math.expm1(h) / h - 1);
      case CLEAN_SDE -> to.alpha() * (Math.expm1(-2 * h) / (2 * h) + 1);
      case NOISE_SDE -> -2 * to.sigma() * (Math.expm1(h) / h - 1);
    };
  }

  /** Both forms as the authors and the reference have them, though the series would differ. */
  private double bend(Level to, double h) {
    return switch (algorithm) {
      case CLEAN_ODE -> -to.alpha() * ((Math.expm1(-h) + h) / (h * h) - 0.5);
      case NOISE_ODE -> -to.sigma() * ((Math.expm1(h) - h) / (h * h) - 0.5);
      case CLEAN_SDE -> to.alpha() * ((-Math.expm1(-2 * h) - 2 * h) / (4 * h * h) - 0.5);
      case NOISE_SDE ->
          throw new IllegalArgumentException(
              "algorithm_type sde-dpmsolver has no third order, use sde-dpmsolver++");
    };
  }
}
