package dev.kiln.export.nets;

/**
 * An input or output of a network, without the batch dimension.
 *
 * @param name its name in the exported graph
 * @param kind what values it takes
 * @param limit the largest number in use, or one more than the largest index
 * @param shape the dimensions of one row
 */
@SuppressWarnings("ArrayRecordComponent")
public record Port(String name, Kind kind, double limit, long... shape) {
  /** What a port's values are. */
  public enum Kind {
    /** Floats around zero. */
    NUMBERS,
    /** Floats from zero to the limit. */
    TIMES,
    /** Whole numbers (int64) from zero to below the limit. */
    INDICES
  }

  /** Floats around zero. */
  public static Port numbers(String name, long... shape) {
    return new Port(name, Kind.NUMBERS, 1, shape);
  }

  /** One float per row, from zero to {@code last}. */
  public static Port time(String name, double last) {
    return new Port(name, Kind.TIMES, last);
  }

  /** One whole number per row, from zero to below {@code count}. */
  public static Port index(String name, int count) {
    return new Port(name, Kind.INDICES, count);
  }
}
