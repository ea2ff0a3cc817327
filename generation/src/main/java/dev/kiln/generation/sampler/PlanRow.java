package dev.kiln.generation.sampler;

import org.jspecify.annotations.Nullable;

/**
 * One network call of a plan:
 *
 * <pre>
 * in  = inputScale * x
 * m   = network(in, t, condition)
 * d   = clip(toDx * x + toDm * m)          pushed into the history: d0 newest, then d1, d2, d3
 * x'  = a.x*x + a.y*y + a.m*m + a.d0*d0 + a.d1*d1 + a.d2*d2 + a.d3*d3 + a.noise*z
 * y'  = the same form with the coefficients y, unchanged where y is null
 * x'  = mask * (knownSample * known + knownNoise * z2) + (1 - mask) * x'      when inpainting
 * </pre>
 *
 * @param t the timestep the network is told, in the unit it was trained with
 * @param inputScale what the sample is multiplied by before the network sees it
 * @param toDx coefficient of x in d
 * @param toDm coefficient of m in d
 * @param clip d is limited to [-clip, clip]; null for no limit
 * @param clean the finished sample that m means, as a form of x and m; d itself in many samplers
 * @param a the next sample
 * @param y the next saved state, null to keep it
 * @param sigma noise level of the row's input, noise to signal (0 is clean); for tables and plots
 * @param knownSample coefficient of a known clean sample at the noise level of the row's output
 * @param knownNoise coefficient of fresh noise at the noise level of the row's output
 */
public record PlanRow(
    double t,
    double inputScale,
    double toDx,
    double toDm,
    @Nullable Double clip,
    Coefficients clean,
    Coefficients a,
    @Nullable Coefficients y,
    double sigma,
    double knownSample,
    double knownNoise) {

  public PlanRow {
    double sum = t + inputScale + toDx + toDm + knownSample + knownNoise;
    boolean finite = !Double.isNaN(sum) && !Double.isInfinite(sum) && a.isFinite();
    if (!finite || (y != null && !y.isFinite())) {
      throw new IllegalArgumentException(
          "the row at timestep "
              + t
              + " divides by zero: this sampler and prediction type do not work with this noise"
              + " schedule at that timestep");
    }
    // Of noise alone, a prediction of the noise says nothing of the sample.
    clean = clean.isFinite() ? clean : Coefficients.ZERO;
    if (clip != null && !(clip > 0)) {
      throw new IllegalArgumentException("clip must be above 0, was " + clip);
    }
  }

  /** Whether this row reads the saved state y. */
  public boolean readsY() {
    return a.y() != 0 || (y != null && y.y() != 0);
  }

  /** Whether this row adds fresh noise. */
  public boolean usesNoise() {
    return a.noise() != 0 || (y != null && y.noise() != 0);
  }

  /** How many history entries this row reads, its own d0 included: 0 to 4. */
  public int historyDepth() {
    int depth = a.historyDepth();
    return y == null ? depth : Math.max(depth, y.historyDepth());
  }

  /**
   * A row that takes x from one level of noise to another, with d given as a form of x and m: the
   * finished sample, unless {@link #meaning} says otherwise.
   */
  static PlanRow of(
      double t,
      double inputScale,
      Coefficients d,
      @Nullable Double clip,
      Coefficients a,
      @Nullable Coefficients y,
      Level from,
      Level to) {
    return new PlanRow(
        t, inputScale, d.x(), d.m(), clip, d, a, y, from.ratio(), to.alpha(), to.sigma());
  }

  /** This row with another form for the finished sample: d is the noise here, or a slope. */
  PlanRow meaning(Coefficients finished) {
    return new PlanRow(
        t, inputScale, toDx, toDm, clip, finished, a, y, sigma, knownSample, knownNoise);
  }

  /** This row as the last of a plan: a known region comes out as it is, without noise. */
  PlanRow asLast() {
    return new PlanRow(t, inputScale, toDx, toDm, clip, clean, a, y, sigma, 1, 0);
  }
}
