package dev.kiln.export.evaluate.report;

/**
 * One axis of a plot: where a value lies between two places.
 *
 * @param low the value at the first place
 * @param high the value at the second
 * @param from the first place, in SVG units
 * @param to the second place
 */
record Axis(double low, double high, double from, double to) {
  private static final double[] NICE = {1, 2, 5, 10};
  private static final int TICKS = 6;

  Axis {
    if (!(high > low)) {
      high = low + 1;
    }
  }

  double place(double value) {
    double share = (value - low) / (high - low);
    return Math.round(10 * (from + share * (to - from))) / 10.0;
  }

  /** The distance between round values of which a handful fits on the axis. */
  double tick() {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double nice : NICE) {
      if (nice * power >= rough) {
        return nice * power;
      }
    }
    return 10 * power;
  }

  /** A tick's value as text, with as many decimals as ticks of this distance need. */
  String label(double value) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(tick()) + 1e-9));
    return Figures.format("%." + decimals + "f", value == 0 ? 0.0 : value);
  }
}
