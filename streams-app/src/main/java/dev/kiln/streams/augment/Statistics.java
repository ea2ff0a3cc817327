package dev.kiln.streams.augment;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean and variance of features over the last records, older ones weighing less and less: after
 * {@code span} further records a record weighs 1/e of what it did (exponentially weighted moments,
 * West 1979).
 *
 * @param records how many records there were
 */
record Statistics(long records, List<Double> mean, List<Double> variance) {

  static final Statistics EMPTY = new Statistics(0, List.of(), List.of());

  Statistics {
    mean = List.copyOf(mean);
    variance = List.copyOf(variance);
  }

  /** These and one record more; features of another length begin anew. */
  Statistics with(List<Double> features, int span) {
    if (features.size() != mean.size()) {
      return new Statistics(1, features, features.stream().map(f -> 0.0).toList());
    }
    double weight = Math.max(1.0 / (records + 1), 1.0 / span);
    List<Double> means = new ArrayList<>();
    List<Double> variances = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      double difference = features.get(i) - mean.get(i);
      means.add(mean.get(i) + weight * difference);
      variances.add((1 - weight) * (variance.get(i) + weight * difference * difference));
    }
    return new Statistics(records + 1, means, variances);
  }

  /**
   * How far other records lie from these: the Fréchet distance of two normal distributions without
   * correlations, feature by feature in units of these records' spread, averaged over the features
   * (square root of the mean of (difference of means² + difference of spreads²) / variance). 0 for
   * the same; about 1 where means differ by one spread.
   */
  double distance(Statistics other) {
    double average = variance.stream().mapToDouble(v -> v).average().orElse(0);
    // A feature that never varies, such as a corner that is always black, must not divide by zero.
    double floor = Math.max(1e-6, 0.1 * average);
    double sum = 0;
    for (int i = 0; i < mean.size(); i++) {
      double means = mean.get(i) - other.mean.get(i);
      double spreads = Math.sqrt(variance.get(i)) - Math.sqrt(other.variance.get(i));
      sum += (means * means + spreads * spreads) / Math.max(variance.get(i), floor);
    }
    return mean.isEmpty() ? 0 : Math.sqrt(sum / mean.size());
  }
}
