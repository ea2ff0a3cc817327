package dev.kiln.connect.sample;

import java.util.List;
import java.util.stream.DoubleStream;

/** Which of several alternatives a sample is drawn under, by its number alone. Pure. */
public sealed interface Mixture {

  /** The conditions of a sample. */
  Ask ask(long number);

  /** One after the other, over and over. */
  record Cycle(List<Ask> alternatives) implements Mixture {
    public Cycle {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public Ask ask(long number) {
      return alternatives.get((int) Math.floorMod(number, (long) alternatives.size()));
    }
  }

  /**
   * Drawn at random, each as often as its weight says.
   *
   * @param seed of the draw; it does not meet the seeds of the samples
   * @param weights one an alternative, none negative, not all zero
   */
  record Weighted(List<Ask> alternatives, List<Double> weights, long seed) implements Mixture {

    /** Keeps the draws of alternatives apart from the draws of noise. */
    private static final long STREAM = 0x6d69787475726573L;

    public Weighted {
      alternatives = List.copyOf(alternatives);
      weights = List.copyOf(weights);
      if (weights.size() != alternatives.size()) {
        throw new IllegalArgumentException(
            "there must be a weight for each of the "
                + alternatives.size()
                + " alternatives, there are "
                + weights.size());
      }
      if (weights.stream().anyMatch(w -> !(w >= 0) || w.isInfinite())
          || weights.stream().allMatch(w -> w == 0)) {
        throw new IllegalArgumentException(
            "weights must be numbers of at least 0, and one of them more, were " + weights);
      }
    }

    @Override
    public Ask ask(long number) {
      double total = weights.stream().flatMapToDouble(DoubleStream::of).sum();
      double point = Seeds.uniform(seed ^ STREAM, number) * total;
      int last = 0;
      for (int i = 0; i < weights.size(); i++) {
        if (weights.get(i) > 0) {
          last = i;
          if (point < weights.get(i)) {
            break;
          }
        }
        point -= weights.get(i);
      }
      return alternatives.get(last);
    }
  }
}
