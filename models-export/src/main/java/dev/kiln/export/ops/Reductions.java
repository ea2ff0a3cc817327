package dev.kiln.export.ops;

/**
 * Many values to one, over some axes, which are kept with size 1 or dropped.
 *
 * @param <T> a value in the graph
 */
public interface Reductions<T> {
  /** The sum. */
  T sum(T x, boolean keepDimensions, long... axes);

  /** The mean. */
  T mean(T x, boolean keepDimensions, long... axes);

  /** The largest value. */
  T max(T x, boolean keepDimensions, long... axes);

  /** The smallest value. */
  T min(T x, boolean keepDimensions, long... axes);

  /** The product over one axis. */
  T product(T x, boolean keepDimensions, long axis);

  /** The mean squared distance from the mean: divided by the count, not by the count less one. */
  T variance(T x, boolean keepDimensions, long... axes);

  /** The Euclidean norm sqrt(sum x^2). */
  T norm(T x, boolean keepDimensions, long... axes);

  /** log(sum exp(x)), without overflow. */
  T logSumExp(T x, boolean keepDimensions, long... axes);

  /** The place of the largest value (int64), the first of equals. */
  T argMax(T x, boolean keepDimensions, long axis);

  /** The place of the smallest value (int64), the first of equals. */
  T argMin(T x, boolean keepDimensions, long axis);

  /** Each value plus all before it; the shape stays. */
  T cumulativeSum(T x, long axis);
}
