package dev.kiln.generation.sampler;

/**
 * A linear form over what a trajectory holds at one row: the sample x, the saved state y, the
 * network's output m, the denoised history d0 (newest) to d3, and fresh standard normal noise.
 */
public record Coefficients(
    double x, double y, double m, double d0, double d1, double d2, double d3, double noise) {

  /** The form that is zero. */
  public static final Coefficients ZERO = new Coefficients(0, 0, 0, 0, 0, 0, 0, 0);

  /** The unit forms, from which samplers write their update equations. */
  public static final Coefficients X = new Coefficients(1, 0, 0, 0, 0, 0, 0, 0);

  public static final Coefficients Y = new Coefficients(0, 1, 0, 0, 0, 0, 0, 0);
  public static final Coefficients M = new Coefficients(0, 0, 1, 0, 0, 0, 0, 0);
  public static final Coefficients D0 = new Coefficients(0, 0, 0, 1, 0, 0, 0, 0);
  public static final Coefficients D1 = new Coefficients(0, 0, 0, 0, 1, 0, 0, 0);
  public static final Coefficients D2 = new Coefficients(0, 0, 0, 0, 0, 1, 0, 0);
  public static final Coefficients D3 = new Coefficients(0, 0, 0, 0, 0, 0, 1, 0);
  public static final Coefficients NOISE = new Coefficients(0, 0, 0, 0, 0, 0, 0, 1);

  /** The unit form of the history entry that is age calls old (0 is this row's own). */
  public static Coefficients d(int age) {
    return switch (age) {
      case 0 -> D0;
      case 1 -> D1;
      case 2 -> D2;
      case 3 -> D3;
      default -> throw new IllegalArgumentException("history holds d0 to d3, not d" + age);
    };
  }

  /** This form plus another. */
  public Coefficients plus(Coefficients o) {
    return new Coefficients(
        x + o.x, y + o.y, m + o.m, d0 + o.d0, d1 + o.d1, d2 + o.d2, d3 + o.d3, noise + o.noise);
  }

  /** This form plus factor times another. */
  public Coefficients plus(double factor, Coefficients o) {
    return plus(o.times(factor));
  }

  /** This form minus another. */
  public Coefficients minus(Coefficients o) {
    return plus(-1, o);
  }

  /** This form times a number. */
  public Coefficients times(double f) {
    if (f == 0) {
      return ZERO;
    }
    return new Coefficients(f * x, f * y, f * m, f * d0, f * d1, f * d2, f * d3, f * noise);
  }

  /** How many history entries this form reads, counted from d0: 0 to 4. */
  public int historyDepth() {
    if (d3 != 0) {
      return 4;
    }
    if (d2 != 0) {
      return 3;
    }
    if (d1 != 0) {
      return 2;
    }
    return d0 != 0 ? 1 : 0;
  }

  boolean isFinite() {
    double sum = x + y + m + d0 + d1 + d2 + d3 + noise;
    return !Double.isNaN(sum) && !Double.isInfinite(sum);
  }
}
