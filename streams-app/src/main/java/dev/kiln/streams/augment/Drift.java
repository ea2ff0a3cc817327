package dev.kiln.streams.augment;

/**
 * What the gate knows of a class.
 *
 * @param real the real records
 * @param synthetic the samples, those that were stopped among them
 * @param stopped whether samples are stopped
 */
record Drift(Statistics real, Statistics synthetic, boolean stopped) {

  static final Drift EMPTY = new Drift(Statistics.EMPTY, Statistics.EMPTY, false);

  /** A stopped class goes on only once it is clearly within the limit again. */
  private static final double BACK = 0.9;

  Drift with(Event event, int span) {
    return event.synthetic()
        ? new Drift(real, synthetic.with(event.features(), span), stopped)
        : new Drift(real.with(event.features(), span), synthetic, stopped);
  }

  /** Whether there is enough of both to judge. */
  boolean isKnown(int records) {
    return real.records() >= records
        && synthetic.records() >= records
        && real.mean().size() == synthetic.mean().size();
  }

  double distance() {
    return real.distance(synthetic);
  }

  /** The verdict at a distance. */
  Drift judged(double distance, double limit) {
    return new Drift(real, synthetic, distance > (stopped ? BACK * limit : limit));
  }
}
