package dev.kiln.export.ops;

import java.util.List;

/**
 * The same values in another shape or order, and picking some of them.
 *
 * @param <T> a value in the graph
 */
public interface Shaping<T> {
  /** The end of an axis of any length, for {@link #slice}. */
  long END = Long.MAX_VALUE;

  /** New shape: 0 keeps the dimension at that place, -1 takes what is left. */
  T reshape(T x, long... shape);

  /** Everything from an axis on becomes one dimension: [N, C, H, W] from axis 1 is [N, C*H*W]. */
  T flatten(T x, long fromAxis);

  /** Drops a dimension of size 1. */
  T squeeze(T x, long axis);

  /** Puts a dimension of size 1 before the axis of the result. */
  T unsqueeze(T x, long axis);

  /** Reorders the dimensions. */
  T transpose(T x, long... order);

  /** Repeats dimensions of size 1 up to a shape; -1 leaves a dimension as it is. */
  T expand(T x, long... shape);

  /** Repeats dimensions of size 1 up to the shape of another value, for instance its batch. */
  T expandLike(T x, T other);

  /** Repeats the whole of each dimension so many times. */
  T tile(T x, long... repeats);

  /** One after the other along an axis; the other dimensions agree. */
  T concat(long axis, List<T> parts);

  /** Side by side along a new axis of the result. */
  T stack(long axis, List<T> parts);

  /** An axis in so many parts of equal size. */
  List<T> split(T x, long axis, int parts);

  /**
   * The range from {@code start} (inclusive) to {@code end} (exclusive) of an axis. Negative
   * numbers count from the end, {@link #END} is the end.
   */
  T slice(T x, long axis, long start, long end);

  /** Puts so many equal values before and after an axis. */
  T pad(T x, long axis, long before, long after, double value);

  /** Mirrors so many pixels beyond each border of [N, C, H, W], without repeating the border. */
  T padReflect(T x, long margin);

  /** The entries of an axis at some places (int64): the axis becomes the shape of the indices. */
  T take(T x, long axis, T indices);

  /**
   * One entry for each index (int64) along an axis: {@code y[i][j] = x[i][indices[i][j]]} for axis
   * 1. Other dimensions agree.
   */
  T gather(T x, long axis, T indices);

  /** Indices (int64) [...] to rows [..., count] of zeros with a one at the index. */
  T oneHot(T indices, long count);

  /** The numbers 0, 1, 2 ... (int64) [L] along an axis of length L. */
  T positions(T x, long axis);
}
