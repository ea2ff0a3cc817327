package dev.kiln.export.export;

/**
 * How far an ONNX file's results lie from those of the network it was made from, over all trials.
 *
 * @param largest the largest difference of any value
 * @param relative the root mean square of the differences of an output, divided by that of the
 *     expected values; of the worst output of the worst trial
 */
public record Parity(double largest, double relative) {
  /** No difference yet. */
  static final Parity NONE = new Parity(0, 0);

  Parity worst(Parity other) {
    return new Parity(Math.max(largest, other.largest), Math.max(relative, other.relative));
  }

  /** The difference of one output in one trial; both of the same length. */
  static Parity between(float[] expected, float[] found) {
    double largest = 0;
    double differences = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) found[i] - expected[i];
      // A difference that is no number must not pass as the smaller one.
      largest = Double.isNaN(difference) ? Double.NaN : Math.max(largest, Math.abs(difference));
      differences += difference * difference;
      size += (double) expected[i] * expected[i];
    }
    double relative = differences == 0 ? 0 : Math.sqrt(differences / size);
    return new Parity(largest, relative);
  }
}
