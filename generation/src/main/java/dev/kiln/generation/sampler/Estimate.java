package dev.kiln.generation.sampler;

/**
 * What the finished sample would be if a network's answer were the whole truth: E[clean | x], the
 * form {@link PlanRow#clean} of the sample before the row advances it and of the answer. For those
 * who look on; the walk itself does not need it.
 */
public final class Estimate {

  private Estimate() {}

  /**
   * The estimate at one row, in a new array as long as x; limited where the row limits d.
   *
   * @param x the sample before the row advances it; not changed
   * @param mc the network's output under the condition
   * @param mu the network's output without it; not read where guidance is 1
   * @param guidance m = mu + guidance (mc - mu)
   */
  public static float[] of(PlanRow row, float[] x, float[] mc, float[] mu, double guidance) {
    Terms terms = new Terms();
    terms.add(row.clean().x(), x);
    terms.add(row.clean().m() * guidance, mc);
    terms.add(row.clean().m() * (1 - guidance), mu);
    float[] clean = new float[x.length];
    terms.into(clean, 0, clean.length);
    Double clip = row.clip();
    if (clip != null) {
      Terms.limit(clean, clip.floatValue(), 0, clean.length);
    }
    return clean;
  }
}
