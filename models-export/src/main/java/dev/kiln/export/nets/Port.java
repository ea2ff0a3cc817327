package dev.kiln.export.nets;

import dev.kiln.export.ops.shape.Dims;
import dev.kiln.export.ops.shape.Element;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An input or output of a network, without the batch dimension.
 *
 * @param name its name in the exported graph
 * @param kind what values it takes
 * @param limit the largest number in use, or one more than the largest index
 * @param open a name for each size that is open until the network runs
 * @param shape the dimensions of one row; -1 for one that is open, such as the length of a sequence
 */
@SuppressWarnings("ArrayRecordComponent")
public record Port(String name, Kind kind, double limit, List<String> open, long... shape) {
  /** What a port's values are. */
  public enum Kind {
    /** Floats around zero. */
    NUMBERS,
    /** Floats from zero to the limit. */
    TIMES,
    /** Whole numbers (int64) from zero to below the limit. */
    INDICES
  }

  public Port {
    long gaps = Arrays.stream(shape).filter(size -> size < 0).count();
    if (gaps != open.size()) {
      throw new IllegalArgumentException(
          "port " + name + " has " + gaps + " open sizes and " + open.size() + " names for them");
    }
    open = List.copyOf(open);
  }

  private static Port unnamed(String name, Kind kind, double limit, long... shape) {
    List<String> names =
        IntStream.range(0, shape.length)
            .filter(i -> shape[i] < 0)
            .mapToObj(i -> name + "_" + (i + 1))
            .toList();
    return new Port(name, kind, limit, names, shape);
  }

  /** Floats around zero. */
  public static Port numbers(String name, long... shape) {
    return unnamed(name, Kind.NUMBERS, 1, shape);
  }

  /** One float per row, from zero to {@code last}. */
  public static Port time(String name, double last) {
    return unnamed(name, Kind.TIMES, last);
  }

  /** One whole number per row, from zero to below {@code count}. */
  public static Port index(String name, int count) {
    return indices(name, count);
  }

  /** Whole numbers from zero to below {@code count}, such as the tokens of a sentence. */
  public static Port indices(String name, int count, long... shape) {
    return unnamed(name, Kind.INDICES, count, shape);
  }

  /** The same port with names for its open sizes; ports that share a name share the size. */
  public Port open(String... names) {
    return new Port(name, kind, limit, List.of(names), shape);
  }

  /** The shape with its batch, as operations check it. */
  public Dims dims() {
    return Dims.input(kind == Kind.INDICES ? Element.WHOLE : Element.FLOAT, open, shape);
  }
}
